using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace OptimizerDynamics.Experiments;

/// <summary>Trials that wait to be run, alone or packed, by some workers.</summary>
/// <remarks>A trial that another process is running is waited for. What was packed and did not end well is resumed trial by trial, from its
/// checkpoints: what brought one down need not bring down the others.</remarks>
/// <param name="run">The trials.</param>
/// <param name="options">How they are run.</param>
/// <param name="execute">Runs some that can be packed; null for one that was interrupted, that another process is running, or that failed
/// in company.</param>
internal sealed class TrialQueue(
    StudyRun run, ExecutorOptions options, Func<IReadOnlyList<IStudyTrial>, IReadOnlyList<TrialRecord?>> execute)
{
    private static readonly TimeSpan _beforeAskingAgain = TimeSpan.FromSeconds(1);

    /// <summary>Runs trials.</summary>
    /// <param name="workers">How many groups of them run at a time.</param>
    /// <returns>Their records.</returns>
    /// <exception cref="OperationCanceledException">They were asked to end.</exception>
    public IReadOnlyCollection<TrialRecord> Run(int workers)
    {
        var (open, records) = (new ConcurrentQueue<Work>(Packed(run.Trials)), new ConcurrentBag<TrialRecord>());
        ExceptionDispatchInfo? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, Math.Min(workers, open.Count)).Select(_ => new Thread(Take))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        failure?.Throw();
        if (run.End.IsCancellationRequested)
            throw new OperationCanceledException("stopped before all trials were done; the same command resumes from there", run.End);
        return records;

        void Take()
        {
            try
            {
                while (!run.End.IsCancellationRequested && Volatile.Read(ref failure) is null && open.TryDequeue(out var work))
                {
                    if (work.IsSecond)
                        run.End.WaitHandle.WaitOne(_beforeAskingAgain);
                    foreach (var trial in Do(work, records))
                        open.Enqueue(new Work([trial], IsSecond: true));
                }
            }
            catch (Exception cause) when (cause is not OperationCanceledException || !run.End.IsCancellationRequested)
            {
                failure = ExceptionDispatchInfo.Capture(cause);
            }
            catch (OperationCanceledException)
            {
                // Asked to end, and said above.
            }
        }
    }

    /// <summary>Runs a group.</summary>
    /// <returns>Those that have no record yet.</returns>
    private List<IStudyTrial> Do(Work work, ConcurrentBag<TrialRecord> records)
    {
        foreach (var trial in work.Trials)
            run.Progress.Report(new TrialProgress(trial.Specification.Id, TrialPhase.Started));
        var left = new List<IStudyTrial>();
        foreach (var (trial, record) in work.Trials.Zip(RecordsOf(work)))
        {
            var phase = record is null ? TrialPhase.Postponed : TrialPhase.Recorded;
            run.Progress.Report(new TrialProgress(trial.Specification.Id, phase, record is null ? 0 : 1, Record: record));
            if (record is null)
                left.Add(trial);
            else
                records.Add(record);
        }

        return left;
    }

    private IReadOnlyList<TrialRecord?> RecordsOf(Work work) =>
        work.IsSecond && !options.RunsRecorded
        && run.Store.Find(run.Study.Name, work.Trials[0].Specification.Id, []) is { Status: not TrialStatus.Failed } meanwhile
            ? [meanwhile]
            : execute(work.Trials);

    /// <summary>Trials that run together: one, or several that can be packed.</summary>
    private IEnumerable<Work> Packed(IEnumerable<IStudyTrial> trials)
    {
        var left = trials.ToList();
        while (left is [var first, ..])
        {
            var together = left.Where(other => ReferenceEquals(other, first) || (options.Pack > 1 && other.CanBePackedWith(first)))
                .Take(options.Pack).ToArray();
            left.RemoveAll(together.Contains);
            yield return new Work(together, IsSecond: false);
        }
    }

    private sealed record Work(IReadOnlyList<IStudyTrial> Trials, bool IsSecond);
}
