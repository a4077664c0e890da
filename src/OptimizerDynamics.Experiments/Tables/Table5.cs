using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Table 5: the share of inactive features of ResNet-50 by stage.</summary>
internal static class Table5
{
    private const string Error = "test error, %", Total = "all, %";

    private static readonly string[] _stages = ["conv1", "res2", "res3", "res4", "res5"];

    public static ComparedTable Beside { get; } = new(
        "table5",
        PaperTables.Of(
            "table5", "Table 5: ResNet-50 on ImageNet, Adam, L2 1e-4: inactive by γ",
            ("batch_size", "mini-batch"), ("top1_val_error_pct", Error), ("conv1_sparsity_gamma_pct", "conv1, %"),
            ("res2_sparsity_gamma_pct", "res2, %"), ("res3_sparsity_gamma_pct", "res3, %"), ("res4_sparsity_gamma_pct", "res4, %"),
            ("res5_sparsity_gamma_pct", "res5, %"), ("total_sparsity_gamma_pct", Total)))
    {
        IsOf = (row, trial) => ComparedTables.IsAdamWithL2(trial, row[0]),
        Columns =
        [
            new(Error, _ => ClassificationError.Test),
            .. _stages.Select(stage => new ComparedColumn($"{stage}, %", _ => StageSparsity.Of(stage))),
            new(Total, _ => SparsityByScale.Paper),
        ],
    };
}
