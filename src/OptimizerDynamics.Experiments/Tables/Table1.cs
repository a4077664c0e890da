using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Table 1: the share of inactive features and the test error by optimizer, regularization and λ.</summary>
internal static class Table1
{
    private const string Optimizer = "optimizer", ByScale = "CIFAR-10: inactive by γ, %", ByActivation = "by activation, %",
        Error = "test error, %", OfHarder = "CIFAR-100: test error, %";

    public static ComparedTable Beside { get; } = new(
        "table1",
        PaperTables.Of(
            "table1", "Table 1: BasicNet, mini-batch 40",
            ("optimizer", Optimizer), ("regularizer", "regularization"), ("lambda", "λ"),
            ("cifar10_sparsity_gamma_pct", ByScale), ("cifar10_sparsity_activation_pct", ByActivation),
            ("cifar10_test_error_pct", Error), ("cifar100_sparsity_gamma_pct", "CIFAR-100: inactive by γ, %"),
            ("cifar100_test_error_pct", OfHarder)))
    {
        IsOf = IsOf,
        Columns =
        [
            new(ByScale, _ => SparsityByScale.Paper), new(ByActivation, _ => SparsityByActivation.Paper),
            new(Error, _ => ClassificationError.Test),
        ],
        Lowest = new BestRows(Optimizer, [Error, OfHarder]),
    };

    private static bool IsOf(ImmutableArray<string> row, TrialValues trial)
    {
        var lambda = double.Parse(row[2], CultureInfo.InvariantCulture);
        var form = PaperTables.RegularizationOf(row[1], lambda);
        return TrainingParameters.Optimizer.ValueIn(trial).Name.Equals(row[0], StringComparison.OrdinalIgnoreCase)
            && TrainingParameters.Regularization.ValueIn(trial) == form
            && (form == Regularization.None || TrainingParameters.Lambda.ValueIn(trial).Equals(lambda));
    }
}
