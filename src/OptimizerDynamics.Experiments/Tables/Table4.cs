using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Table 4: VGG-11 that became sparse by itself and is pruned by |γ| below 1e-3, beside Network Slimming, which is pruned and
/// fine-tuned (Liu et al. 2017).</summary>
internal static class Table4
{
    /// <summary>What Network Slimming takes here: the smallest |γ| of the whole network, as in the article, 30 % of the features.</summary>
    private const double Amount = 0.3;

    private static readonly string _criterion = PruningCriteria.SmallestScale.Name;

    private const string Taken =
        "features pruned", Before = "error before, %", After = "error after, %", FineTuned = "fine-tuned after pruning";

    public static ComparedTable Beside { get; } = new(
        "table4",
        PaperTables.Of(
            "table4", "Table 4: VGG-11 on ImageNet (of its 2,752 features 71 are 2.6 %, 140 are 5.1 %, 85 are 3.1 %)",
            ("configuration", "method"), ("batch_size", "mini-batch"), ("conv_features_pruned", Taken), ("pre_top1_error_pct", Before),
            ("post_top1_error_pct", After), ("finetuned_after_pruning", FineTuned)))
    {
        IsOf = (row, trial) => IsSlimming(row[5]) ? IsSlimmed(trial) : ComparedTables.IsAdamWithL2(trial, row[1]),
        Columns =
        [
            new(Taken, row => IsSlimming(row[5]) ? BranchMeasures.TakenBy(_criterion, Amount) : SparsityByScale.Paper),
            new(Before, _ => ClassificationError.Test),
            new(After, row => IsSlimming(row[5]) ? BranchMeasures.FineTunedError(_criterion, Amount) : ClassificationError.ZeroedByScale),
        ],
    };

    /// <summary>Whether a trial is one of Network Slimming: SGD with coupled L1.</summary>
    private static bool IsSlimmed(TrialValues trial) =>
        TrainingParameters.Optimizer.ValueIn(trial).Name == "sgd" && TrainingParameters.L1.ValueIn(trial) > 0;

    private static bool IsSlimming(string isFineTuned) => isFineTuned == "true";
}
