using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>The tables of the paper that reports set beside what was measured here.</summary>
public static class ComparedTables
{
    /// <summary>Tables 1 and 3 to 7; H7 shows Table 2.</summary>
    public static ImmutableArray<ComparedTable> All { get; } =
    [
        Table1.Beside, Table3.Beside, Table4.Beside, Table5.Beside, Tables6And7.Table6, Tables6And7.Table7,
    ];

    /// <summary>Whether a trial is one of Adam with L2 and a row's size of mini-batch.</summary>
    internal static bool IsAdamWithL2(TrialValues trial, string batchSize) =>
        TrainingParameters.Optimizer.ValueIn(trial).Name == "adam" && TrainingParameters.Regularization.ValueIn(trial) == Regularization.L2
        && TrainingParameters.BatchSize.ValueIn(trial).ToString(CultureInfo.InvariantCulture) == batchSize;
}
