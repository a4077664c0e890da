using System.Collections.Concurrent;
using OptimizerDynamics.Experiments;
using Spectre.Console;

namespace OptimizerDynamics.Cli;

/// <summary>Shows how far work is: bars on a terminal, a line a second in a log, nothing where it was asked for.</summary>
internal sealed class ProgressDisplay
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(1), BetweenMany = TimeSpan.FromSeconds(15);

    private readonly TextWriter _output;
    private readonly IAnsiConsole? _terminal;
    private readonly TimeProvider _time;

    /// <summary>A display of its own kind for a kind of output.</summary>
    /// <param name="output">Where it goes: bars where that is this process's terminal, else lines.</param>
    /// <param name="terminal">The terminal; null to find out whether there is one.</param>
    /// <param name="time">The clock; the system's when null.</param>
    public ProgressDisplay(TextWriter output, IAnsiConsole? terminal = null, TimeProvider? time = null)
    {
        (_output, _time) = (output, time ?? TimeProvider.System);
        var isTerminal = StyledOutput.IsTerminal(output) && CanDraw(AnsiConsole.Console);
        _terminal = terminal ?? (isTerminal ? AnsiConsole.Console : null);
    }

    /// <summary>Does some work and shows it.</summary>
    /// <param name="name">What it is, in a word or two.</param>
    /// <param name="total">How much there is to do.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="work">The work; it is given what to call, from any thread, with how much more was done.</param>
    public void Show(string name, long total, string unit, Action<Action<long>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        ShowWithNotes(name, total, unit, report => work(count => report(count, "")));
    }

    /// <summary>Does some work and shows it, with a note of how it stands.</summary>
    /// <param name="name">What it is, in a word or two.</param>
    /// <param name="total">How much there is to do.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="work">The work; it is given what to call, from any thread, with how much more was done and a note.</param>
    public void ShowWithNotes(string name, long total, string unit, Action<Action<long, string>> work)
    {
        var meter = new ProgressMeter(total, unit, _time);
        if (total == 0)
            work((count, _) => meter.Add(count));
        else if (_terminal is null)
            ShowLines(meter, work);
        else
            ShowBar(_terminal, name, meter, work);
    }

    /// <summary>Does some work of steps and shows it; how many there are is known once it has begun.</summary>
    /// <param name="name">What it is, in a word or two.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="work">The work; it is given what to tell, from any thread.</param>
    public void ShowSteps(string name, string unit, Action<IProgress<RunProgress>> work)
    {
        var meter = new ProgressMeter(long.MaxValue, unit, _time);
        if (_terminal is null)
            ShowLines(meter, report => work(new StepProgress(meter, report)));
        else
            ShowBar(_terminal, name, meter, report => work(new StepProgress(meter, report)));
    }

    /// <summary>Does some work of which pieces go on side by side, and shows all of it and each piece.</summary>
    /// <param name="name">What it is, in a word or two.</param>
    /// <param name="total">How many pieces there are.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="work">The work; it is given what to tell.</param>
    public void ShowMany(string name, int total, string unit, Action<ManyProgress> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var meter = new ProgressMeter((long)total * ManyProgress.Parts, unit, _time, ManyProgress.Parts)
        {
            Window = TimeSpan.FromMinutes(3),
        };
        if (total == 0 || _terminal is null)
        {
            work(new ManyProgress.Lines(_output, meter, BetweenMany));
            return;
        }

        var notes = new ConcurrentDictionary<int, string>();
        _terminal.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new NoteColumn(meter, notes))
            .Start(context =>
            {
                var whole = context.AddTask(Markup.Escape(name), maxValue: meter.Total);
                work(new ManyProgress.Bars(context, whole, meter, notes));
            });
        _output.Flush();
    }

    private void ShowLines(ProgressMeter meter, Action<Action<long, string>> work)
    {
        var (gate, last) = (new Lock(), -BetweenLines);
        work((count, note) =>
        {
            lock (gate)
            {
                meter.Add(count);
                meter.Note = note;
                if (meter.Elapsed - last < BetweenLines && meter.Done < meter.Total)
                    return;
                last = meter.Elapsed;
                _output.WriteLine(meter);
            }
        });
    }

    private void ShowBar(IAnsiConsole terminal, string name, ProgressMeter meter, Action<Action<long, string>> work)
    {
        terminal.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new NoteColumn(meter))
            .Start(context =>
            {
                var bar = context.AddTask(Markup.Escape(name), maxValue: meter.Total);
                work((count, note) =>
                {
                    meter.Add(count);
                    meter.Note = note;
                    (bar.MaxValue, bar.Value) = (meter.Total, meter.Done);
                });
            });
        // What stays is a line like any other.
        _output.Flush();
    }

    /// <summary>Counts the steps that are taken from now on: those that were taken before take no time.</summary>
    private sealed class StepProgress(ProgressMeter meter, Action<long, string> report) : IProgress<RunProgress>
    {
        private long? _done;

        public void Report(RunProgress value)
        {
            if (_done is null)
                (meter.Total, _done) = (value.Steps.Total - value.Steps.Done, value.Steps.Done);
            report(value.Steps.Done - _done.Value, value.Note);
            _done = value.Steps.Done;
        }
    }

    private static bool CanDraw(IAnsiConsole console) => console.Profile.Capabilities is { Ansi: true, Interactive: true };
}
