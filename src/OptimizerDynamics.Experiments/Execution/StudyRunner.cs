namespace OptimizerDynamics.Experiments;

/// <summary>Which trials of a study are to be run.</summary>
/// <param name="Study">The study.</param>
/// <param name="Known">The records of trials that are left as they are, by id.</param>
/// <param name="Open">The trials that are to be run.</param>
public sealed record StudyTrials(IStudy Study, IReadOnlyDictionary<string, TrialRecord> Known, IReadOnlyList<IStudyTrial> Open)
{
    /// <summary>The trials of a study: those without a record, or with one of status <c>failed</c>, are to be run, seed by seed.</summary>
    /// <remarks>What the store has of another study, made under that one's plan, is taken over: the record is written for this study, too,
    /// and says where it comes from.</remarks>
    /// <param name="study">The study.</param>
    /// <param name="store">Holds the study's records.</param>
    /// <param name="runsAll">Whether everything is run again.</param>
    /// <param name="warn">Takes a line for each record that was set aside.</param>
    public static StudyTrials Of(IStudy study, RunStore store, bool runsAll, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(warn);
        var notices = new List<string>();
        var all = store.ReadAll(study.Name, notices).Where(record => record.Status != TrialStatus.Failed).ToDictionary(record => record.Id);
        if (study.Kind.RunsInProcesses && !runsAll)
            TakeOver(study, store, all, notices);
        notices.ForEach(warn);
        var open = study.All.DistinctBy(trial => trial.Specification.Id)
            .Where(trial => runsAll || !all.ContainsKey(trial.Specification.Id))
            .OrderBy(trial => trial.Seed).ToList();
        var ids = open.Select(trial => trial.Specification.Id).ToHashSet();
        var known = study.All.Select(trial => trial.Specification.Id).Distinct().Where(id => !ids.Contains(id))
            .ToDictionary(id => id, id => all[id]);
        return new StudyTrials(study, known, open);
    }

    /// <summary>The number of the study's trials.</summary>
    public int Count => Known.Count + Open.Count;

    private static void TakeOver(IStudy study, RunStore store, Dictionary<string, TrialRecord> known, List<string> notices)
    {
        var plan = study.Plan?.Hash;
        foreach (var id in study.All.Select(trial => trial.Specification.Id).Distinct().Where(id => !known.ContainsKey(id)))
        {
            if (store.FindInOther(study.Name, id, notices) is not { Plan: not null } other)
                continue;
            known[id] = other with { Study = study.Name, Plan = plan, TakenFrom = other.TakenFrom ?? other.Study };
            store.Write(known[id]);
        }
    }
}

/// <summary>Runs a study: every trial that has no record yet.</summary>
/// <param name="store">Where records are kept.</param>
/// <param name="environment">The program and libraries of this process, for records.</param>
/// <param name="executor">Runs the trials that are long enough for it.</param>
public sealed class StudyRunner(RunStore store, RunEnvironment environment, ITrialExecutor executor)
{
    /// <summary>The largest number of trials that run at a time, at least 1.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>The folder of files for TensorBoard, which trainings with records get, too; null for none.</summary>
    public EventFolder? Events { get; init; }

    /// <summary>Runs the open trials of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Takes the trials' progress, from any thread.</param>
    /// <param name="cancellation">Asks them to end.</param>
    /// <returns>The records of all of the study's trials, in their order.</returns>
    /// <exception cref="OperationCanceledException">They were asked to end; the same call resumes.</exception>
    public IReadOnlyList<TrialRecord> Run(StudyTrials plan, IProgress<TrialProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var records = plan.Known.ToDictionary();
        if (Events is { } events && plan.Study.Kind.WriteEvents is { } write)
        {
            foreach (var trial in plan.Study.All.Where(trial => records.ContainsKey(trial.Specification.Id)))
                write(events.PathOf(trial), records[trial.Specification.Id]);
        }

        var run = new StudyRun(plan.Study, [.. plan.Open], store, environment, Jobs, executor, progress, cancellation);
        foreach (var record in plan.Study.Kind.Run(run))
            records[record.Id] = record;
        return [.. plan.Study.All.Select(trial => trial.Specification.Id).Distinct().Select(id => records[id])];
    }
}
