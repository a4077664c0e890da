using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>Studies of kind <c>low-gradient</c>, with their pages.</summary>
public sealed class ReportedLowGradient : LowGradientKind, IReportedKind
{
    /// <inheritdoc/>
    public StudyPage Page(IStudy study, IReadOnlyList<TrialRecord> records) => DecayPage.Of((LowGradientStudy)study, records);
}
