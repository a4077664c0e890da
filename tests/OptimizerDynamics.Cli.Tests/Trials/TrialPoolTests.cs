using System.Diagnostics;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>Trainings of a study, each in a process of its own: through failures, kills and each other.</summary>
public sealed class TrialPoolTests : IDisposable
{
    private const string Study =
        """
        study: pool
        kind: training
        question: What becomes of them?
        base: {data: objects-clean, size: 16, classes: 2, images: 40, testImages: 20, width: 0.0625, batchSize: 10, iterations: 60}
        sweep: {optimizer: [adam], regularization: [l2], lambda: [1e-3, 1e-2]}
        seeds: 2
        profiles:
          standard: {}
          failing: {classes: [2, 99], lambda: 1e-3, seeds: 1}
          long: {iterations: 10000000, lambda: 1e-3}
          impossible: {classes: 99, lambda: 1e-3}
        """;

    private readonly Workspace _workspace = new();

    public TrialPoolTests() => _workspace.Write("study.yaml", Study);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Every_trial_has_the_record_that_optdyn_train_would_give()
    {
        var outcome = Run();
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.StartsWith("pool, profile standard: 4 trials, 0 of them done before\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("; λ 1e-3, seed 2: ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("4 of 4 trials in ", outcome.Output, StringComparison.Ordinal);
        var records = new RunStore(_workspace.PathOf("runs")).ReadAll("pool", []);
        Assert.Equal(4, records.Count);
        Assert.All(records, record => Assert.Equal((TrialStatus.Completed, 1.0), (record.Status, record.Measured["threads"])));

        var alone = Workspace.Process(
            _workspace.PathOf("."), "train", "--data", "objects-clean", "--size", "16", "--classes", "2", "--images", "40", "--test-images",
            "20", "--width", "0.0625", "--batch-size", "10",
            "--iterations", "60", "--l2", "1e-2", "--seed", "2", "--threads", "1", "--out", "alone");
        Assert.Equal((0, ""), (alone.ExitCode, alone.Errors));
        var single = Assert.Single(new RunStore(_workspace.PathOf("alone")).ReadAll("train", []));
        Assert.Equal(single.Result.ToJsonString(), records.Single(record => record.Id == single.Id).Result.ToJsonString());

        // The report's records keep γ and β on the way for one layer of each setting's first seed; all else is whole.
        var reported = RunStore.ReadLines(_workspace.PathOf("reports/pool/records.jsonl"));
        foreach (var record in reported)
        {
            var (kept, whole) = (TrainingResultJson.Of(record), TrainingResultJson.Of(records.Single(other => other.Id == record.Id)));
            var isFirst = TrainingTrial.From(Registry.Standard, record.Specification).Seed == 1;
            Assert.All(kept.Curve.Zip(whole.Curve), pair => Assert.Equal(pair.Second.Inactive, pair.First.Inactive.ToArray()));
            Assert.All(
                kept.Layers.Index(),
                layer =>
                    Assert.Equal(
                        isFirst && layer.Item.Name == "C6" ? layer.Item.Scale.Length : 0, kept.Curve[0].Scale[layer.Index].Length));
            Assert.Equal(whole.Layers.SelectMany(layer => layer.Scale), kept.Layers.SelectMany(layer => layer.Scale));
        }

        var page = File.ReadAllText(_workspace.PathOf("reports/pool/README.md"));
        Assert.Contains("`optdyn data render --out images.png --background clean --size 16`", page, StringComparison.Ordinal);
        Assert.Contains("4 trials, 4 of them done before", Run().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_that_fails_is_tried_twice_and_takes_no_other_with_it()
    {
        var outcome = Run("--profile", "failing");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("optdyn: 1 of 2 trials failed; their records say why, and the same command runs them again\n", outcome.Errors);
        var records = new RunStore(_workspace.PathOf("runs")).ReadAll("pool", []);
        Assert.Equal([TrialStatus.Completed, TrialStatus.Failed], records.Select(record => record.Status).Order());
        Assert.Equal(
            "its process ended 2 times, with the exit code 2: optdyn: classes = 99 must lie in [1, 30], or be 0 for all.",
            records.Single(record => record.Status == TrialStatus.Failed).Reason);
        Assert.Contains(
            "## Not completed\n\n* classes 99, seed 1: failed: its process ended 2 times",
            File.ReadAllText(_workspace.PathOf("reports/pool/README.md")), StringComparison.Ordinal);
        Assert.Contains("2 trials, 1 of them done before", Run("--profile", "failing").Output, StringComparison.Ordinal);
    }

    /// <summary>Killed, it can tell its trials nothing: their standard input ends, they leave checkpoints and end.</summary>
    [Fact]
    public void Where_the_run_is_killed_its_trials_leave_checkpoints_and_end()
    {
        if (OperatingSystem.IsWindows())
            return;
        using (var run = Workspace.Start(
            _workspace.PathOf("."), "run", "study.yaml", "--profile", "long", "--jobs", "2", "--oversubscribe", "--out", "runs",
            "--reports", "reports"))
        {
            Until(() => Files("*.lock").Length == 2);
            Thread.Sleep(1500); // they are at work
            run.Kill(entireProcessTree: false);
            run.WaitForExit();
        }

        Until(() => Files("*.checkpoint").Length == 2 && Files("*.lock").Length == 0);

        // And where it is asked to end, it waits for them.
        using var second = Workspace.Start(
            _workspace.PathOf("."), "run", "study.yaml", "--profile", "long", "--jobs", "2", "--oversubscribe", "--out", "runs",
            "--reports", "reports");
        Until(() => Files("*.lock").Length == 2);
        Thread.Sleep(1500);
        using (var kill = Process.Start("kill", ["-TERM", $"{second.Id}"]))
            kill.WaitForExit();
        var errors = second.StandardError.ReadToEnd();
        second.WaitForExit();
        Assert.Equal(130, second.ExitCode);
        Assert.Equal("optdyn: stopped before all trials were done; the same command resumes from there\n", errors.ReplaceLineEndings("\n"));
        Assert.Empty(Files("*.lock"));
        Assert.Equal(2, Files("*.checkpoint").Length);
    }

    /// <summary>A trial is killed without warning: it is started once more, from its checkpoint.</summary>
    [Fact]
    public void A_killed_trial_is_started_again()
    {
        if (OperatingSystem.IsWindows())
            return;
        _workspace.Write(
            "study.yaml",
            Study.Replace("iterations: 60", "iterations: 10000", StringComparison.Ordinal)
                .Replace("lambda: [1e-3, 1e-2]", "lambda: 1e-3", StringComparison.Ordinal)
                .Replace("seeds: 2", "seeds: 1", StringComparison.Ordinal));
        using var run =
            Workspace.Start(_workspace.PathOf("."), "run", "study.yaml", "--jobs", "1", "--out", "runs", "--reports", "reports");
        Until(() => Files("*.checkpoint").Length > 0);
        using (var kill = Process.Start("pkill", ["-KILL", "-P", $"{run.Id}"]))
        {
            kill.WaitForExit();
            Assert.Equal(0, kill.ExitCode); // there was one to kill
        }

        var output = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 of 1 trials in ", output, StringComparison.Ordinal);
        Assert.Equal(TrialStatus.Completed, Assert.Single(new RunStore(_workspace.PathOf("runs")).ReadAll("pool", [])).Status);
    }

    [Fact]
    public async Task Two_runs_on_one_store_do_each_trial_once()
    {
        using var first =
            Workspace.Start(
                _workspace.PathOf("."), "run", "study.yaml", "--jobs", "2", "--oversubscribe", "--out", "runs", "--reports", "first");
        using var second =
            Workspace.Start(
                _workspace.PathOf("."), "run", "study.yaml", "--jobs", "2", "--oversubscribe", "--out", "runs", "--reports", "second");
        foreach (var run in new[] { first, second })
        {
            var errors = run.StandardError.ReadToEndAsync();
            await run.StandardOutput.ReadToEndAsync();
            await run.WaitForExitAsync();
            Assert.Equal((0, ""), (run.ExitCode, await errors));
        }

        Assert.Equal(4, new RunStore(_workspace.PathOf("runs")).ReadAll("pool", []).Count);
        Assert.Equal(
            File.ReadAllText(_workspace.PathOf("first/pool/records.jsonl")),
            File.ReadAllText(_workspace.PathOf("second/pool/records.jsonl")));
        Assert.Empty(Files("*.lock"));
        Assert.Empty(Files("*.checkpoint*"));
    }

    /// <summary>
    /// Four trials as one network in one process: the same trials, each with its record and its file for TensorBoard. In float32 they begin
    /// as they would alone and part as roundings grow (that they are the same in float64 is tested beside the trainer): of twenty seeds the
    /// loss at the curve's first point, after two iterations, differed by 1e-6 at most, the last digit that is recorded.
    /// </summary>
    [Fact]
    public void Packed_trials_are_the_trials_of_the_study()
    {
        var outcome = Run("--engine", "libtorch", "--pack", "4", "--tensorboard", "events");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        var together = new RunStore(_workspace.PathOf("runs")).ReadAll("pool", []);
        Run("--engine", "libtorch", "--force");
        var alone = new RunStore(_workspace.PathOf("runs")).ReadAll("pool", []);
        Assert.Equal(alone.Select(record => record.Id).Order(), together.Select(record => record.Id).Order());
        Assert.All(together, record => Assert.Equal((TrialStatus.Completed, 4.0), (record.Status, record.Measured["packed"])));
        foreach (var record in together)
        {
            var (expected, actual) = (TrainingResultJson.Of(alone.Single(other => other.Id == record.Id)), TrainingResultJson.Of(record));
            Assert.Equal(expected.Curve.Select(point => point.Iteration), actual.Curve.Select(point => point.Iteration));
            Assert.Equal(expected.Curve[1].Loss, actual.Curve[1].Loss, 5e-6);
        }

        Assert.Equal(4, Directory.GetFiles(_workspace.PathOf("events"), "*tfevents*", SearchOption.AllDirectories).Length);
        Assert.Empty(Files("*.lock"));
    }

    /// <summary>
    /// Stopped, packed trials leave a checkpoint each; what is less far on than the others catches up before it joins them.
    /// </summary>
    [Fact]
    public void Packed_trials_go_on_from_their_checkpoints()
    {
        if (OperatingSystem.IsWindows())
            return;
        _workspace.Write(
            "study.yaml",
            Study.Replace("iterations: 60", "iterations: 1500", StringComparison.Ordinal)
                .Replace("lambda: [1e-3, 1e-2]", "lambda: 1e-3", StringComparison.Ordinal));
        using (var run = Workspace.Start(
            _workspace.PathOf("."), "run", "study.yaml", "--engine", "libtorch", "--jobs", "1", "--pack", "2", "--out", "runs", "--reports",
            "reports"))
        {
            Until(() => Files("*.checkpoint").Length == 2);
            using var kill = Process.Start("kill", ["-TERM", $"{run.Id}"]);
            run.WaitForExit();
            Assert.Equal(130, run.ExitCode);
        }

        File.Delete(Files("*.checkpoint")[0]);
        var outcome = Run("--engine", "libtorch", "--pack", "2");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.All(
            new RunStore(_workspace.PathOf("runs")).ReadAll("pool", []),
            record => Assert.Equal((TrialStatus.Completed, 2.0), (record.Status, record.Measured["packed"])));
    }

    [Fact]
    public void What_fails_in_company_is_tried_alone()
    {
        var outcome = Run("--profile", "impossible", "--engine", "libtorch", "--pack", "2");
        Assert.Equal("optdyn: 2 of 2 trials failed; their records say why, and the same command runs them again\n", outcome.Errors);
        Assert.All(
            new RunStore(_workspace.PathOf("runs")).ReadAll("pool", []),
            record => Assert.StartsWith("its process ended 2 times, with the exit code 2: ", record.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_lock_is_held_by_one_and_ends_with_it()
    {
        var path = _workspace.PathOf("locks/x.lock");
        using (var held = FileLock.Take(path))
        {
            Assert.NotNull(held);
            Assert.Null(FileLock.Take(path));
        }

        Assert.False(File.Exists(path));
        File.WriteAllText(path, ""); // what a killed process leaves behind locks nothing
        using var next = FileLock.Take(path);
        Assert.NotNull(next);
    }

    [Theory]
    [InlineData("", "standard input: expected the specification of a trial, a line of JSON: ")]
    [InlineData("{\"kind\":\"training\"}", "standard input: expected the specification of a trial, a line of JSON: ")]
    [InlineData(
        "{\"kind\":\"low-gradient\"}",
        "standard input: kind: expected training, whose trials run in processes of their own, found 'low-gradient'")]
    public void A_trial_needs_a_specification(string text, string message)
    {
        using var process =
            Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "optdyn.dll"), "trial", "--study", "x"])
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
                WorkingDirectory = _workspace.PathOf("."),
            })!;
        process.StandardInput.WriteLine(text);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith($"optdyn: {message}", errors, StringComparison.Ordinal);
    }

    /// <summary>Trials come as lines, each when its predecessor has its record; the process ends when its input does.</summary>
    [Fact]
    public void A_process_runs_one_trial_after_another()
    {
        var study = StudyFile.Read(Registry.Standard, _workspace.PathOf("study.yaml"), "standard");
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "optdyn.dll"), "trial", "--study", "pool", "--watch-input"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _workspace.PathOf("."),
        };
        using var process = Process.Start(start)!;
        foreach (var trial in study.All.Take(2))
        {
            process.StandardInput.WriteLine(trial.Specification.Canonical);
            TrialMessage? message;
            do
                message = TrialMessage.Parse(process.StandardOutput.ReadLine());
            while (message is null or ProgressMessage && !process.HasExited);
            Assert.Equal(new RecordMessage(trial.Specification.Id, TrialStatus.Completed), message);
        }

        process.StandardInput.Close();
        process.WaitForExit();
        Assert.Equal(
            (0, "", ""), (process.ExitCode, process.StandardOutput.ReadToEnd().Trim(), process.StandardError.ReadToEnd()));
        Assert.Equal(2, Files("*.json").Length);
    }

    private Workspace.Outcome Run(params string[] more) =>
        Workspace.Process(
            _workspace.PathOf("."),
            ["run", "study.yaml", "--jobs", "2", "--oversubscribe", "--out", "runs", "--reports", "reports", .. more]);

    private string[] Files(string pattern) =>
        Directory.Exists(_workspace.PathOf("runs/pool")) ? Directory.GetFiles(_workspace.PathOf("runs/pool"), pattern) : [];

    private static void Until(Func<bool> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(90), "it did not come to this within 90 s");
            Thread.Sleep(20);
        }
    }
}
