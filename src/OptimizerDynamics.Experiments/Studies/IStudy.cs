namespace OptimizerDynamics.Experiments;

/// <summary>A study at one of its profiles: a question, and the trials that answer it.</summary>
public interface IStudy
{
    /// <summary>The kind of study, which runs it and reports on it.</summary>
    IStudyKind Kind { get; }

    /// <summary>The study's name.</summary>
    string Name { get; }

    /// <summary>The question that it answers.</summary>
    string Question { get; }

    /// <summary>The profile that was chosen.</summary>
    string Profile { get; }

    /// <summary>Its trials, no two alike.</summary>
    IEnumerable<IStudyTrial> All { get; }

    /// <summary>The resources that its tasks ask Slurm for, where its trials run as tasks.</summary>
    SlurmSettings Slurm => SlurmSettings.Default;

    /// <summary>What was fixed before its first record; null for a study that tests no hypothesis.</summary>
    Preregistration? Plan => null;

    /// <summary>The settings of each optimizer in its trials, a line each, those included that its file does not mention.</summary>
    IEnumerable<string> SettingsInForce => [];

    /// <summary>Notices about its trials' settings for the user who runs it, a line each.</summary>
    IEnumerable<string> Notices => [];

    /// <summary>The same study with every training computed by one engine.</summary>
    /// <param name="name">The engine: <c>cpu</c> or <c>libtorch</c>.</param>
    /// <param name="source">Where the name stands, for messages.</param>
    /// <exception cref="InputException">There is no such engine, it does not compute one of the networks, or the study trains
    /// none.</exception>
    IStudy WithEngine(string name, string source) => throw new InputException($"{source}: the study '{Name}' trains no network");

    /// <summary>The name of a trial, which tells it from the study's others; its id unless there is a more readable one.</summary>
    /// <param name="trial">One of <see cref="All"/>.</param>
    string NameOf(IStudyTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.Specification.Id;
    }

    /// <summary>The records that a report is made of, and that are committed: of those of all trials what a report reads.</summary>
    /// <param name="records">The trials' records, whole.</param>
    IEnumerable<TrialRecord> Reported(IEnumerable<TrialRecord> records) => records;
}
