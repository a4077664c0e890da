namespace OptimizerDynamics.Cli.Tests;

/// <summary>Programs that answer in the place of Slurm's what a test wants, in the folder <c>bin</c> of its workspace.</summary>
internal sealed class FakeSlurm
{
    private readonly Workspace _workspace;

    public FakeSlurm(Workspace workspace)
    {
        _workspace = workspace;
        Directory.CreateDirectory(workspace.PathOf("bin"));
        Directory.CreateDirectory(workspace.PathOf("none"));
        Answers(
            "sbatch",
            "if [ $1 = --test-only ]; then cat >\"$here/tested\"; exit; fi; echo \"$2\" >>\"$here/submitted\"; echo $((40 + $(wc -l "
                + "<\"$here/submitted\")))");
        Queue();
        Answers("sacct", "echo 'Slurm accounting storage is disabled' >&2; exit 1");
    }

    /// <summary>How many scripts were submitted.</summary>
    public int Submitted => _workspace.Has("bin/submitted") ? File.ReadAllLines(_workspace.PathOf("bin/submitted")).Length : 0;

    /// <summary>Makes a program do what some bash says; <c>$here</c> is its folder.</summary>
    public void Answers(string program, string bash)
    {
        var path = _workspace.Write($"bin/{program}", $"#!/bin/bash\nhere=${{0%/*}}\n{bash}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Makes squeue know some tasks.</summary>
    public void Queue(params (string Name, int Task, string State, string Reason)[] tasks) =>
        Answers(
            "squeue", string.Concat(tasks.Select(task => $"echo '{task.Name}|41|{task.Task}|{task.State}|{task.Reason}'\n")) + "exit 0");

    /// <summary>Runs <c>optdyn</c> with these programs, or with none.</summary>
    public Workspace.Outcome Run(bool isThere, params string[] words) =>
        Workspace.Process(
            _workspace.PathOf("."),
            [KeyValuePair.Create("PATH", (string?)(isThere ? $"{_workspace.PathOf("bin")}:/usr/bin:/bin" : _workspace.PathOf("none")))],
            words);
}
