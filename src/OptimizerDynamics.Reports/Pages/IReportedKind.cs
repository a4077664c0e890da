using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>A kind of study that has a page.</summary>
public interface IReportedKind : IStudyKind
{
    /// <summary>Makes the report of a study from its records alone.</summary>
    /// <param name="study">A study of this kind: its name, its question and what its report shows.</param>
    /// <param name="records">Its records, as <see cref="IStudy.Reported"/> gives them.</param>
    /// <exception cref="FormatException">A record is none of such a study, or none was completed; the message says which.</exception>
    StudyPage Page(IStudy study, IReadOnlyList<TrialRecord> records);
}
