using System.Globalization;

namespace OptimizerDynamics;

/// <summary>
/// The range of values that a hyperparameter may take, written as in mathematics: <c>[0, 1)</c> contains 0 and not 1.
/// </summary>
/// <remarks>
/// NaN lies in no interval, and neither does an infinity: an infinite end is always open. Each range that the optimizers use is
/// declared here once, so that a rule, a settings file and a help page cannot disagree about it.
/// </remarks>
/// <param name="Lower">The lower end.</param>
/// <param name="IncludesLower">Whether <paramref name="Lower"/> itself is allowed.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="IncludesUpper">Whether <paramref name="Upper"/> itself is allowed.</param>
public readonly record struct Interval(double Lower, bool IncludesLower, double Upper, bool IncludesUpper)
{
    /// <summary>[0, ∞): learning rates, ε, decay strengths.</summary>
    public static Interval NonNegative { get; } = new(0, true, double.PositiveInfinity, false);

    /// <summary>(0, ∞): thresholds.</summary>
    public static Interval Positive { get; } = new(0, false, double.PositiveInfinity, false);

    /// <summary>(-∞, ∞): every finite number.</summary>
    public static Interval Finite { get; } = new(double.NegativeInfinity, false, double.PositiveInfinity, false);

    /// <summary>[0, 1): the weight β that an exponential moving average gives to its past.</summary>
    public static Interval Averaging { get; } = new(0, true, 1, false);

    /// <summary>[0, 1]: fractions, dampening.</summary>
    public static Interval Fraction { get; } = new(0, true, 1, true);

    /// <summary>Whether <paramref name="value"/> is a finite number inside the interval.</summary>
    /// <param name="value">The number to test; NaN is never inside.</param>
    public bool Contains(double value) =>
        double.IsFinite(value)
        && (IncludesLower ? value >= Lower : value > Lower)
        && (IncludesUpper ? value <= Upper : value < Upper);

    /// <summary>Returns <paramref name="value"/> when it lies inside, and throws when it does not.</summary>
    /// <param name="value">The value to check.</param>
    /// <param name="name">The name under which the user knows it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside; the message gives name, value and interval.</exception>
    public double Require(double value, string name) =>
        Contains(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, string.Create(CultureInfo.InvariantCulture, $"{name} = {value} must lie in {this}."));

    /// <summary>The interval in mathematical notation, such as <c>[0, 1)</c> or <c>[0, ∞)</c>.</summary>
    public override string ToString() =>
        $"{(IncludesLower ? '[' : '(')}{Show(Lower)}, {Show(Upper)}{(IncludesUpper ? ']' : ')')}";

    private static string Show(double end) => end switch
    {
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "-∞",
        _ => end.ToString(CultureInfo.InvariantCulture),
    };
}
