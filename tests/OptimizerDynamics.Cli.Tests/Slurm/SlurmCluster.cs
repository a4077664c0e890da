using System.Diagnostics;
using System.Globalization;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>
/// A Slurm of a test's own (<c>tests/slurm/start</c>), with this machine as its node. It ends with the test, and with the test's process
/// however that ends.
/// </summary>
internal sealed class SlurmCluster : IDisposable
{
    // In the system's folder for what is temporary, where the path of munge's socket is short enough.
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optdyn-slurm-");

    public SlurmCluster()
    {
        try
        {
            Run("bash", ScriptOf("start"), _folder.FullName, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What a process needs to know of it.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Variables =>
        [KeyValuePair.Create("SLURM_CONF", (string?)Path.Combine(_folder.FullName, "slurm.conf"))];

    /// <summary>Makes a running task's time limit end now; Slurm ends the task when it looks at time limits next.</summary>
    public void BringForward(string task) => Run("scontrol", "update", $"JobId={task}", "EndTime=now+1");

    public void Dispose()
    {
        Run("bash", ScriptOf("stop"), _folder.FullName);
        _folder.Delete(recursive: true);
    }

    private static string ScriptOf(string name) => Path.Combine(AppContext.BaseDirectory, "slurm", name);

    private void Run(string program, params string[] words)
    {
        // Daemons that it starts would hold an output open that is read from here: they have none, nor has the script but for its errors.
        var start = new ProcessStartInfo(program, words) { RedirectStandardError = true };
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', words)}: {errors}");
    }
}
