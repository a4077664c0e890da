using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>While the gradient is silent, L2 in adaptive updates outpaces weight decay, and L2 in SGD, even for smaller λ.</summary>
/// <remarks>
/// The paper says so of "certain" adaptive updates. Those of its Table 1 are compared, for λ up to 1e-4, by the time until |θ| is below the
/// 1e-3 by which it counts features as dead. Adam alone decides.
/// </remarks>
public static class H11
{
    private const string Sgd = "sgd", Adam = "adam";
    private const double OfPrimary = 1e-4;

    /// <summary>The largest λ of the claim: the paper's for Adam, but for one row of Table 1.</summary>
    public const double MostLambda = 1e-4;

    /// <summary>How many times larger SGD's λ is in "even for smaller λ".</summary>
    public const double LargerBy = 10;

    /// <summary>The optimizers of the paper's Table 1, in its order.</summary>
    public static ImmutableArray<string> Optimizers { get; } = [Sgd, Adam, "adadelta", "adagrad", "amsgrad", "adamax", "rmsprop"];

    /// <summary>The first half: against weight decay of the same λ in the same optimizer.</summary>
    public static LowGradientContrast WithWeightDecay { get; } = new((trial, other) =>
        other.Regularization == Regularization.WeightDecay && other.Optimizer == trial.Optimizer && other.Lambda.Equals(trial.Lambda));

    /// <summary>The hypothesis.</summary>
    public static LowGradientHypothesis Hypothesis { get; } = new(
        "H11", "While the gradient is silent, L2 in adaptive updates outpaces weight decay, and L2 in SGD, even for smaller λ", "Section 3")
    {
        Effect = "ln of the other run's time until |θ| < 1e-3 over that of L2 in the adaptive optimizer: infinite where only one of them "
            + "comes there within the run.",
        Published =
        [
            PaperTables.Regularizers(
                ", optimizers whose second moment does not forget", (optimizer, _) => optimizer is "AMSGrad" or "Adagrad"),
        ],
        Margin = "0: the paper says faster, and no factor.",
        Faster = trial => trial.Regularization == Regularization.L2 && trial.Optimizer.Name != Sgd
            && Optimizers.Contains(trial.Optimizer.Name) && trial.Lambda <= MostLambda * (1 + 1e-9),
        Contrasts = [WithWeightDecay, WithSgd(LargerBy)],
        // Both halves at the paper's λ, 1e-4: of Adam's L2 against its weight decay, and of SGD's L2 against Adam's with a tenth of it.
        IsPrimary = (first, other) => first.Optimizer.Name == Adam && IsAt(other.Lambda, OfPrimary),
        Measure = outcome => outcome.TimeToThreshold,
        Decide = effects => Verdict.Of(effects),
    };

    /// <summary>The second half: against L2 of a larger λ in SGD. The λ of a sweep are rounded to twelve digits.</summary>
    /// <param name="largerBy">How many times larger the λ of SGD is, above 1 (<see cref="LowGradientReport.LargerBy"/>).</param>
    public static LowGradientContrast WithSgd(double largerBy) => new((trial, other) =>
        other.Regularization == Regularization.L2 && other.Optimizer.Name == Sgd && trial.Optimizer.Name != Sgd
        && IsAt(other.Lambda, trial.Lambda * largerBy));

    private static bool IsAt(double lambda, double wanted) => Math.Abs(lambda / wanted - 1) < 1e-9;
}
