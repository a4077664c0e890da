using System.Diagnostics;
using System.Text.Json;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>A study on a Slurm that is started for it: one node, real daemons, real time limits.</summary>
public sealed class SlurmTests : IDisposable
{
    /// <summary>The warning of the profile <c>unwarned</c> is a signal that does nothing.</summary>
    private const string Study =
        """
        study: pool
        kind: training
        question: What becomes of them?
        base: {data: objects-clean, size: 16, classes: 2, images: 40, testImages: 20, width: 0.0625, batchSize: 10, iterations: 20000}
        sweep: {optimizer: [adam], regularization: [l2], lambda: [1e-3, 1e-2]}
        seeds: 2
        slurm: {time: 1, memory: 200M, warning: 10}
        profiles: {standard: {}, unwarned: {lambda: 1e-2, slurm: {lines: ["#SBATCH --signal=B:URG@10"]}}}
        """;

    private readonly Workspace _workspace = new();
    private Process? _undisturbed;

    public void Dispose()
    {
        if (_undisturbed?.HasExited == false)
            _undisturbed.Kill(entireProcessTree: true);
        _undisturbed?.WaitForExit();
        _undisturbed?.Dispose();
        _workspace.Dispose();
    }

    /// <summary>
    /// Of four tasks one is killed without a word, one is warned of its time limit, one reaches it, and one may come to its end.
    /// </summary>
    /// <remarks>Those that shall meet their time limit are stopped, so that no machine is too fast for them. Slurm wakes up what it warns,
    /// and looks at time limits every 30 s: it warns from 20 to 50 s after the start. The limit that is reached, a minute at least, is
    /// brought forward.</remarks>
    [SlurmFact]
    public void Tasks_that_were_ended_are_taken_up_again_and_leave_the_records_of_an_undisturbed_run()
    {
        _workspace.Write("study.yaml", Study);
        using var slurm = new SlurmCluster();
        Assert.Equal(
            "pool, profile unwarned: 2 trials (2 not submitted)\nsubmitted 2 trials as job 1: runs/pool/slurm/1/job.sh\n",
            Optdyn(slurm, 0, "submit", "study.yaml", "--slurm", "--profile", "unwarned", "--checkpoint-every", "1000"));
        Assert.Contains(
            "\nsubmitted 2 trials as job ", Optdyn(slurm, 0, "submit", "study.yaml", "--slurm", "--checkpoint-every", "1000"),
            StringComparison.Ordinal);
        Assert.EndsWith("there is nothing to submit\n", Optdyn(slurm, 0, "submit", "study.yaml", "--slurm"), StringComparison.Ordinal);
        KeepStopped(OnceItHasACheckpoint(submission: 1, task: 1));
        Signal(OnceItHasACheckpoint(submission: 1, task: 2), "KILL");
        Signal(OnceItHasACheckpoint(submission: 2, task: 2), "STOP");
        _undisturbed = Workspace.Start(
            _workspace.PathOf("."), "run", "study.yaml", "--jobs", "2", "--oversubscribe", "--out", "undisturbed", "--reports", "expected",
            "--quiet");

        // The killed task is taken up while the others still have theirs.
        Assert.Matches(
            "^failed         (FAILED, )?checkpoint after [0-9]+ of 20000 iterations, runs/pool/slurm/1/2.log\n",
            OnceItIsOver(slurm, "λ 0.01, seed 2"));
        Assert.Contains(" trials have no record: ", Optdyn(slurm, 1, "collect", "study.yaml"), StringComparison.Ordinal);
        Assert.Contains(
            "\nsubmitted 1 trials as job ", Optdyn(slurm, 0, "submit", "study.yaml", "--slurm", "--profile", "unwarned", "--time", "10"),
            StringComparison.Ordinal);

        slurm.BringForward("1_1");
        Assert.All(
            ["λ 0.01, seed 1", "λ 1e-3, seed 2"],
            trial => Assert.Matches("^stopped        (TIMEOUT, )?checkpoint after [0-9]+ of 20000 iterations", OnceItIsOver(slurm, trial)));
        Assert.Contains("\nsubmitted ", Optdyn(slurm, 0, "submit", "study.yaml", "--slurm", "--time", "10"), StringComparison.Ordinal);

        Until(
            () =>
                Optdyn(slurm, 0, "status", "study.yaml")
                    .StartsWith("pool, profile standard: 4 trials (4 done)\n", StringComparison.Ordinal),
            TimeSpan.FromSeconds(2));
        Assert.Contains(
            "reports: collected", Optdyn(slurm, 0, "collect", "study.yaml", "--reports", "collected"), StringComparison.Ordinal);
        _undisturbed.WaitForExit();
        Assert.Equal(0, _undisturbed.ExitCode);
        Assert.Equal(Results("expected"), Results("collected"));
        Assert.True(_workspace.Has("collected/pool/README.md"));
        Assert.Empty(Directory.GetFiles(_workspace.PathOf("runs/pool"), "*.checkpoint*"));
    }

    /// <summary>The process of a task's program, once it has written a checkpoint.</summary>
    private string OnceItHasACheckpoint(int submission, int task)
    {
        var specifications = _workspace.PathOf($"runs/pool/slurm/{submission}/specifications.jsonl");
        using var specification = JsonDocument.Parse(File.ReadLines(specifications).ElementAt(task - 1));
        var checkpoint = $"runs/pool/{TrialSpecification.From(specification.RootElement).Id}.checkpoint";
        Until(() => _workspace.Has(checkpoint), TimeSpan.FromMilliseconds(20));
        using var search =
            Process.Start(new ProcessStartInfo("pgrep", ["-f", $"{specifications} --line {task} "]) { RedirectStandardOutput = true })!;
        return search.StandardOutput.ReadToEnd().Trim();
    }

    /// <summary>Signals a process, as the kernel kills one where memory is short: Slurm has no part in it.</summary>
    private static void Signal(string process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Stops a process, and again whenever it was woken up, until it is no more.</summary>
    private static void KeepStopped(string process) =>
        Process.Start("bash", ["-c", "exec 3<> <(:); while kill -STOP $0 2>/dev/null; do read -rt 0.05 -u 3; done", process]).Dispose();

    /// <summary>What status says of a trial, stage and note, once Slurm has no task of it.</summary>
    private string OnceItIsOver(SlurmCluster slurm, string trial)
    {
        var said = "";
        Until(
            () =>
                !(said = Optdyn(slurm, 0, "status", "study.yaml").Split($"\n  {trial}  ")[1])
                    .StartsWith("running", StringComparison.Ordinal),
            TimeSpan.FromSeconds(2));
        return said;
    }

    private string Optdyn(SlurmCluster slurm, int exitCode, params string[] words)
    {
        var outcome = Workspace.Process(_workspace.PathOf("."), slurm.Variables, words);
        Assert.True(
            exitCode == outcome.ExitCode, $"{string.Join(' ', words)}: exit code {outcome.ExitCode}, {outcome.Output}{outcome.Errors}");
        return outcome.Output + outcome.Errors;
    }

    private List<string> Results(string folder) =>
        [.. RunStore.ReadLines(_workspace.PathOf($"{folder}/pool/records.jsonl"))
            .Select(record => record.Id + record.Result.ToJsonString())];

    private static void Until(Func<bool> isSo, TimeSpan pause)
    {
        for (var watch = Stopwatch.StartNew(); !isSo(); Thread.Sleep(pause))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(150), "it did not come to this within 150 s");
    }
}
