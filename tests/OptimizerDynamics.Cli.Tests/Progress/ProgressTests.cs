using System.Globalization;
using Spectre.Console.Testing;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>How far work is: as lines in a log, and as bars on a terminal.</summary>
public sealed class ProgressTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void The_rate_is_that_of_the_recent_past()
    {
        var meter = new ProgressMeter(1000, "trials", _clock);
        Assert.Equal("0 of 1000 trials", meter.ToString());
        for (var second = 0; second < 100; second++)
            Report(meter, 1);
        Assert.Equal(1, meter.Rate!.Value, 1e-9);
        // Five times as fast: after the window's twenty seconds nothing is left of the slow ones.
        for (var second = 0; second < 25; second++)
            Report(meter, 5);
        Assert.Equal(5, meter.Rate!.Value, 1e-9);
        Assert.Equal(TimeSpan.FromSeconds((1000 - 225) / 5.0), meter.Left);
        Assert.Equal("225 of 1000 trials, 5.0/s, 3 min left", meter.ToString());
    }

    [Fact]
    public void Slow_work_is_told_by_how_long_each_takes()
    {
        var meter = new ProgressMeter(4, "trials", _clock);
        _clock.Advance(TimeSpan.FromMinutes(90));
        meter.Add(1);
        Assert.Equal("1 of 4 trials, 90 min each, 4.5 h left", meter.ToString());
    }

    /// <summary>Much at the same moment, or nothing for long: no infinity, no NaN.</summary>
    [Fact]
    public void Where_nothing_can_be_said_nothing_is()
    {
        var meter = new ProgressMeter(4, "trials", _clock);
        meter.Add(1);
        meter.Add(1);
        Assert.Equal((null, null, "2 of 4 trials"), (meter.Rate, meter.Left, meter.ToString()));
        _clock.Advance(TimeSpan.FromSeconds(3));
        meter.Add(2);
        Assert.Equal("4 of 4 trials in 3.0 s", meter.ToString());
    }

    [Fact]
    public void A_log_gets_a_line_a_second_and_the_last()
    {
        using var log = new StringWriter(CultureInfo.InvariantCulture);
        new ProgressDisplay(log, time: _clock).Show("study", 30, "trials", done =>
        {
            for (var i = 0; i < 30; i++)
            {
                _clock.Advance(TimeSpan.FromSeconds(0.1));
                done(1);
            }
        });
        var lines = log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "1 of 30 trials, 10/s, 2.9 s left", "11 of 30 trials, 10/s, 1.9 s left", "21 of 30 trials, 10/s, 0.9 s left",
                "30 of 30 trials in 3.0 s"],
            lines);
        Assert.DoesNotContain(log.ToString(), character => char.IsControl(character) && character is not '\n');
    }

    [Fact]
    public void From_many_threads_nothing_is_lost()
    {
        using var log = new StringWriter(CultureInfo.InvariantCulture);
        new ProgressDisplay(log, time: _clock).Show("study", 10_000, "trials", done => Parallel.For(0, 10_000, _ => done(1)));
        Assert.EndsWith("10000 of 10000 trials in 0.0 s\n", log.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_gets_a_bar()
    {
        using var console = new TestConsole().Interactive().Width(100);
        console.EmitAnsiSequences = true;
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        new ProgressDisplay(output, console, _clock).Show("low-gradient", 4, "trials", done =>
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            done(4);
        });
        Assert.Contains("low-gradient", console.Output, StringComparison.Ordinal);
        Assert.Contains("━━━━", console.Output, StringComparison.Ordinal);
        Assert.Contains("4 of 4 trials in 2.0 s", console.Output, StringComparison.Ordinal);
        Assert.Equal("", output.ToString());
    }

    /// <summary>A name is a name, not markup; an error comes through, and the cursor is there again.</summary>
    [Fact]
    public void What_the_work_throws_comes_through_and_the_cursor_is_shown_again()
    {
        using var console = new TestConsole().Interactive();
        console.EmitAnsiSequences = true;
        var error = Assert.Throws<IOException>(
            () => new ProgressDisplay(TextWriter.Null, console, _clock).Show("[red]x", 4, "trials", _ => throw new IOException("full")));
        Assert.Equal("full", error.Message);
        Assert.True(console.Output.LastIndexOf("\u001b[?25h", StringComparison.Ordinal)
            >= console.Output.LastIndexOf("\u001b[?25l", StringComparison.Ordinal));
        Assert.Throws<IOException>(
            () => new ProgressDisplay(TextWriter.Null, time: _clock).Show("x", 4, "trials", _ => throw new IOException("full")));
    }

    private void Report(ProgressMeter meter, long count)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        meter.Add(count);
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
