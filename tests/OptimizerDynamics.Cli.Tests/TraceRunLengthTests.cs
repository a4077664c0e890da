namespace OptimizerDynamics.Cli.Tests;

/// <summary>
/// A stream in two halves under a schedule that depends on the run's length: the second once stood still, at a rate of 0.
/// </summary>
public sealed class TraceRunLengthTests : IDisposable
{
    private const string Cosine = "optimizer: sgd\nlr: 1\nmomentum: 0\nschedule: cosine\n";
    private const string Four = "1\n1\n1\n1\n";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("--state-out")]
    [InlineData("--state-in")]
    public void Half_a_run_needs_the_length_of_the_whole(string option)
    {
        _workspace.Write("s", "");

        _workspace.With(Cosine, Four, "0\n").Trace(option, "@s").IsRefused(
            $"--run-length: expected the steps of the whole run beside {option}, because the schedule depends on them, found nothing");
        Assert.False(_workspace.Has("out.csv"));
    }

    [Fact]
    public void Steps_beyond_the_runs_length_are_refused()
    {
        _workspace.With(Cosine, Four, "0\n").Trace("--run-length", "3")
            .IsRefused("--run-length: expected at least 4, for 4 rows of g.csv, found 3");
        Assert.Equal(0, _workspace.Trace("--run-length", "7", "--state-out", "@s").ExitCode);
        _workspace.Trace("--run-length", "7", "--state-in", "@s")
            .IsRefused("--run-length: expected at least 8, for 4 rows of g.csv behind the 4 steps of --state-in, found 7");
    }

    [Fact]
    public void Two_halves_are_the_whole()
    {
        Assert.Equal(0, _workspace.With(Cosine, Four + Four, "0\n").Trace().ExitCode);
        var whole = _workspace.Read("out.csv");

        Assert.Equal(0, _workspace.With(Cosine, Four, "0\n").Trace("--run-length", "8", "--state-out", "@s").ExitCode);
        var first = _workspace.Read("out.csv");
        var middle = first.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.Equal(0, _workspace.With(Cosine, Four, $"{middle}\n").Trace("--run-length", "8", "--state-in", "@s").ExitCode);

        Assert.Equal(whole, first + _workspace.Read("out.csv")[(middle.Length + 1)..]);
    }

    /// <summary>A schedule that counts steps knows where it is; the length of the run is nothing to it.</summary>
    [Fact]
    public void Other_schedules_need_no_length()
    {
        var settings = Cosine.Replace("cosine", "{kind: steps, at: [5], factor: 0.5}", StringComparison.Ordinal);
        Assert.NotEqual(Cosine, settings);

        Assert.Equal(0, _workspace.With(settings, Four, "0\n").Trace("--state-out", "@s").ExitCode);
        Assert.Equal(0, _workspace.With(settings, Four, "-4\n").Trace("--state-in", "@s").ExitCode);
        Assert.Equal("-4\n-5\n-5.5\n-6\n-6.5\n", _workspace.Read("out.csv"));
    }
}
