using OptimizerDynamics.Build;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>The C++ library of the system, and what the build did about it.</summary>
internal static class LibStdCxxExamination
{
    /// <summary>What is found; null where the system is not Linux.</summary>
    public static LibStdCxxFacts? Run() => OperatingSystem.IsLinux() ? Run(Loaded(), NativeTorch.OwnLibrary("libLibTorchSharp.so")) : null;

    /// <summary>What is found with a libstdc++ loaded (or none) and a library of TorchSharp.</summary>
    internal static LibStdCxxFacts Run(string? loaded, string? torchSharpLibrary)
    {
        var facts = new LibStdCxxFacts(null, null, LibStdCxx.KnownVersion, null, torchSharpLibrary, null, null);
        try
        {
            var path = LibStdCxx.Find(loaded ?? "");
            facts = facts with { Path = path };
            var versions = ElfLibrary.Read(path).DefinedVersions();
            facts = facts with { Newest = LibStdCxx.Newest(versions), OffersRequired = versions.Contains(LibStdCxx.KnownVersion) };
            return torchSharpLibrary is null
                ? facts with { Note = "libLibTorchSharp.so is not beside this program" }
                : facts with { Demand = Demand(ElfLibrary.Read(torchSharpLibrary)) };
        }
        catch (Exception e) when (e is ElfFormatException or LibStdCxxTooOldException or IOException or UnauthorizedAccessException)
        {
            return facts with { Note = e.Message };
        }
    }

    private static VersionDemand Demand(ElfLibrary library)
    {
        var needed = library.NeededVersions(LibStdCxx.FileName).Where(version => version.Name == LibStdCxx.KnownVersion).ToArray();
        return needed.Length == 0 ? VersionDemand.None : needed.All(version => version.Weak) ? VersionDemand.Weak : VersionDemand.Strong;
    }

    private static string? Loaded() => SystemFile.Lines("/proc/self/maps")
        .Where(line => line.Contains($"/{LibStdCxx.FileName}", StringComparison.Ordinal))
        .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..]).FirstOrDefault();
}
