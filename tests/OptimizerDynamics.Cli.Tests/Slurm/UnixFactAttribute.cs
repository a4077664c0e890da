using System.Runtime.CompilerServices;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>A test that needs a shell and its scripts, and is skipped on Windows, with the reason in its name.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute([CallerMemberName] string method = "")
    {
        if (OperatingSystem.IsWindows())
            (Skip, DisplayName) = ("there is no bash here", $"{method} (skipped: there is no bash here)");
    }
}
