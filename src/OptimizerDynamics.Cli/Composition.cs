using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;

namespace OptimizerDynamics.Cli;

/// <summary>What this program is put together from.</summary>
internal static class Composition
{
    /// <summary>What names in study files, records and options mean; kinds of study have their pages.</summary>
    public static Registry Registry { get; } = Registry.Standard.With(
        new ReportedLowGradient(),
        new ReportedTraining());
}
