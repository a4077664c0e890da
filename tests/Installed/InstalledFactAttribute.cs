using System.Runtime.CompilerServices;

namespace OptimizerDynamics.Testing;

/// <summary>A fact about the files of a Debian package, and skipped where it is not installed; its name then says why, because
/// <c>dotnet test</c> prints the names of skipped tests, but no reasons.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InstalledFactAttribute : FactAttribute
{
    public InstalledFactAttribute(string package, string folder, [CallerMemberName] string method = "")
    {
        if (!Directory.Exists(folder))
            (Skip, DisplayName) = ($"{package} is not installed: no folder {folder}", $"{method} (skipped: {package} is not installed)");
    }
}
