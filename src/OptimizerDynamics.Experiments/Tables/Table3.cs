using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Table 3: VGG-16 before and after the features are pruned whose |γ| is below 1e-3.</summary>
internal static class Table3
{
    private const string Share = "features pruned, %", Before = "error before, %", After = "error after, %";

    public static ComparedTable Beside { get; } = new(
        "table3",
        PaperTables.Of(
            "table3", "Table 3: VGG-16, Adam, L2 1e-4",
            ("dataset", "data"), ("batch_size", "mini-batch"), ("pruned_pct", Share), ("pre_top1_error_pct", Before),
            ("post_top1_error_pct", After)))
    {
        IsOf = (row, trial) => row[0] == "TinyImageNet" && ComparedTables.IsAdamWithL2(trial, row[1]),
        Columns =
        [
            new(Share, _ => SparsityByScale.Paper), new(Before, _ => ClassificationError.Test),
            new(After, _ => ClassificationError.ZeroedByScale),
        ],
    };
}
