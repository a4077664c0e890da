using System.Collections.Immutable;

namespace OptimizerDynamics.Reports;

/// <summary>Numbers of the paper (Mehta, Kim and Theobalt 2019), to stand beside what our runs say.</summary>
internal static class PaperTable
{
    private static readonly Dictionary<string, (string File, string Title, (string Column, string Title)[] Columns)[]> OfHypotheses = new(
        StringComparer.Ordinal)
    {
        ["H1"] = [Regularizers(", without regularization")],
        ["H2"] = [Regularizers("")],
        ["H3"] = [Regularizers("")],
        ["H4"] =
        [
            (
                "table6", "Table 6: BasicNet, Adam, L2 1e-4",
                [
                    ("dataset", "data"), ("batch_size", "mini-batch"), ("train_loss", "training loss"),
                    ("sparsity_gamma_pct", "inactive by γ, %")]),
            (
                "table7", "Table 7: BasicNet on Tiny-ImageNet",
                [("batch_size", "mini-batch"), ("train_loss", "training loss"), ("sparsity_gamma_pct", "inactive by γ, %")]),
        ],
        ["H6"] = [(
            "task-difficulty", "Section 3: BasicNet, mini-batch 40",
            [("background", "background"), ("sparsity_gamma_pct", "inactive by γ, %")])],
        ["H7"] = [(
            "table2", "Table 2: BasicNet on CIFAR-100, Adam, L2 1e-4",
            [("negative_slope", "slope below 0"), ("sparsity_gamma_pct", "inactive by γ, %"), ("val_error_pct", "test error, %")])],
        ["H10"] =
        [
            (
                "table3", "Table 3: VGG-16, Adam",
                [
                    ("dataset", "data"), ("batch_size", "mini-batch"), ("conv_features_pruned", "features pruned"),
                    ("pre_top1_error_pct", "error before, %"), ("post_top1_error_pct", "error after, %")]),
        ],
        ["H12"] =
        [
            ("table5", "Table 5: ResNet-50 on ImageNet, Adam, L2 1e-4: inactive by γ, %",
                [
                    ("batch_size", "mini-batch"), ("conv1_sparsity_gamma_pct", "conv1"), ("res2_sparsity_gamma_pct", "res2"),
                    ("res3_sparsity_gamma_pct", "res3"), ("res4_sparsity_gamma_pct", "res4"), ("res5_sparsity_gamma_pct", "res5")]),
        ],
    };

    /// <summary>The paper's tables that a hypothesis rests on; none where it gives no numbers.</summary>
    /// <param name="hypothesis">The hypothesis.</param>
    public static IEnumerable<(string Title, ReportTable Table)> Of(string hypothesis) =>
        from source in OfHypotheses.GetValueOrDefault(hypothesis) ?? []
        let rows = Read(source.File)
        let places = source.Columns.Select(column => Array.IndexOf(rows[0], column.Column)).ToArray()
        select (source.Title, new ReportTable(
            [.. source.Columns.Select(column => column.Title)],
            [.. rows.Skip(1).Where(row => IsShown(hypothesis, row)).Select(row => places.Select(place => row[place]).ToImmutableArray())],
            places.TakeWhile(place => !char.IsAsciiDigit(rows[1][place][0])).Count()));

    private static (string File, string Title, (string Column, string Title)[] Columns) Regularizers(string part) => (
        "table1",
        $"Table 1: BasicNet, mini-batch 40{part}",
        [
            ("optimizer", "optimizer"), ("regularizer", "regularization"), ("lambda", "λ"),
            ("cifar10_sparsity_gamma_pct", "CIFAR-10: inactive by γ, %"), ("cifar10_test_error_pct", "test error, %"),
            ("cifar100_sparsity_gamma_pct", "CIFAR-100: inactive by γ, %"), ("cifar100_test_error_pct", "test error, %"),
        ]);

    /// <summary>Of Table 1 each hypothesis has its rows: those without regularization, those with, and Adam's.</summary>
    private static bool IsShown(string hypothesis, string[] row) => hypothesis switch
    {
        "H1" => row[2] == "0",
        "H2" => row[2] != "0",
        "H3" => row[0] == "Adam" && row[2] != "0",
        _ => true,
    };

    private static string[][] Read(string file)
    {
        using var stream = typeof(PaperTable).Assembly.GetManifestResourceStream($"Published/{file}.csv")!;
        using var reader = new StreamReader(stream);
        return
        [
            .. reader.ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => line.Split(',')),
        ];
    }
}
