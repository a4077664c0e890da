using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Hypotheses;

/// <summary>The study of committed records, at the profile that they are of.</summary>
internal static class CommittedStudy
{
    /// <summary>The profile that has most of the records' trials, as <c>optdyn report</c> chooses it.</summary>
    public static IStudy Of(string folder, IReadOnlyCollection<TrialRecord> records)
    {
        var ids = records.Select(record => record.Id).ToHashSet();
        return StudyFile.ReadAll(Registry.Standard, Path.Combine(folder, "study.yaml"))
            .MaxBy(profile => profile.All.Count(trial => ids.Contains(trial.Specification.Id)))!;
    }
}
