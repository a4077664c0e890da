namespace OptimizerDynamics.Testing;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output, with <c>\n</c> at the end of each line.</param>
/// <param name="Errors">What it wrote to standard error, as well.</param>
internal sealed record ChildOutcome(int ExitCode, string Output, string Errors);
