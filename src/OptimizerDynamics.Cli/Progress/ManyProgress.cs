using System.Collections.Concurrent;
using Spectre.Console;

namespace OptimizerDynamics.Cli;

/// <summary>What is shown of work that goes on side by side. Every method may be called from any thread.</summary>
/// <param name="meter">Counts all of it, each piece of work in <see cref="Parts"/>.</param>
internal abstract class ManyProgress(ProgressMeter meter)
{
    /// <summary>In how many parts a piece of work is counted.</summary>
    public const int Parts = 1000;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (double Share, string Note)> _running = new(StringComparer.Ordinal);

    /// <summary>How much is done in all.</summary>
    protected ProgressMeter Meter => meter;

    /// <summary>What is running.</summary>
    protected IReadOnlyDictionary<string, (double Share, string Note)> Running => _running;

    /// <summary>A piece of work begins, or begins again.</summary>
    /// <param name="name">Its name; no two that run at the same time have one.</param>
    public void Begin(string name)
    {
        lock (_gate)
        {
            _running.Add(name, (0, ""));
            ShowBegin(name);
        }
    }

    /// <summary>Reports how far a piece of work is.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="share">How much of it is done, from 0 to 1.</param>
    /// <param name="note">A few words on its state; may be empty.</param>
    public void Report(string name, double share, string note)
    {
        lock (_gate)
        {
            Advance(_running[name].Share, share);
            _running[name] = (share, note);
            ShowReport(name);
        }
    }

    /// <summary>Ends a piece of work.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isDone">Whether it counts as done; else it will begin again.</param>
    /// <param name="note">How it ended; nothing is shown where it is empty.</param>
    public void Done(string name, bool isDone, string note)
    {
        lock (_gate)
        {
            Advance(_running[name].Share, isDone ? 1 : 0);
            _running.Remove(name);
            ShowDone(name, note);
        }
    }

    /// <summary>A piece of work is done that was too short to be shown.</summary>
    public void Count()
    {
        lock (_gate)
        {
            Advance(0, 1);
            ShowCount();
        }
    }

    /// <summary>How a piece of work stands, in words.</summary>
    protected static string Words((double Share, string Note) work) =>
        $"{Math.Floor(100 * work.Share):0} %{(work.Note.Length > 0 ? $", {work.Note}" : "")}";

    protected abstract void ShowBegin(string name);

    protected abstract void ShowReport(string name);

    protected abstract void ShowDone(string name, string note);

    protected abstract void ShowCount();

    private void Advance(double from, double to) => meter.Add((long)(to * Parts) - (long)(from * Parts));

    /// <summary>Lines of a log: what ended, and every so often how all of it stands.</summary>
    internal sealed class Lines(TextWriter output, ProgressMeter meter, TimeSpan between) : ManyProgress(meter)
    {
        private static readonly TimeSpan _betweenCounts = TimeSpan.FromSeconds(1);

        private TimeSpan _last, _lastCount = -_betweenCounts;

        protected override void ShowBegin(string name)
        {
            // The next line says it.
        }

        protected override void ShowReport(string name)
        {
            if (Meter.Elapsed - _last < between)
                return;
            _last = Meter.Elapsed;
            output.WriteLine(Meter);
            foreach (var (running, work) in Running)
                output.WriteLine($"  {running}: {Words(work)}");
        }

        protected override void ShowDone(string name, string note)
        {
            if (note.Length > 0)
                output.WriteLine($"{Meter}; {name}: {note}");
        }

        protected override void ShowCount()
        {
            if (Meter.Elapsed - _lastCount < _betweenCounts && Meter.Done < Meter.Total)
                return;
            _lastCount = Meter.Elapsed;
            output.WriteLine(Meter);
        }
    }

    /// <summary>Bars on a terminal: one for all of it, and one for each piece that is running.</summary>
    internal sealed class Bars(
        ProgressContext context, ProgressTask whole, ProgressMeter meter, ConcurrentDictionary<int, string> notes) : ManyProgress(meter)
    {
        private readonly Dictionary<string, ProgressTask> _bars = new(StringComparer.Ordinal);

        protected override void ShowBegin(string name)
        {
            _bars[name] = context.AddTask(Markup.Escape(name), autoStart: false, maxValue: 1);
            notes[_bars[name].Id] = "";
            _bars[name].StartTask();
        }

        protected override void ShowReport(string name)
        {
            var work = Running[name];
            (_bars[name].Value, whole.Value) = (work.Share, Meter.Done);
            notes[_bars[name].Id] = Words(work);
        }

        protected override void ShowDone(string name, string note)
        {
            whole.Value = Meter.Done;
            _bars[name].StopTask();
            _bars[name].HideWhenCompleted = true;
            _bars[name].Value = 1;
            _bars.Remove(name);
        }

        protected override void ShowCount() => whole.Value = Meter.Done;
    }
}
