using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>Runs trainings side by side, each in a process of its own: one that crashes takes none with it.</summary>
/// <remarks>A trial that fails is started once more, from its checkpoint; failing again it has a record of status <c>failed</c> with its last lines, and the
/// others go on. A trial that another process is running is waited for.</remarks>
/// <param name="study">The study's name.</param>
/// <param name="store">Where records are kept.</param>
/// <param name="folder">The store's folder.</param>
/// <param name="device">Where trials compute.</param>
/// <param name="jobs">How many run at a time.</param>
/// <param name="events">Where TensorBoard finds them; null where it is not to.</param>
internal sealed class TrialPool(string study, RunStore store, string folder, string device, int jobs, EventFolder? events)
{
    private const int Attempts = 2;
    private const double LongestSeconds = 1e9;
    private static readonly TimeSpan BeforeAskingAgain = TimeSpan.FromSeconds(1);

    /// <summary>Whether a trial is run although another process has left a record of it meanwhile.</summary>
    public bool RunsRecorded { get; init; }

    /// <summary>How many trials at most are packed into one network, and run in one process.</summary>
    public int Pack { get; init; } = 1;

    /// <summary>Runs trials.</summary>
    /// <param name="trials">The trials and what to call them, no two alike.</param>
    /// <param name="progress">Is told how they go on.</param>
    /// <param name="end">Asks all to end.</param>
    /// <returns>Their records.</returns>
    /// <exception cref="OperationCanceledException">They were asked to end.</exception>
    public IReadOnlyCollection<TrialRecord> Run(IReadOnlyCollection<(TrainingTrial Trial, string Name)> trials, ManyProgress progress, CancellationToken end)
    {
        var (open, records) = (new ConcurrentQueue<Work>(Packed(trials)), new ConcurrentBag<TrialRecord>());
        Exception? failure = null;
        Thread[] workers = [.. Enumerable.Range(0, Math.Min(jobs, trials.Count)).Select(_ => new Thread(Take))];
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
        if (failure is not null)
            throw failure;
        if (end.IsCancellationRequested)
            throw new OperationCanceledException("stopped before all trials were done; the same command goes on from there");
        return records;

        void Take()
        {
            try
            {
                while (!end.IsCancellationRequested && Volatile.Read(ref failure) is null && open.TryDequeue(out var work))
                {
                    if (work.WasBusy)
                        end.WaitHandle.WaitOne(BeforeAskingAgain);
                    foreach (var (_, name) in work.Trials)
                        progress.Begin(name);
                    // What was packed and did not end well is gone on with one by one, from the checkpoints: what brought one down need not bring down the others.
                    var left = new List<(TrainingTrial Trial, string Name)>();
                    foreach (var (trial, record) in work.Trials.Zip(Run(work, progress, end)))
                    {
                        progress.Done(trial.Name, isDone: record is not null, record is null ? "" : Outcome(record));
                        if (record is not null)
                            records.Add(record);
                        else
                            left.Add(trial);
                    }

                    foreach (var trial in left)
                        open.Enqueue(new Work([trial], WasBusy: true));
                }
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or FailureException or System.ComponentModel.Win32Exception)
            {
                failure = cause is System.ComponentModel.Win32Exception ? new FailureException(cause.Message, cause) : cause;
            }
        }
    }

    /// <summary>Trials that run in one process: one, or several that can be packed.</summary>
    private IEnumerable<Work> Packed(IReadOnlyCollection<(TrainingTrial Trial, string Name)> trials)
    {
        var left = trials.ToList();
        while (left is [var first, ..])
        {
            var together = left.Where(other => other == first || (Pack > 1 && other.Trial.CanBePackedWith(first.Trial))).Take(Pack).ToArray();
            left.RemoveAll(together.Contains);
            yield return new Work(together, WasBusy: false);
        }
    }

    /// <summary>Runs trials in one process; null for one that was interrupted, that another process is running, or that failed in company.</summary>
    private TrialRecord?[] Run(Work work, ManyProgress progress, CancellationToken end)
    {
        TrialRecord? Known(TrainingTrial trial) => store.Find(study, trial.Specification.Id, []);
        var trials = work.Trials;
        if (work.WasBusy && Known(trials[0].Trial) is { Status: not TrialStatus.Failed } meanwhile && !RunsRecorded)
            return [meanwhile];
        var (started, watch) = (DateTime.UtcNow, Stopwatch.StartNew());
        string[] options =
        [
            "--study", study, "--out", folder, "--device", device, .. trials.SelectMany(trial => events is null ? [] : new[] { EventFolder.OptionName, events.PathOf(trial.Trial) }),
            .. RunsRecorded ? Array.Empty<string>() : [TrialCommand.UnlessRecorded], .. trials.Count == 1 ? Array.Empty<string>() : ["--pack", $"{trials.Count}"],
        ];
        for (var attempt = 1; ; attempt++)
        {
            var (speed, before) = (new ProgressMeter(long.MaxValue, "", TimeProvider.System), -1L);
            var (exitCode, errors) = TrialProcess.Run(trials.Select(trial => trial.Trial.Specification.Canonical), options, (done, total, note) =>
            {
                speed.Add(before < 0 ? 0 : done - before);
                before = done;
                foreach (var (_, name) in trials)
                    progress.Report(name, (double)done / total, Noted(speed, total - done, note));
            }, end);
            if (exitCode == CommandLine.Success)
                return [.. trials.Select(trial => Known(trial.Trial) ?? throw new FailureException($"the trial {trial.Trial.Specification.Id} ended without a record"))];
            if (end.IsCancellationRequested || exitCode is TrialCommand.Busy or CommandLine.Interrupted || trials.Count > 1)
                return new TrialRecord?[trials.Count];
            if (attempt < Attempts)
                continue;
            var reason = $"its process ended {attempt} times, with the exit code {exitCode}{(exitCode > 128 ? $" (signal {exitCode - 128})" : "")}: {errors}";
            var failed = new TrialRecord(study, trials[0].Trial.Specification, ThisProgram.OnTheCpu() with { Device = device }, started, watch.Elapsed.TotalSeconds, TrialStatus.Failed, reason, []);
            store.Write(failed);
            return [failed];
        }
    }

    private static string Noted(ProgressMeter speed, long left, string note) => speed.Rate is { } rate
        ? string.Create(CultureInfo.InvariantCulture, $"{rate:0} it/s, {ProgressMeter.Words(TimeSpan.FromSeconds(Math.Min(left / rate, LongestSeconds)))} left{(note.Length > 0 ? $", {note}" : "")}")
        : note;

    /// <summary>What came out of a trial, in a few words.</summary>
    public static string Outcome(TrialRecord record)
    {
        if (record.Status != TrialStatus.Completed)
            return $"{record.Status.ToString().ToLowerInvariant()}, {record.Reason}";
        var result = TrainingResultJson.Of(record);
        return string.Create(CultureInfo.InvariantCulture, $"{result.SparsityByScale():0.0 %} of features inactive by γ, test error {result.Test.Top1Error:0.0 %}, {record.Seconds:0} s");
    }

    private sealed record Work(IReadOnlyList<(TrainingTrial Trial, string Name)> Trials, bool WasBusy);
}
