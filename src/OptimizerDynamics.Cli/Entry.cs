namespace OptimizerDynamics.Cli;

/// <summary>Where a process of <c>optdyn</c> begins, whichever program it is started by: this one, or the installed tool.</summary>
internal static class Entry
{
    /// <summary>Runs the command line of this process.</summary>
    /// <param name="args">The arguments.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        // The first that is registered is the last that is asked: work that can end where it is consistent comes first.
        using var signals = EndSignals.EndInOrder();
        FileSizeLimit.FailWrites();
        return Composition.Run(args, Console.Out, Console.Error);
    }
}
