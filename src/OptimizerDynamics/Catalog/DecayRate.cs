namespace OptimizerDynamics;

/// <summary>How much of a parameter a chain's decay takes in one step.</summary>
public static class DecayRate
{
    /// <summary>
    /// The fraction of θ that a step takes where the gradient is silent, at a schedule multiplier of 1: Σ λ·c over the chain's
    /// <see cref="AddDecayedWeights"/>, where c is what the rules behind each multiply by: α for <see cref="ScaleByLearningRate"/>,
    /// (1 − τ)/(1 − μ) for <see cref="Momentum"/> once the velocity has risen.
    /// </summary>
    /// <param name="chain">The optimizer.</param>
    /// <returns>The fraction, at least 0. A decay before a rule that rescales what it receives (coupled L2 in Adam, say) has no such number
    /// and counts as 0.</returns>
    public static double PerStep(Chain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var sum = 0.0;
        for (var i = 0; i < chain.Count; i++)
        {
            if (chain[i] is AddDecayedWeights { Kinds: not ParameterKinds.None } decay)
                sum += decay.Lambda * FactorBehind(chain, i);
        }

        return sum;
    }

    /// <summary>
    /// The distance by which a step brings θ nearer to 0 where the gradient is silent, at a schedule multiplier of 1: Σ λ·c over the
    /// chain's <see cref="AddSign"/>, with c as in <see cref="PerStep"/>, and Σ λ over its <see cref="SoftThreshold"/>.
    /// </summary>
    /// <param name="chain">The optimizer.</param>
    /// <returns>The distance, at least 0. L1 before a rule that rescales what it receives has no such number and counts as 0: under Adam
    /// it is α whatever λ (<c>DecayLaws.SignDescent</c>).</returns>
    public static double DistancePerStep(Chain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var sum = 0.0;
        for (var i = 0; i < chain.Count; i++)
        {
            sum += chain[i] switch
            {
                AddSign sign => sign.Lambda * FactorBehind(chain, i),
                SoftThreshold shrinkage => shrinkage.Lambda,
                _ => 0,
            };
        }

        return sum;
    }

    private static double FactorBehind(Chain chain, int index)
    {
        var factor = 1.0;
        foreach (var rule in chain.Skip(index + 1))
        {
            switch (rule)
            {
                case ScaleByLearningRate scaling:
                    factor *= scaling.LearningRate;
                    break;
                case Momentum momentum:
                    factor *= (1 - momentum.Dampening) / (1 - momentum.Mu);
                    break;
                case AddDecayedWeights or AddSign or SoftThreshold or ScaleBySchedule:
                    break;
                default:
                    return 0;
            }
        }

        return factor;
    }
}
