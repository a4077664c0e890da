using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Adaptive methods give more sparsity than SGD with momentum at moderate regularization.</summary>
internal static class H2
{
    public static TrainingHypothesis Hypothesis { get; } = new(
        "H2", "Adaptive methods give more sparsity than SGD with momentum at moderate regularization", "Table 1")
    {
        Effect = "Share of inactive features by γ: the adaptive optimizer's minus that of SGD with the same regularization.",
        Published = [PaperTables.Regularizers("", (_, lambda) => lambda != "0")],
        Contrasts = _ =>
        [
            new Contrast.Between
            {
                More = trial => trial.Optimizer.Name != "sgd" && trial.Regularization != Regularization.None,
                Less = (_, other) => other.Optimizer.Name == "sgd",
                Differing = [TrainingParameters.Optimizer],
                Measure = SparsityByScale.Paper,
                Against = "against SGD",
            },
        ],
    };
}
