namespace OptimizerDynamics.Experiments;

/// <summary>How far trials are that run together.</summary>
/// <param name="Steps">The steps of all of them.</param>
/// <param name="Note">How they stand, in a few words; may be empty.</param>
public sealed record RunProgress(TrialSteps Steps, string Note);

/// <summary>Trials were asked to end before they were completed; each has left a checkpoint.</summary>
public sealed class TrialStoppedException : OperationCanceledException
{
    /// <summary>Without a message; there for completeness.</summary>
    public TrialStoppedException()
    {
    }

    /// <summary>With a message.</summary>
    /// <param name="message">The message.</param>
    public TrialStoppedException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public TrialStoppedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>At a step.</summary>
    /// <param name="steps">How far the trial is that has the longest way to go.</param>
    public TrialStoppedException(TrialSteps steps)
        : base($"stopped after {steps.Done} of {steps.Total} iterations; the same command resumes from there") => Steps = steps;

    /// <summary>How far the trial is that has the longest way to go.</summary>
    public TrialSteps Steps { get; }
}
