namespace OptimizerDynamics.Cli;

/// <summary>The work failed for a reason outside the input; the message says which, and what to do.</summary>
internal sealed class FailureException(string message, Exception? cause = null) : Exception(message, cause);
