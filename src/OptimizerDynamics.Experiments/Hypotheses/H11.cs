namespace OptimizerDynamics.Experiments;

/// <summary>While the gradient is silent, L2 in adaptive updates outpaces weight decay, and L2 in SGD, even for smaller λ.</summary>
public static class H11
{
    private const string Sgd = "sgd";

    /// <summary>The first half: against weight decay of the same λ in the same optimizer.</summary>
    public static LowGradientContrast WithWeightDecay { get; } = new((trial, other) =>
        other.Regularization == Regularization.WeightDecay && other.Optimizer == trial.Optimizer && other.Lambda.Equals(trial.Lambda));

    /// <summary>The hypothesis.</summary>
    public static LowGradientHypothesis Hypothesis { get; } = new(
        "H11", "While the gradient is silent, L2 in adaptive updates outpaces weight decay, and L2 in SGD, even for smaller λ", "Section 3")
    {
        Effect = "ln of the other run's half-life over that of L2 in the adaptive optimizer: "
            + "infinite where only one of them comes to half.",
        Faster = trial => trial.Regularization == Regularization.L2 && trial.Optimizer.Name != Sgd,
        Contrasts = largerBy => [WithWeightDecay, WithSgd(largerBy)],
        Decide = effects => Verdict.Of(effects),
    };

    /// <summary>The second half: against L2 of a larger λ in SGD. The λ of a sweep are rounded to twelve digits.</summary>
    /// <param name="largerBy">How many times larger the λ of SGD is, above 1 (<see cref="LowGradientReport.LargerBy"/>).</param>
    public static LowGradientContrast WithSgd(double largerBy) => new((trial, other) =>
        other.Regularization == Regularization.L2 && other.Optimizer.Name == Sgd && trial.Optimizer.Name != Sgd
        && Math.Abs(other.Lambda / (trial.Lambda * largerBy) - 1) < 1e-9);
}
