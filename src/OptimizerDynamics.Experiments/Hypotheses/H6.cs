using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>An easier task (clean background) gives more sparsity than a harder one (cluttered).</summary>
internal static class H6
{
    private const string Clean = "-clean", Cluttered = "-cluttered";

    public static TrainingHypothesis Hypothesis { get; } = new(
        "H6", "An easier task (clean background) gives more sparsity than a harder one (cluttered)", "Section 3")
    {
        Effect = "Share of inactive features by γ: on clean images minus on cluttered ones.",
        Published =
        [
            PaperTables.Of(
                "task-difficulty", "Section 3: BasicNet, mini-batch 40",
                ("background", "background"), ("sparsity_gamma_pct", "inactive by γ, %")),
        ],
        Contrasts = _ =>
        [
            new Contrast.Between
            {
                More = trial => trial.Data.Contains(Clean, StringComparison.Ordinal),
                Less = (one, other) => other.Data == one.Data.Replace(Clean, Cluttered, StringComparison.Ordinal),
                Differing = [TrainingParameters.Data],
                Measure = SparsityByScale.Paper,
                Against = "against cluttered",
            },
        ],
    };
}
