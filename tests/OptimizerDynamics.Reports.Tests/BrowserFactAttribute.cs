using System.Runtime.CompilerServices;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>A fact about a page in Chromium, and skipped where there is none; its name then says why, because <c>dotnet test</c> prints the
/// names of skipped tests, but no reasons.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    private static readonly string[] _names = ["chromium", "chromium-browser", "google-chrome"];

    public BrowserFactAttribute([CallerMemberName] string method = "")
    {
        if (Browser is null)
            (Skip, DisplayName) = ("no Chromium in PATH", $"{method} (skipped: no Chromium in PATH)");
    }

    /// <summary>The browser's file; null where there is none.</summary>
    public static string? Browser { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => _names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
