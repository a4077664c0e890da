using System.CommandLine;
using System.CommandLine.Completions;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;

namespace OptimizerDynamics.Cli;

/// <summary>The study that a command is about.</summary>
/// <param name="Found">Where it was found.</param>
/// <param name="Study">The study, at the profile that was chosen.</param>
/// <param name="Store">Where the records of its trials are kept.</param>
internal sealed record ChosenStudy(KnownStudy Found, IStudy Study, RunStore Store)
{
    /// <summary>The folder of its report: the committed reports' for a study of the folder <c>experiments</c> as its file says it, at the
    /// profile of those; else one beside the records.</summary>
    public string ReportPath => Found.Origin == StudyOrigin.Folder && !IsOnAnotherEngine
        ? ReportFolder.PathFor(Study, Store.Folder)
        : ReportFolder.PathFor(Study.Profile, Store.Folder);

    /// <summary>Whether an option named the engine: its trials are others than the study's.</summary>
    private bool IsOnAnotherEngine { get; init; }

    /// <summary>Adds to a command what chooses a study: its name or file, a profile, an engine, and the folder of its
    /// records.</summary>
    /// <param name="command">The command.</param>
    /// <param name="registry">What names in studies mean.</param>
    /// <returns>What reads the choice; it throws <see cref="InputException"/> where there is no such study.</returns>
    public static Func<ParseResult, ChosenStudy> AddTo(Command command, Registry registry)
    {
        var study = new Argument<string>("study") { Description = "A study's name, or its file.", HelpName = "study" };
        study.CompletionSources.Add(_ => KnownStudies.All().Select(known => new CompletionItem(known.Name)));
        var (profile, store, engine) =
            (StudyOptions.Profile(ReportFolder.CommittedProfile), StudyOptions.StoreOfStudy(), StudyOptions.Engine());
        command.Add(study);
        foreach (var option in new Option[] { profile, engine, store })
            command.Add(option);
        return parsed =>
        {
            var found = KnownStudies.Find(parsed.GetRequiredValue(study));
            var read = StudyFile.Read(registry, found.Text, parsed.GetRequiredValue(profile));
            read = StudyOptions.WithEngine(read, parsed.GetValue(engine));
            return new ChosenStudy(found, read, new RunStore(parsed.GetValue(store) ?? found.Store))
            {
                IsOnAnotherEngine = parsed.GetValue(engine) is not null,
            };
        };
    }

    /// <summary>The folder of reports that its report goes to, opened before anything is run: a study that cannot be read is said at
    /// once.</summary>
    /// <param name="folder">The folder; null for <see cref="ReportPath"/>.</param>
    /// <param name="registry">What names in studies and records mean.</param>
    public ReportFolder OpenReports(string? folder, Registry registry) =>
        new(registry, folder ?? ReportPath, [.. KnownStudies.All().Select(known => known.Text), Found.Text]);

    /// <summary>Makes the study's report.</summary>
    /// <param name="records">The records of its trials.</param>
    /// <param name="reports">The folder that it goes to.</param>
    /// <param name="context">Shows what is drawn and written.</param>
    public void MakeReport(IEnumerable<TrialRecord> records, ReportFolder reports, CommandContext context)
    {
        reports.WriteRecords(Study, records);
        reports.Write([Study.Name], context.Output);
    }

    /// <summary>The study, whose trials are long enough for a task of Slurm's each.</summary>
    /// <param name="command">The command that asks.</param>
    /// <exception cref="InputException">They are too short.</exception>
    public ChosenStudy Submittable(string command) => Study.Kind.RunsInProcesses ? this : throw new InputException(
        $"{command}: the trials of {Study.Name} take seconds each, too little for a task of Slurm's: 'optdyn run {Study.Name}' runs them");
}
