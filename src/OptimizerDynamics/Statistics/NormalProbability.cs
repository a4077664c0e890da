namespace OptimizerDynamics;

/// <summary>Probabilities of a standard normal variable, to the same bits on every machine.</summary>
public static class NormalProbability
{
    /// <summary>The distribution function Φ(z): the share of a standard normal variable below z.</summary>
    /// <remarks>Within three of 0 the series φ(z)·(z + z³/3 + z⁵/(3·5) + …) around ½ (G. Marsaglia 2004, "Evaluating the normal
    /// distribution", Journal of Statistical Software 11), beyond it the continued fraction of Mills' ratio, which keeps relative accuracy
    /// in the tail; within 1e-12 of the value down to z = −30, and the same bits on every machine.</remarks>
    /// <param name="z">Any number; NaN gives itself.</param>
    public static double Below(double z)
    {
        const double InverseRootOfTwoPi = 0.3989422804014327, Far = 3;
        const int Terms = 60;
        if (double.IsNaN(z))
            return z;
        if (z > Far)
            return 1 - Below(-z);
        var density = InverseRootOfTwoPi * PortableMath.Exp(-z * z / 2);
        if (z < -Far)
        {
            var fraction = -z;
            for (var term = Terms; term >= 1; term--)
                fraction = -z + term / fraction;
            return density / fraction;
        }

        var (sum, part) = (z, z);
        for (var term = 1; term <= Terms; term++)
        {
            part *= z * z / (2 * term + 1);
            sum += part;
        }

        return 0.5 + density * sum;
    }
}
