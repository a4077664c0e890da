namespace OptimizerDynamics;

/// <summary>The inverse of the standard normal distribution function, to the same bits on every machine.</summary>
/// <remarks>
/// Algorithm AS 241 (PPND16): M. J. Wichura 1988, "The percentage points of the normal distribution", Applied Statistics 37. Relative error
/// about 1e-16. Additions, multiplications, divisions and square roots only, and a logarithm made of them, so that no platform's
/// mathematics library has a say.
/// </remarks>
public static class NormalDistribution
{
    private const double CentralHalfWidth = 0.425, Tail = 5;

    private static ReadOnlySpan<double> CentralNumerator =>
    [
        2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
        1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0,
    ];

    private static ReadOnlySpan<double> CentralDenominator =>
    [
        5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
        5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1,
    ];

    private static ReadOnlySpan<double> MiddleNumerator =>
    [
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
        3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0,
    ];

    private static ReadOnlySpan<double> MiddleDenominator =>
    [
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1,
    ];

    private static ReadOnlySpan<double> TailNumerator =>
    [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0,
    ];

    private static ReadOnlySpan<double> TailDenominator =>
    [
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
        1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1,
    ];

    /// <summary>The quantile Φ⁻¹(p): the number below which a standard normal number lies with probability p.</summary>
    /// <param name="probability">p in (0, 1).</param>
    /// <returns>A finite number: 0 at ½, below it negative, and of magnitude 38.5 at most.</returns>
    /// <exception cref="ArgumentOutOfRangeException">p is not in (0, 1).</exception>
    public static double Quantile(double probability)
    {
        var q = probability - 0.5;
        if (Math.Abs(q) <= CentralHalfWidth)
        {
            var central = CentralHalfWidth * CentralHalfWidth - q * q;
            return q * Polynomial(CentralNumerator, central) / Polynomial(CentralDenominator, central);
        }

        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(probability), probability, $"probability = {probability} must lie in (0, 1).");
        }

        var r = Math.Sqrt(-Logarithm(q < 0 ? probability : 1 - probability));
        var magnitude = r <= Tail
            ? Polynomial(MiddleNumerator, r - 1.6) / Polynomial(MiddleDenominator, r - 1.6)
            : Polynomial(TailNumerator, r - Tail) / Polynomial(TailDenominator, r - Tail);
        return q < 0 ? -magnitude : magnitude;
    }

    /// <summary>
    /// ln x of a positive normal number, to about one unit in the last place: x = 2ᵉ·m with m in [√½, √2), and ln m = 2·artanh s with
    /// s = (m − 1)/(m + 1), of magnitude below 0.172, whose series s + s³/3 + s⁵/5 + … is summed from its twelfth term on.
    /// </summary>
    internal static double Logarithm(double x)
    {
        // ln 2 in two parts; the first has trailing zeroes
        const double Ln2High = 0.693147180369123816490, Ln2Low = 1.90821492927058770002e-10;
        var exponent = Math.ILogB(x);
        var m = Math.ScaleB(x, -exponent);
        if (m > 1.4142135623730951)
        {
            m /= 2;
            exponent++;
        }

        var s = (m - 1) / (m + 1);
        var square = s * s;
        var sum = 0.0;
        for (var power = 23; power >= 3; power -= 2)
            sum = (sum + 1.0 / power) * square;
        return exponent * Ln2High + (2 * s * sum + exponent * Ln2Low + 2 * s);
    }

    /// <summary>Horner's scheme; the coefficient of the highest power comes first.</summary>
    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        var sum = 0.0;
        foreach (var coefficient in coefficients)
            sum = sum * x + coefficient;
        return sum;
    }
}
