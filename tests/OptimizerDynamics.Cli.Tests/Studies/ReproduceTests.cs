using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary><c>optdyn reproduce</c>, at the profile that takes seconds: the built-in studies, from an empty folder to the page, where
/// libtorch cannot be loaded.</summary>
public sealed class ReproduceTests : IDisposable
{
    private static readonly string[] Studies =
        ["low-gradient-claim", "low-gradient", "silent-mini-batches", "task-difficulty", "regularizers", "batch-size"];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void It_runs_the_studies_ends_with_verdicts_and_runs_nothing_twice()
    {
        var first = Reproduce();
        // Ten trainings without a seed to compare them by, and a silent parameter that six seeds tell of.
        Assert.Matches("H6 +open +An easier task", first);
        Assert.Matches("H11 +supported +While the gradient is silent", first);
        Assert.Contains("task-difficulty: 1 seed gives an estimate and no verdict", first, StringComparison.Ordinal);
        Assert.EndsWith($"The report: {Path.Combine("runs", "reports", "smoke", "index.html")}\n", first, StringComparison.Ordinal);
        var page = File.ReadAllText(_workspace.PathOf("runs/reports/smoke/index.html"));
        Assert.All(Studies, study => Assert.Contains($"<section id=\"{study}\" ", page, StringComparison.Ordinal));
        Assert.All(
            Studies,
            study =>
                Assert.All(
                    new RunStore(_workspace.PathOf("runs")).ReadAll(study, []),
                    record => Assert.Equal(TrialStatus.Completed, record.Status)));

        var before = Records();
        var second = Reproduce();
        Assert.All(Studies.Skip(1), study => Assert.Matches($"{study}, profile smoke: (\\d+) trials, \\1 of them done before", second));
        Assert.Equal(before, Records());
        Assert.Equal(page, File.ReadAllText(_workspace.PathOf("runs/reports/smoke/index.html")));
    }

    [Fact]
    public void A_profile_that_is_none_is_refused_before_anything_runs()
    {
        using var process = Workspace.Start(_workspace.PathOf("."), "reproduce", "--profile", "quik");
        Assert.Contains(
            "the built-in study low-gradient-claim: unknown profile 'quik'; the nearest is 'quick'", process.StandardError.ReadToEnd(),
            StringComparison.Ordinal);
        process.WaitForExit();
        Assert.Equal(2, process.ExitCode);
        Assert.False(Directory.Exists(_workspace.PathOf("runs")));
    }

    private string Reproduce()
    {
        using var process = Workspace.Start(
            _workspace.PathOf("."), [KeyValuePair.Create("OPTDYN_LIBTORCH", (string?)"/nowhere")], "reproduce", "--profile", "smoke",
            "--jobs", "2", "--oversubscribe");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal((0, ""), (process.ExitCode, errors.Result));
        return output.ReplaceLineEndings("\n");
    }

    private List<(string, DateTime)> Records() =>
        [.. Directory.EnumerateFiles(_workspace.PathOf("runs"), "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (path, File.GetLastWriteTimeUtc(path)))];
}
