namespace OptimizerDynamics.Experiments.Tests;

/// <summary>A study as tasks of Slurm's, with programs that answer in its place.</summary>
public sealed class SlurmExecutorTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        _folder.Dispose();
    }

    [Fact]
    public async Task Trials_are_submitted_once_and_waited_for()
    {
        if (OperatingSystem.IsWindows())
            return;
        Answers("sbatch", "echo x >>\"$here/submitted\"; echo 41");
        Answers("squeue", "for i in 1 2 3 4; do echo \"${4#--name=}|41|$i|$(<\"$here/state\")|None\"; done");
        Answers("sacct", "exit 1");
        File.WriteAllText(_folder.PathOf("bin/state"), "RUNNING");
        Environment.SetEnvironmentVariable("PATH", $"{_folder.PathOf("bin")}:{_path}");
        var store = new RunStore(_folder.PathOf("runs"));
        var study = StudyFile.Read(Registry.Standard, _folder.Write("study.yaml", MadeUp.Study), "standard");
        var (environment, ids) = (RunEnvironment.Of(typeof(MadeUp).Assembly), study.All.Select(trial => trial.Specification.Id).ToList());
        var executor = new SlurmExecutor(new SlurmRun(store, new ProgramCommand("optdyn", []), SlurmSettings.Default))
        {
            Pause = TimeSpan.FromMilliseconds(20),
        };
        var run = Task.Run(() => new StudyRunner(store, environment, executor)
            .Run(StudyTrials.Of(study, store, runsAll: false, Assert.Fail), new Progress<TrialProgress>(), CancellationToken.None));

        // Three come to their end, and the fourth leaves nothing but its log.
        await Until(() => File.Exists(_folder.PathOf("runs/pool/slurm/1/submission.json")));
        foreach (var trial in study.All.Take(3))
            store.Write(new TrialRecord("pool", trial.Specification, environment, DateTime.UtcNow, 1, TrialStatus.Diverged, "why", []));
        _folder.Write("runs/pool/slurm/1/4.log", new ProgressMessage(new RunProgress(new TrialSteps(4, 60), "")).ToJson() + "\nAborted\n");
        File.WriteAllText(_folder.PathOf("bin/state"), "FAILED");

        var records = await run.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(ids, records.Select(record => record.Id));
        Assert.Equal(
            [TrialStatus.Diverged, TrialStatus.Diverged, TrialStatus.Diverged, TrialStatus.Failed],
            records.Select(record => record.Status));
        Assert.StartsWith("FAILED, ", records[3].Reason, StringComparison.Ordinal);
        Assert.EndsWith(" / Aborted", records[3].Reason, StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(_folder.PathOf("bin/submitted")));
    }

    private static async Task Until(Func<bool> isSo)
    {
        for (var attempt = 0; !isSo(); attempt++)
        {
            Assert.True(attempt < 3000, "it did not come to this");
            await Task.Delay(20);
        }
    }

    private void Answers(string program, string bash)
    {
        Directory.CreateDirectory(_folder.PathOf("bin"));
        var path = _folder.Write($"bin/{program}", $"#!/bin/bash\nhere=${{0%/*}}\n{bash}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
