using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>Studies of kind <c>training</c>, with their pages.</summary>
public sealed class ReportedTraining : TrainingKind, IReportedKind
{
    /// <inheritdoc/>
    public StudyPage Page(IStudy study, IReadOnlyList<TrialRecord> records) => TrainingPage.Of((TrainingStudy)study, records);
}
