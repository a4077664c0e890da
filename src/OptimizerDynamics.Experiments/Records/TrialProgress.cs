namespace OptimizerDynamics.Experiments;

/// <summary>The phases of a trial on its way to its record.</summary>
public enum TrialPhase
{
    /// <summary>It begins, or begins again.</summary>
    Started,

    /// <summary>It is running.</summary>
    Running,

    /// <summary>It is not running any more, and will be started again: another process has it, or it was interrupted.</summary>
    Postponed,

    /// <summary>It has its record.</summary>
    Recorded,
}

/// <summary>The progress of a trial while a study runs.</summary>
/// <param name="Trial">The trial's id.</param>
/// <param name="Phase">Its phase.</param>
/// <param name="Share">The share of its steps that is done, in [0, 1].</param>
/// <param name="Note">Loss and sparsity, in words; may be empty.</param>
/// <param name="Steps">The steps of the process that runs it; null where they are not counted.</param>
/// <param name="Record">Its record; null before it has one.</param>
public sealed record TrialProgress(
    string Trial, TrialPhase Phase, double Share = 0, string Note = "", TrialSteps? Steps = null, TrialRecord? Record = null);
