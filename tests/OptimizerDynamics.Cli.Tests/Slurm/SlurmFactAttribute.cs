using System.Runtime.CompilerServices;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>A test that needs Slurm's programs, and is skipped where they are not installed; its name then says why, because
/// <c>dotnet test</c> prints the names of skipped tests, but no reasons.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlurmFactAttribute : FactAttribute
{
    private static readonly string[] Programs = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol", "sinfo"];

    public SlurmFactAttribute([CallerMemberName] string method = "")
    {
        if (WhyNot() is { } reason)
            (Skip, DisplayName) = (reason, $"{method} (skipped: {reason})");
    }

    private static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux())
            return "Slurm is started by hand on Linux only";
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin", "/sbin"];
        var missing = Programs.Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)))).ToList();
        return missing.Count == 0
            ? null
            : $"no Slurm here: there is no {string.Join(", ", missing)}; Debian's packages slurm-wlm and munge have them";
    }
}
