using System.Collections.Immutable;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>Studies of kind <c>training</c>, with their pages.</summary>
/// <param name="pictures">Pictures of the images that records were trained on.</param>
public sealed class ReportedTraining(Func<IReadOnlyList<TrialRecord>, ImmutableArray<Picture>> pictures) : TrainingKind, IReportedKind
{
    /// <inheritdoc/>
    public StudyPage Page(IStudy study, IReadOnlyList<TrialRecord> records) => TrainingPage.Of((TrainingStudy)study, records, pictures(records));
}
