namespace OptimizerDynamics.Experiments;

/// <summary>The stage of a trial of a submitted study.</summary>
public enum TrialStage
{
    /// <summary>It has a record.</summary>
    Done,

    /// <summary>Slurm runs its task.</summary>
    Running,

    /// <summary>Slurm has its task in the queue.</summary>
    Queued,

    /// <summary>Its task was ended from outside; the next submission resumes it.</summary>
    Stopped,

    /// <summary>Its task ended, and left no record.</summary>
    Failed,

    /// <summary>It is in no task.</summary>
    NotSubmitted,
}

/// <summary>The state of a trial of a submitted study.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="Note">Outcome, reason or progress, in a few words; may be empty.</param>
/// <param name="LastLines">The last lines of its log, where it failed.</param>
public sealed record TrialState(IStudyTrial Trial, TrialStage Stage, string Note, IReadOnlyList<string> LastLines)
{
    /// <summary>Whether nothing is to be done for it: it has a record, or Slurm has it.</summary>
    public bool IsTakenCareOf => Stage is TrialStage.Done or TrialStage.Running or TrialStage.Queued;
}
