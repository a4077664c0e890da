namespace OptimizerDynamics.Cli;

/// <summary>The exit codes of <c>optdyn</c>.</summary>
internal static class ExitCodes
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>The work failed for a reason outside the input: a full disk, a missing right.</summary>
    public const int Failure = 1;

    /// <summary>The input cannot be used: an option, a file, a key, a number.</summary>
    public const int BadInput = 2;

    /// <summary>The process was asked to end, and the same command resumes it: a shell's exit code for an interrupted command.</summary>
    public const int Interrupted = 130;
}
