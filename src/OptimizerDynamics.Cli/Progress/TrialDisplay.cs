using System.Globalization;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>Shows what becomes of a study's trials, each by its name, with its speed and the time it has left.</summary>
/// <param name="progress">Shows work that goes on side by side.</param>
/// <param name="study">The study.</param>
/// <param name="time">The clock.</param>
internal sealed class TrialDisplay(ManyProgress progress, IStudy study, TimeProvider time) : IProgress<TrialProgress>
{
    private const double LongestSeconds = 1e9;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ProgressMeter Speed, long Done)> _running = [];
    private readonly Dictionary<string, IStudyTrial> _trials =
        study.All.DistinctBy(trial => trial.Specification.Id).ToDictionary(trial => trial.Specification.Id);

    public void Report(TrialProgress value)
    {
        lock (_gate)
        {
            var trial = _trials[value.Trial];
            var name = study.NameOf(trial);
            switch (value.Phase)
            {
                case TrialPhase.Started:
                    _running[value.Trial] = (new ProgressMeter(long.MaxValue, "", time), -1);
                    progress.Begin(name);
                    break;
                case TrialPhase.Running:
                    progress.Report(name, value.Share, NoteOf(value));
                    break;
                case TrialPhase.Postponed:
                    _running.Remove(value.Trial);
                    progress.Done(name, isDone: false, "");
                    break;
                case TrialPhase.Recorded when _running.Remove(value.Trial):
                    progress.Done(name, isDone: true, value.Record is { } record ? trial.OutcomeOf(record) : "");
                    break;
                case TrialPhase.Recorded:
                    progress.Count();
                    break;
            }
        }
    }

    private string NoteOf(TrialProgress value)
    {
        if (value.Steps is not { } steps)
            return value.Note;
        var (speed, before) = _running[value.Trial];
        speed.Add(before < 0 ? 0 : steps.Done - before);
        _running[value.Trial] = (speed, steps.Done);
        if (speed.Rate is not { } rate)
            return value.Note;
        var left = ProgressMeter.Words(TimeSpan.FromSeconds(Math.Min((steps.Total - steps.Done) / rate, LongestSeconds)));
        return string.Create(CultureInfo.InvariantCulture, $"{rate:0} it/s, {left} left{(value.Note.Length > 0 ? $", {value.Note}" : "")}");
    }
}
