namespace OptimizerDynamics.Experiments;

/// <summary>While the gradient is silent, L2 in adaptive updates outpaces weight decay, and L2 in SGD, even for smaller λ.</summary>
public static class H11
{
    /// <summary>The hypothesis.</summary>
    public static LowGradientHypothesis Hypothesis { get; } = new(
        "H11", "While the gradient is silent, L2 in adaptive updates outpaces weight decay, and L2 in SGD, even for smaller λ", "Section 3")
    {
        Effect = "ln of the other run's half-life over that of L2 in the adaptive optimizer: "
            + "infinite where only one of them comes to half.",
        Decide = effects => Verdict.Of(effects),
    };
}

/// <summary>A hypothesis about which of two simulated runs halves the parameter first.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Source">Where the paper says so.</param>
public sealed record LowGradientHypothesis(string Id, string Statement, string Source) : Hypothesis(Id, Statement, Source)
{
    /// <inheritdoc/>
    public override string StudyKind => LowGradientTrial.Kind;

    /// <summary>What the seeds say of two runs, of which the first is said to be faster.</summary>
    /// <param name="first">The half-lives of the first, by seed; infinite for never.</param>
    /// <param name="second">The half-lives of the other, by the same seeds.</param>
    /// <exception cref="ArgumentException">There is no seed, or a half-life is NaN.</exception>
    public Verdict Test(IReadOnlyCollection<double> first, IReadOnlyCollection<double> second) =>
        Decide([.. first.Zip(second, Verdict.LogRatio)]);
}
