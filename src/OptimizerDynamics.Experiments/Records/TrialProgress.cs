namespace OptimizerDynamics.Experiments;

/// <summary>Where a trial is on its way to its record.</summary>
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

/// <summary>What becomes of a trial while a study runs.</summary>
/// <param name="Trial">The trial's id.</param>
/// <param name="Phase">Where it is.</param>
/// <param name="Share">How much of it is done, from 0 to 1.</param>
/// <param name="Note">How it stands, in a few words; may be empty.</param>
/// <param name="Steps">The steps of the process that runs it; null where they are not counted.</param>
/// <param name="Record">Its record, once it has one.</param>
public sealed record TrialProgress(
    string Trial, TrialPhase Phase, double Share = 0, string Note = "", TrialSteps? Steps = null, TrialRecord? Record = null);
