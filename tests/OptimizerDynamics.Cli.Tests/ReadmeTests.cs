using System.Globalization;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>The README's numbers are those that come out.</summary>
public sealed class ReadmeTests : IDisposable
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md")).ReplaceLineEndings("\n");

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_example_shows_what_trace_writes()
    {
        var (l2, weightDecay) = (Trace("adam-l2.yaml"), Trace("adam-wd.yaml"));
        int[] steps = [0, 100, 1000, 2000, 2500, 3000, 4000];

        var table = string.Concat(steps.Select(step => string.Create(
            CultureInfo.InvariantCulture,
            $"| {step} | {l2[step][0]:0.000} | {l2[step][1]:0.000} | {weightDecay[step][0]:0.000} | {weightDecay[step][1]:0.000} |\n")));

        Assert.True(Readme.Contains(table, StringComparison.Ordinal), $"README.md does not have these rows:\n{table}");
    }

    [Theory]
    [InlineData("AdamBySize.md")]
    [InlineData("EveryOptimizer.md")]
    public void The_benchmark_tables_are_those_of_the_report(string name)
    {
        var report = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "benchmarks", name)).ReplaceLineEndings("\n");
        var table = report[report.IndexOf('|', StringComparison.Ordinal)..];

        Assert.True(
            Readme.Contains(table, StringComparison.Ordinal), $"README.md does not have the table of reports/benchmarks/{name}:\n{table}");
    }

    private double[][] Trace(string optimizer)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "trace");
        var outcome = _workspace.Run(
            "trace", "--optimizer", Path.Combine(folder, optimizer), "--gradients", Path.Combine(folder, "gradients.csv"),
            "--initial", Path.Combine(folder, "initial.csv"), "--out", "@out.csv");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        return
        [
            .. File.ReadLines(_workspace.PathOf("out.csv"))
                .Select(row => row.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray()),
        ];
    }
}
