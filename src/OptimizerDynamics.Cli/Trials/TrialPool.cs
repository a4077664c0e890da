using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OptimizerDynamics.Cli.Progress;
using OptimizerDynamics.Cli.Studies;
using OptimizerDynamics.Cli.Training;
using OptimizerDynamics.Records;

namespace OptimizerDynamics.Cli.Trials;

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
    private static readonly TimeSpan BeforeAskingAgain = TimeSpan.FromSeconds(1);

    /// <summary>Whether a trial is run although another process has left a record of it meanwhile.</summary>
    public bool RunsRecorded { get; init; }

    /// <summary>Runs trials.</summary>
    /// <param name="trials">The trials and what to call them, no two alike.</param>
    /// <param name="progress">Is told how they go on.</param>
    /// <param name="end">Asks all to end.</param>
    /// <returns>Their records.</returns>
    /// <exception cref="OperationCanceledException">They were asked to end.</exception>
    public IReadOnlyCollection<TrialRecord> Run(IReadOnlyCollection<(TrainingTrial Trial, string Name)> trials, ManyProgress progress, CancellationToken end)
    {
        var (open, records) = (new ConcurrentQueue<(TrainingTrial Trial, string Name, bool WasBusy)>(trials.Select(trial => (trial.Trial, trial.Name, false))), new ConcurrentBag<TrialRecord>());
        Exception? failure = null;
        Thread[] workers = [.. Enumerable.Range(0, Math.Min(jobs, trials.Count)).Select(_ => new Thread(Work))];
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
        if (failure is not null)
            throw failure;
        if (end.IsCancellationRequested)
            throw new OperationCanceledException("stopped before all trials were done; the same command goes on from there");
        return records;

        void Work()
        {
            try
            {
                while (!end.IsCancellationRequested && Volatile.Read(ref failure) is null && open.TryDequeue(out var next))
                {
                    if (next.WasBusy)
                        end.WaitHandle.WaitOne(BeforeAskingAgain);
                    progress.Begin(next.Name);
                    var record = (next.WasBusy ? store.Find(study, next.Trial.Specification.Id, []) : null) ?? Run(next.Trial, next.Name, progress, end);
                    progress.Done(next.Name, isDone: record is not null, record is null ? "" : Outcome(record));
                    if (record is not null)
                        records.Add(record);
                    else
                        open.Enqueue(next with { WasBusy = true });
                }
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or FailureException or System.ComponentModel.Win32Exception)
            {
                failure = cause is System.ComponentModel.Win32Exception ? new FailureException(cause.Message, cause) : cause;
            }
        }
    }

    /// <summary>Runs a trial; null where it was interrupted, or another process is running it.</summary>
    private TrialRecord? Run(TrainingTrial trial, string name, ManyProgress progress, CancellationToken end)
    {
        var (started, watch) = (DateTime.UtcNow, Stopwatch.StartNew());
        string[] options =
        [
            "--study", study, "--out", folder, "--device", device, .. events is null ? [] : new[] { EventFolder.OptionName, events.PathOf(trial) },
            .. RunsRecorded ? Array.Empty<string>() : [TrialCommand.UnlessRecorded],
        ];
        for (var attempt = 1; ; attempt++)
        {
            var (speed, before) = (new ProgressMeter(long.MaxValue, "", TimeProvider.System), -1L);
            var (exitCode, errors) = TrialProcess.Run(trial.Specification.Canonical, options, (done, total, note) =>
            {
                speed.Add(before < 0 ? 0 : done - before);
                before = done;
                progress.Report(name, (double)done / total, Noted(speed, note));
            }, end);
            if (exitCode == CommandLine.Success)
                return store.Find(study, trial.Specification.Id, []) ?? throw new FailureException($"the trial {trial.Specification.Id} ended without a record");
            if (end.IsCancellationRequested || exitCode is TrialCommand.Busy or CommandLine.Interrupted)
                return null;
            if (attempt < Attempts)
                continue;
            var reason = $"its process ended {attempt} times, with the exit code {exitCode}{(exitCode > 128 ? $" (signal {exitCode - 128})" : "")}: {errors}";
            var failed = new TrialRecord(study, trial.Specification, ThisProgram.OnTheCpu() with { Device = device }, started, watch.Elapsed.TotalSeconds, TrialStatus.Failed, reason, []);
            store.Write(failed);
            return failed;
        }
    }

    private static string Noted(ProgressMeter speed, string note) =>
        speed.Rate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate:0} it/s{(note.Length > 0 ? $", {note}" : "")}") : note;

    /// <summary>What came out of a trial, in a few words.</summary>
    public static string Outcome(TrialRecord record)
    {
        if (record.Status != TrialStatus.Completed)
            return $"{record.Status.ToString().ToLowerInvariant()}, {record.Reason}";
        var result = TrainingResult.FromJson(record.Result);
        return string.Create(CultureInfo.InvariantCulture, $"{result.SparsityByScale():0.0 %} of features inactive by γ, test error {result.Test.Top1Error:0.0 %}, {record.Seconds:0} s");
    }
}
