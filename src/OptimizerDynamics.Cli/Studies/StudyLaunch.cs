using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>How studies are run from the command line: what <c>optdyn run</c> and <c>optdyn reproduce</c> are told.</summary>
/// <param name="context">Shows the trials, and takes warnings.</param>
internal sealed class StudyLaunch(CommandContext context)
{
    /// <summary>Shows the trials.</summary>
    public CommandContext Context => context;

    /// <summary>Where records are kept.</summary>
    public required RunStore Store { get; init; }

    /// <summary>Where trainings compute.</summary>
    public required string Device { get; init; }

    /// <summary>The folder that TensorBoard is started with; null where nothing is written for it.</summary>
    public string? Events { get; init; }

    /// <summary>Whether trials are run again that have a record.</summary>
    public bool RunsAll { get; init; }

    /// <summary>How many trials run at a time.</summary>
    public int Jobs { get; init; }

    /// <summary>How many trainings are packed into one network.</summary>
    public int Pack { get; init; }

    /// <summary>Runs what has not been run, or has failed.</summary>
    /// <returns>The records of all of the study's trials.</returns>
    public IReadOnlyList<TrialRecord> Run(IStudy study)
    {
        var plan = StudyTrials.Of(study, Store, RunsAll, context.Warn);
        context.Output.WriteLine($"{study.Name}, profile {study.Profile}: {plan.Count} trials, {plan.Known.Count} of them done before");
        foreach (var settings in study.SettingsInForce)
            context.Output.WriteLine(settings);
        foreach (var notice in study.Notices)
            context.Note(notice);
        var events = EventsOf(study);
        Require(context.Registry, plan.Open, Device);
        var executor = new ProcessExecutor(ThisProgram.Command(), Device)
        {
            Options = new ExecutorOptions { Pack = Pack, RunsRecorded = RunsAll, Events = events },
        };
        var runner = new StudyRunner(Store, ThisProgram.OnTheCpu(), executor) { Jobs = Jobs, Events = events };
        IReadOnlyList<TrialRecord> records = [];
        using var end = new EndRequest();
        new ProgressDisplay(context.Output).ShowMany(study.Name, plan.Open.Count, "trials", progress => records = runner.Run(
            plan, new TrialDisplay(progress, study, TimeProvider.System), end.Token));
        return records;
    }

    /// <summary>Makes sure that the data sets and engines of trials can be had, before any of them runs.</summary>
    /// <param name="registry">Has the data sets.</param>
    /// <param name="trials">The trials.</param>
    /// <param name="device">Where trainings compute.</param>
    /// <exception cref="FailureException">libtorch cannot be loaded.</exception>
    /// <exception cref="InputException">There is no such data set, engine or device.</exception>
    public static void Require(Registry registry, IReadOnlyCollection<IStudyTrial> trials, string device)
    {
        KnownData.Require(registry, trials.SelectMany(trial => trial.DataSets).ToHashSet());
        TrainingEngines.Require(trials, device);
    }

    private EventFolder? EventsOf(IStudy study) => Events is null ? null
        : study.Kind.WriteEvents is not null ? new EventFolder(Events, study.Name, study.NameOf)
        : throw new InputException($"{TrialProtocol.EventsOption}: the study '{study.Name}' trains no network");
}
