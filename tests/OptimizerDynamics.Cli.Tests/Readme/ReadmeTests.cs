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

    /// <summary>What is said of H11 has the times of the committed comparisons.</summary>
    [Fact]
    public void The_times_of_the_silent_parameter_are_those_of_the_records()
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "committed", "reports", "low-gradient-claim", "comparisons.csv"))
            .Select(line => line.Split(',')).ToList();
        string[] Of(string lambda, string other) => rows.Single(row => row[0] == "adam" && row[1] == lambda && row[2] == other)[5..7];
        string Count(string number) =>
            Math.Round(double.Parse(number, CultureInfo.InvariantCulture)).ToString("#,0", CultureInfo.InvariantCulture);
        var (decay, sgd) = (Of("0.0001", "adam WeightDecay"), Of("1E-05", "sgd L2"));

        Assert.Contains(
            $"L2 of 1e-4 in Adam takes {Count(decay[0])} iterations and weight decay of 1e-4 takes {Count(decay[1])}; L2 of 1e-5 in Adam "
                + $"takes "
                + $"{Count(sgd[0])}, and L2 of 1e-4 in SGD {Count(sgd[1])}", Readme, StringComparison.Ordinal);
    }

    /// <summary>What is said of the border between mini-batches is what the report counts.</summary>
    [Fact]
    public void The_border_between_mini_batches_is_right_where_the_report_says()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "committed", "reports", "silent-mini-batches", "README.md"));
        Assert.Contains(
            "the law is right in 15 of 18 lines; in the others the longest half-life is at most 1.01 times", page,
            StringComparison.Ordinal);
        Assert.Contains("The closed form is right in 5 of 5", page, StringComparison.Ordinal);
        Assert.Contains("| 12.4 |", page, StringComparison.Ordinal);
        Assert.Contains("right within a factor of 2 in the 5 of 18", Readme, StringComparison.Ordinal);
        Assert.Contains(
            "is right in 15 of the 18, and in the other three the mini-batch changes the half-life by 1 %", Readme,
            StringComparison.Ordinal);
        Assert.Contains("by up to a factor of 12", Readme, StringComparison.Ordinal);
    }

    /// <summary>Every line of output in the section is one of the page's, for the command that stands there.</summary>
    [Fact]
    public void Your_settings_are_explained_as_shown()
    {
        var begin = Readme.IndexOf("## Your settings\n", StringComparison.Ordinal);
        var blocks = Readme[begin..Readme.IndexOf("\n## ", begin + 1, StringComparison.Ordinal)].Split("```\n");
        var outcome = _workspace.Run(blocks[1].Trim().Split(' ')[1..]);
        var page = outcome.Output.Split('\n').ToHashSet();
        var shown = new[] { blocks[3], blocks[5], blocks[7] }.SelectMany(block => block.TrimEnd('\n').Split('\n')).ToList();

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Equal(20, shown.Count);
        Assert.All(shown, line => Assert.Contains(line, page));
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
