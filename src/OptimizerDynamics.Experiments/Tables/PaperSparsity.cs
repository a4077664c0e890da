using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>A share of inactive features, by γ, that the paper prints, with the settings that it is of.</summary>
/// <param name="Table">Where it is printed: <c>Table 1</c>.</param>
/// <param name="Network">The network, as settings files name it; the paper's has its full width.</param>
/// <param name="Data">The images, as pages write them: <c>CIFAR-10</c>.</param>
/// <param name="Optimizer">The optimizer, as settings files name it.</param>
/// <param name="Regularization">The regularizer; none where the paper's λ is 0.</param>
/// <param name="Lambda">λ; at least 0; NaN where the paper does not say.</param>
/// <param name="Over">The parameter that the table varies.</param>
/// <param name="Value">The parameter's value; 0 where that is no number.</param>
/// <param name="Share">The share, in [0, 1].</param>
public sealed record PaperSparsity(
    string Table, string Network, string Data, string Optimizer, Regularization Regularization, double Lambda, TrialParameter Over,
    double Value, double Share)
{
    private const string BasicNet = "basicnet", Adam = "adam", Sparsity = "sparsity_gamma_pct", MiniBatch = "batch_size";
    private const double Usual = 1e-4, UsualBatchSize = 40;

    /// <summary>The size of its mini-batches.</summary>
    public double BatchSize => Over == TrainingParameters.BatchSize ? Value : UsualBatchSize;

    /// <summary>The slope of its nonlinearity for negative numbers.</summary>
    public double NegativeSlope => Over == TrainingParameters.NegativeSlope ? Value : 0;

    /// <summary>The data set that stands here for the paper's, where a share is told from others by that; else null.</summary>
    public string? StandIn { get; private init; }

    /// <summary>All that are printed as a share of the whole network, table by table.</summary>
    public static ImmutableArray<PaperSparsity> All { get; } =
    [
        .. Regularizers("CIFAR-10", "cifar10"), .. Regularizers("CIFAR-100", "cifar100"),
        .. PaperTables.Rows("table2").Select(row => Of(
            "Table 2", BasicNet, "CIFAR-100", TrainingParameters.NegativeSlope, row["negative_slope"], row[Sparsity])),
        .. PaperTables.Rows("table3").Where(row => row["pruned_pct"].Length > 0).Select(row => Of(
            "Table 3", "vgg16", "Tiny-ImageNet", TrainingParameters.BatchSize, row[MiniBatch], row["pruned_pct"])),
        .. PaperTables.Rows("table5").Select(row => Of(
            "Table 5", "resnet50", "ImageNet", TrainingParameters.BatchSize, row[MiniBatch], row["total_sparsity_gamma_pct"])),
        .. PaperTables.Rows("table6").Select(row => Of(
            "Table 6", BasicNet, row["dataset"] == "CIFAR10" ? "CIFAR-10" : "CIFAR-100", TrainingParameters.BatchSize, row[MiniBatch],
            row[Sparsity])),
        .. PaperTables.Rows("table7").Select(row => Of(
            "Table 7", BasicNet, "Tiny-ImageNet", TrainingParameters.BatchSize, row[MiniBatch], row[Sparsity])),
        .. PaperTables.Rows("task-difficulty").Select(row => Of(
            "Section 3", BasicNet, $"objects, {row["background"]}", TrainingParameters.Data, "0", row[Sparsity]) with
        {
            Lambda = double.NaN, StandIn = $"objects-{row["background"]}",
        }),
    ];

    /// <summary>Whether a training of ours is the paper's in all that its tables tell apart: network, optimizer, regularizer, λ, mini-batch
    /// and slope; not in width and length, and in the images only where two kinds are compared.</summary>
    /// <param name="values">The values of the training.</param>
    public bool IsOf(TrialValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var lambda = TrainingParameters.Lambda.ValueIn(values);
        return TrainingParameters.Network.ValueIn(values) == Network && TrainingParameters.Optimizer.ValueIn(values).Name == Optimizer
            && TrainingParameters.Regularization.ValueIn(values) == Regularization
            && (double.IsNaN(Lambda) || lambda.Equals(Lambda) || Regularization == Regularization.None)
            && TrainingParameters.BatchSize.ValueIn(values) == (long)BatchSize
            && TrainingParameters.NegativeSlope.ValueIn(values).Equals(NegativeSlope)
            && (StandIn is null || TrainingParameters.Data.ValueIn(values) == StandIn);
    }

    private static IEnumerable<PaperSparsity> Regularizers(string data, string column) =>
        from row in PaperTables.Rows("table1")
        let lambda = Number(row["lambda"])
        let regularization = PaperTables.RegularizationOf(row["regularizer"], lambda)
        select new PaperSparsity(
            "Table 1", BasicNet, data, row["optimizer"].ToLowerInvariant(), regularization, lambda, TrainingParameters.Lambda, lambda,
            Number(row[$"{column}_{Sparsity}"]) / 100);

    /// <summary>A share of a training with Adam and L2 of 10⁻⁴, as all tables but the first have them.</summary>
    private static PaperSparsity Of(string table, string network, string data, TrialParameter over, string value, string percent) =>
        new(table, network, data, Adam, Regularization.L2, Usual, over, Number(value), Number(percent) / 100);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
