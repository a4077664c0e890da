using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Sparsity that L2 in Adam makes unasked costs less than what L1 on γ makes on purpose.</summary>
internal static class H16
{
    /// <summary>The parameters in which the two may differ, as they were fixed before the first record of <c>sparsifiers</c>. The kinds of
    /// weight decay are not among them, which follow <see cref="TrainingParameters.Decayed"/>: a setting that limits <c>decayed</c> to γ
    /// finds no partner.</summary>
    private static readonly ImmutableArray<TrialParameter> _differing =
    [
        TrainingParameters.Optimizer, TrainingParameters.Regularization, TrainingParameters.Lambda, TrainingParameters.Decayed,
        TrainingParameters.L2, TrainingParameters.L1, TrainingParameters.ProximalL1, TrainingParameters.L2Kinds, TrainingParameters.L1Kinds,
        TrainingParameters.ProximalL1Kinds,
    ];

    public static TrainingHypothesis Hypothesis { get; } = new(
        "H16", "Pruned to half of its MACs and fine-tuned, a network trained with L2 in Adam errs less than one trained with L1 on γ",
        "ours, from Table 4")
    {
        Effect = "Test error at half of the MACs, fine-tuned: of the network trained with L1 on γ minus of the one trained with L2 on "
            + "everything in Adam. Both are pruned by the smallest |γ| of the network, and errors between two amounts lie on a straight "
            + "line.",
        Contrasts = _ =>
        [
            new Contrast.Between
            {
                More = trial => trial.ValueOf(TrainingParameters.L1) > 0 || trial.ValueOf(TrainingParameters.ProximalL1) > 0,
                Less = (_, other) => other.Optimizer.Name == "adam" && other.Regularization == Regularization.L2
                    && other.ValueOf(TrainingParameters.Decayed) == ParameterKinds.All && other.ValueOf(TrainingParameters.L1) == 0,
                Differing = _differing,
                Measure = FrontMeasures.ErrorAtHalf,
                Against = "against L2 in Adam",
            },
        ],
    };
}
