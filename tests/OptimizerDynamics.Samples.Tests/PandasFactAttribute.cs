using System.ComponentModel;
using System.Runtime.CompilerServices;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Samples.Tests;

/// <summary>A fact that needs Python with pandas, and is skipped where there is none; its name then says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PandasFactAttribute : FactAttribute
{
    public PandasFactAttribute([CallerMemberName] string method = "")
    {
        if (Python is null)
            (Skip, DisplayName) = ("python3 has no pandas", $"{method} (skipped: python3 has no pandas)");
    }

    /// <summary>A Python with pandas: the first in the path, or the system's; null where neither has it.</summary>
    public static string? Python { get; } = Array.Find(["python3", "/usr/bin/python3"], HasPandas);

    private static bool HasPandas(string python)
    {
        try
        {
            return ChildProcess.Run("", [], python, "-c", "import pandas").ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
