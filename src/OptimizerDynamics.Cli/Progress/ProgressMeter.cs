using System.Globalization;

namespace OptimizerDynamics.Cli;

/// <summary>How far some work is, how fast it goes, and how long it will take.</summary>
/// <remarks>
/// The rate is (dₙ − d₀)/(tₙ − t₀) over the reports of the last <see cref="Window"/>, and over the last two reports where they are farther
/// apart: what was slow an hour ago says little of now. The time left is the work left over the rate. Safe to use from many threads.
/// </remarks>
/// <param name="total">How much there is to do, at least 0.</param>
/// <param name="unit">What is counted, in the plural: <c>trials</c>.</param>
/// <param name="time">The clock.</param>
/// <param name="parts">In how many parts each is counted: total and what is done are numbers of parts.</param>
internal sealed class ProgressMeter(long total, string unit, TimeProvider time, long parts = 1)
{
    /// <summary>How far back the rate looks.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan _longest = TimeSpan.FromDays(1000);

    private readonly long _start = time.GetTimestamp();
    private readonly Queue<(TimeSpan At, long Done)> _reports = new([(TimeSpan.Zero, 0)]);
    private readonly Lock _lock = new();
    private (TimeSpan At, long Done) _last;

    /// <summary>What else there is to say of the work as it stands; may be empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>How much there is to do.</summary>
    public long Total { get; set; } = total;

    /// <summary>How much is done.</summary>
    public long Done
    {
        get
        {
            lock (_lock)
                return _last.Done;
        }
    }

    /// <summary>How long it has taken so far.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>Notes that more was done.</summary>
    /// <param name="count">How much more.</param>
    public void Add(long count)
    {
        lock (_lock)
        {
            _last = (Elapsed, _last.Done + count);
            _reports.Enqueue(_last);
            while (_reports.Count > 2 && _last.At - _reports.Peek().At > Window)
                _reports.Dequeue();
        }
    }

    /// <summary>Parts per second; null while nothing can be said.</summary>
    public double? Rate
    {
        get
        {
            lock (_lock)
            {
                var first = _reports.Peek();
                var (done, seconds) = (_last.Done - first.Done, (_last.At - first.At).TotalSeconds);
                return done > 0 && seconds > 0 ? done / seconds : null;
            }
        }
    }

    /// <summary>How long the rest will take at this rate; null while nothing can be said.</summary>
    public TimeSpan? Left => Rate is { } rate && (Total - Done) / rate is var seconds && seconds < _longest.TotalSeconds
        ? TimeSpan.FromSeconds(seconds)
        : null;

    /// <summary>All of it in words: <c>120 of 348 trials, 33/s, 7 s left</c>.</summary>
    public override string ToString() => Note.Length == 0 ? Facts() : $"{Facts()}; {Note}";

    private string Facts()
    {
        var (speed, left) = (Rate is { } rate ? $", {Speed(rate / parts)}" : "", Left is { } time ? $", {Words(time)} left" : "");
        var facts = string.Create(CultureInfo.InvariantCulture, $"{Done / parts} of {Total / parts} {unit}");
        return Done >= Total ? $"{facts} in {Words(Elapsed)}" : $"{facts}{speed}{left}";
    }

    private static string Speed(double rate) => rate >= 1
        ? $"{rate.ToString(rate < 10 ? "0.0" : "0", CultureInfo.InvariantCulture)}/s"
        : $"{Words(TimeSpan.FromSeconds(1 / rate))} each";

    /// <summary>A time in words: <c>7.3 s</c>, <c>12 min</c>.</summary>
    internal static string Words(TimeSpan time)
    {
        var (number, format, unit) = time switch
        {
            { TotalSeconds: < 10 } => (time.TotalSeconds, "0.0", "s"),
            { TotalMinutes: < 2 } => (time.TotalSeconds, "0", "s"),
            { TotalHours: < 2 } => (time.TotalMinutes, "0", "min"),
            _ => (time.TotalHours, "0.0", "h"),
        };
        return $"{number.ToString(format, CultureInfo.InvariantCulture)} {unit}";
    }
}
