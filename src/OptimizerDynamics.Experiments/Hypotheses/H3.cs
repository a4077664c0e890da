using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>With Adam, L2 gives more sparsity than weight decay of the same λ.</summary>
internal static class H3
{
    public static TrainingHypothesis Hypothesis { get; } = new(
        "H3", "With Adam, L2 gives more sparsity than weight decay of the same λ", "Table 1")
    {
        Effect = "Share of inactive features by γ: with L2 minus with weight decay of the same λ.",
        Published = [PaperTables.Regularizers("", (optimizer, lambda) => optimizer == "Adam" && lambda != "0")],
        Contrasts = _ =>
        [
            new Contrast.Between
            {
                More = trial => trial.Optimizer.Name == "adam" && trial.Regularization == Regularization.L2,
                Less = (_, other) => other.Regularization == Regularization.WeightDecay,
                Differing = [TrainingParameters.Regularization],
                Measure = SparsityByScale.Paper,
                Against = "against WD",
            },
        ],
    };
}
