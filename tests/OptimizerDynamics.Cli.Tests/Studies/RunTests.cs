using System.Text.Json.Nodes;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary><c>optdyn run</c>: from a study file to records, once.</summary>
public sealed class RunTests : IDisposable
{
    private const string Study =
        """
        study: decay
        kind: low-gradient
        question: Which is faster?
        base: {iterations: 300, transition: 20}
        sweep: {optimizer: [adam, sgd, lion], regularization: [none, l2, weightDecay], lambda: [1e-3, 1e-1]}
        seeds: 5
        profiles: {standard: {}, more: {seeds: [9, 3]}, wild: {lambda: 1e300, regularization: l2, optimizer: sgd}}
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Every_trial_has_a_record_of_what_the_simulation_gives()
    {
        var outcome = Run();

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.StartsWith("decay, profile standard: 15 trials, 0 of them done before\n", outcome.Output, StringComparison.Ordinal);
        var records = RunStore.ReadLines(Lines);
        Assert.Equal(15, records.Count);
        var trials = ((LowGradientStudy)StudyFile.Read(
            Registry.Standard, _workspace.PathOf("study.yaml"), "standard")).Trials.ToDictionary(trial => trial.Specification.Id);
        foreach (var record in records)
        {
            Assert.Equal((TrialStatus.Completed, null, "decay"), (record.Status, record.Reason, record.Study));
            var (trial, result) = (trials[record.Id], LowGradientResult.FromJson(record.Result));
            var simulation = new DecaySimulation(
                trial.UnitChain, trial.Seeds.Select(seed => new DecayLane(trial.Lambda, trial.Process, (ulong)seed)), 300);
            simulation.Run(300);
            Assert.Equal(simulation.Outcomes(), result.Outcomes);
            Assert.Equal((0, 1.0, 300), (result.Curve[0].Iteration, result.Curve[0].Median, result.Curve[^1].Iteration));
            Assert.Equal(simulation.Outcomes().Select(lane => lane.Final).Order().ElementAt(2), result.Curve[^1].Median, 1e-5);
            Assert.All(result.Curve, point => Assert.True(point.Low <= point.Median && point.Median <= point.High));
        }
    }

    [Fact]
    public void What_was_run_is_not_run_again_unless_it_is_damaged_or_asked_for()
    {
        Run();
        var before = RunStore.ReadLines(Lines).ToDictionary(record => record.Id, record => record.Started);
        Assert.Contains("15 trials, 15 of them done before", Run().Output, StringComparison.Ordinal);

        var first = before.Keys.First();
        File.WriteAllText(_workspace.PathOf($"runs/decay/{first}.json"), "{");
        var repaired = Run();
        Assert.Contains("15 trials, 14 of them done before", repaired.Output, StringComparison.Ordinal);
        Assert.Contains($"{first}.json: it is cut off or damaged", repaired.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(_workspace.PathOf($"runs/decay/{first}.json.unreadable")));
        Assert.Equal(15, RunStore.ReadLines(Lines).Count);

        Assert.Contains("15 trials, 0 of them done before", Run("--force").Output, StringComparison.Ordinal);
    }

    /// <summary>Threads share out simulations, and a seed's numbers do not depend on who draws them.</summary>
    [Fact]
    public void The_number_of_jobs_changes_no_result()
    {
        Run("--jobs", "1", "--quiet");
        var one = Results();
        Assert.Equal("", Run("--jobs", "3", "--oversubscribe", "--force", "--quiet").Output);
        Assert.Equal(one, Results());
    }

    [Fact]
    public void Another_profile_is_other_trials_and_the_lines_are_its_own()
    {
        Run();
        Run("--profile", "more");
        var records = RunStore.ReadLines(Lines);
        Assert.Equal(15, records.Count);
        Assert.All(records, record => Assert.Equal(2, LowGradientResult.FromJson(record.Result).Outcomes.Length));
        Assert.Equal(30, new RunStore(_workspace.PathOf("runs")).ReadAll("decay", []).Count);
    }

    [Fact]
    public void Divergence_is_a_status_and_no_number()
    {
        Assert.Equal(0, Run("--profile", "wild").ExitCode);
        var record = Assert.Single(RunStore.ReadLines(Lines));
        Assert.Equal((TrialStatus.Diverged, "θ is not finite at the end for 5 of 5 seeds"), (record.Status, record.Reason));
        Assert.Equal("diverged", (string?)record.Result["final"]![0]);
        Assert.True(double.IsNaN(LowGradientResult.FromJson(record.Result).Outcomes[0].Final));
        Assert.Throws<FormatException>(() => LowGradientResult.FromJson(new JsonObject { ["atTransition"] = new JsonArray("much") }));
    }

    [Theory]
    [InlineData(
        "--profile standart", "study.yaml: unknown profile 'standart'; the nearest is 'standard' (expected one of standard, more, wild)")]
    [InlineData("--jobs 0", "--jobs: expected an integer from 1 to 4,096, found '0' (see 'optdyn run --help')")]
    public void What_cannot_be_run_is_refused(string options, string message)
    {
        Run(options.Split(' ')).IsRefused(message);
        Assert.False(Directory.Exists(_workspace.PathOf("runs")));
    }

    [Fact]
    public void A_study_that_is_not_there_is_named() =>
        _workspace.Run("run", "no-such-study")
            .IsRefused(
                "unknown study 'no-such-study'; the nearest is 'batch-size' (expected one of batch-size, batch-size-search, decay-rates, "
                    + "dying-filters, leaky-relu, length, low-gradient, low-gradient-claim, mini-batch, network-size, regularizers, "
                    + "resnet50-stages, silent-mini-batches, sparsifiers, table-1, tables-6-7, task-difficulty, vgg11-slimming, vgg16, "
                    + "what-is-decayed)");

    private string Lines => _workspace.PathOf("reports/decay/records.jsonl");

    private Workspace.Outcome Run(params string[] more)
    {
        _workspace.Write("study.yaml", Study);
        return _workspace.Run(["run", "@study.yaml", "--out", "@runs", "--reports", "@reports", .. more]);
    }

    private string[] Results() => [.. RunStore.ReadLines(Lines).Select(record => $"{record.Id} {record.Result.ToJsonString()}")];
}
