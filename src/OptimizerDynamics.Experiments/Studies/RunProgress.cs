namespace OptimizerDynamics.Experiments;

/// <summary>The progress of trials that run together.</summary>
/// <param name="Steps">Their steps, added up.</param>
/// <param name="Note">Their mean loss and sparsity, in words; empty before the first point of the curve.</param>
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
    /// <param name="steps">The steps of the trial that is least far.</param>
    public TrialStoppedException(TrialSteps steps)
        : base($"stopped after {steps.Done} of {steps.Total} iterations; the same command resumes from there") => Steps = steps;

    /// <summary>The steps of the trial that is least far.</summary>
    public TrialSteps Steps { get; }
}
