using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Tables 6 and 7: the share of inactive features by the size of the mini-batch, each at its own number of iterations.</summary>
internal static class Tables6And7
{
    private const string ByScale = "inactive by γ, %", Error = "test error, %";

    /// <summary>Table 6: CIFAR-10 and CIFAR-100.</summary>
    public static ComparedTable Table6 { get; } = new(
        "table6",
        PaperTables.Of(
            "table6", "Table 6: BasicNet, Adam, L2 1e-4",
            ("dataset", "data"), ("batch_size", "mini-batch"), ("sparsity_gamma_pct", ByScale), ("test_error_pct", Error)))
    {
        IsOf = (row, trial) => ComparedTables.IsAdamWithL2(trial, row[1]),
        Columns = Columns,
    };

    /// <summary>Table 7: Tiny-ImageNet.</summary>
    public static ComparedTable Table7 { get; } = new(
        "table7",
        PaperTables.Of(
            "table7", "Table 7: BasicNet on Tiny-ImageNet, Adam, L2 1e-4",
            ("batch_size", "mini-batch"), ("sparsity_gamma_pct", ByScale), ("top1_val_error_pct", Error)))
    {
        IsOf = (row, trial) => ComparedTables.IsAdamWithL2(trial, row[0]),
        Columns = Columns,
    };

    private static ImmutableArray<ComparedColumn> Columns =>
        [new(ByScale, _ => SparsityByScale.Paper), new(Error, _ => ClassificationError.Test)];
}
