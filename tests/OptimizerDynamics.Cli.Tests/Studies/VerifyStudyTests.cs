using System.Text.Json.Nodes;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary><c>optdyn verify</c>, and what trains without libtorch: all commands run where libtorch cannot be loaded.</summary>
public sealed class VerifyStudyTests : IDisposable
{
    private const string Study =
        """
        study: pool
        kind: training
        question: What becomes of them?
        base: {data: objects-clean, size: 16, classes: 2, images: 40, testImages: 20, width: 0.0625, batchSize: 10, iterations: 60}
        sweep: {optimizer: [adam], regularization: [l2], lambda: [1e-3, 1e-2]}
        seeds: 2
        profiles: {standard: {}, other: {iterations: 50}}
        """;

    private static readonly KeyValuePair<string, string?>[] _noLibtorch = [KeyValuePair.Create("OPTDYN_LIBTORCH", (string?)"/nowhere")];

    private readonly Workspace _workspace = new();

    public VerifyStudyTests()
    {
        Directory.CreateDirectory(_workspace.PathOf("experiments/pool"));
        _workspace.Write("experiments/pool/study.yaml", Study);
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Records_of_the_CPU_engine_are_verified_number_by_number_without_libtorch()
    {
        var run = Run("run", "pool", "--jobs", "2", "--oversubscribe", "--out", "runs");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.All(Records(), record => Assert.Matches("^[0-9a-f]{64}$", TrainingResultJson.Of(record).Digest));
        Assert.Equal(4, Records().Select(record => TrainingResultJson.Of(record).Digest).Distinct().Count());

        var sample = Run("verify", "pool", "--sample", "2", "--out", "runs");
        Assert.Equal((0, ""), (sample.ExitCode, sample.Errors));
        Assert.Contains("pool, profile standard: 2 trials with a record are run again\n", sample.Output, StringComparison.Ordinal);
        Assert.Equal(2, sample.Output.Split('\n').Count(line => line.StartsWith("same     λ ", StringComparison.Ordinal)));
        Assert.EndsWith("2 of 2 trials give every number of their records\n", sample.Output, StringComparison.Ordinal);

        // On another engine than the study's they are other trials, whose report replaces none.
        var committed = File.ReadAllText(_workspace.PathOf("reports/pool/records.jsonl"));
        var (other, shown) =
            (Run("run", "pool", "--engine", "cpu", "--jobs", "2", "--oversubscribe", "--out", "runs"), "runs/reports/standard/pool");
        Assert.Equal((0, ""), (other.ExitCode, other.Errors));
        Assert.Equal(committed, File.ReadAllText(_workspace.PathOf("reports/pool/records.jsonl")));
        Assert.True(File.Exists(_workspace.PathOf($"{shown}/records.jsonl")));

        Change("layers", 2, "scale", 1);
        var all = Run("verify", "pool", "--all", "--out", "runs", "--quiet");
        Assert.Equal((1, "optdyn: 1 of 4 trials do not give the numbers of their records\n"), (all.ExitCode, all.Errors));
        Assert.Matches("^differs  λ [0-9.e-]+, seed [12] \\([0-9a-f]{16}\\): 1 of [0-9,]+ values\n", all.Output);
        Assert.Matches("\n         layers\\[2\\]\\.scale\\[1\\]: 123 in the record, [0-9.e-]+ here\n", all.Output);
        Assert.Equal(["pool", "reports"], Directory.GetFileSystemEntries(_workspace.PathOf("runs")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void What_there_is_nothing_to_verify_of_is_said()
    {
        var none = Run("verify", "pool", "--profile", "other", "--out", "runs");
        Assert.Equal(
            (2, "optdyn: there are no records of pool at the profile other in 'runs/reports/other/pool/records.jsonl': expected those of a "
                + "run ('optdyn run pool --profile other'), or --records FILE\n"),
            (none.ExitCode, none.Errors));
        var both = Run("verify", "pool", "--all", "--sample", "2");
        Assert.Equal((2, "optdyn: --sample: expected --sample or --all, found both\n"), (both.ExitCode, both.Errors));

        Run("run", "pool", "--profile", "other", "--jobs", "2", "--oversubscribe", "--out", "runs");
        var file = "runs/reports/other/pool/records.jsonl";
        var another = Run("verify", "pool", "--records", file, "--out", "runs");
        Assert.Equal(2, another.ExitCode);
        Assert.StartsWith(
            $"optdyn: {file}: expected records of trials of pool at the profile standard, found none: ", another.Errors,
            StringComparison.Ordinal);
        var gone = Run("verify", "pool", "--profile", "other", "--out", "runs", "--device", "cuda");
        Assert.Equal(2, gone.ExitCode);
        Assert.StartsWith(
            "optdyn: --device: the engine 'cpu' computes on the CPU: expected cpu, or libtorch", gone.Errors, StringComparison.Ordinal);
    }

    /// <summary>Simulations: what is committed comes out on this machine, too.</summary>
    [Theory]
    [InlineData("low-gradient", 12)]
    [InlineData("silent-mini-batches", 4)]
    public void Committed_records_come_out_the_same(string study, int sample)
    {
        var committed = Path.Combine(AppContext.BaseDirectory, "committed");
        var verified =
            Workspace.Process(committed, _noLibtorch, "verify", study, "--sample", $"{sample}", "--jobs", "2", "--oversubscribe");
        Assert.Equal((0, ""), (verified.ExitCode, verified.Errors));
        Assert.EndsWith($"{sample} of {sample} trials give every number of their records\n", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_libtorch_trains_needs_it()
    {
        string[] words = ["train", "--data", "objects-clean", "--size", "16", "--classes", "2", "--images", "40", "--test-images", "20",
            "--width", "0.0625", "--batch-size", "10", "--iterations", "20", "--out", "runs"];
        Assert.Equal((0, ""), Run(words) is var own ? (own.ExitCode, own.Errors) : default);
        var other = Run([.. words, "--engine", "libtorch"]);
        Assert.Equal(1, other.ExitCode);
        Assert.StartsWith("optdyn: The environment variable OPTDYN_LIBTORCH names '/nowhere'", other.Errors, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_workspace.PathOf("runs/train"), "*.json"));

        var digest = Digest();
        Assert.Equal(0, Run([.. words, "--threads", "2", "--oversubscribe", "--force"]).ExitCode);
        Assert.Equal(digest, Digest());
        var many = Run([.. words, "--threads", "300", "--oversubscribe", "--force"]);
        Assert.Equal((2, "optdyn: --threads: expected up to 256 for the engine 'cpu', found 300\n"), (many.ExitCode, many.Errors));
    }

    private string? Digest() => TrainingResultJson.Of(Assert.Single(new RunStore(_workspace.PathOf("runs")).ReadAll("train", []))).Digest;

    private IReadOnlyList<TrialRecord> Records() => new RunStore(_workspace.PathOf("runs")).ReadAll("pool", []);

    /// <summary>Changes a number in the first record of the report.</summary>
    private void Change(string list, int index, string member, int element)
    {
        var path = _workspace.PathOf("reports/pool/records.jsonl");
        var lines = File.ReadAllLines(path);
        var record = JsonNode.Parse(lines[0])!;
        record["result"]![list]![index]![member]![element] = 123;
        lines[0] = record.ToJsonString();
        File.WriteAllLines(path, lines);
    }

    private Workspace.Outcome Run(params string[] words) => Workspace.Process(_workspace.PathOf("."), _noLibtorch, words);
}
