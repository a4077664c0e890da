using System.Collections.Immutable;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>A folder of reports, <c>NAME/</c> for each study: records in (<c>records.jsonl</c>), pages out.</summary>
public sealed class ReportFolder
{
    /// <summary>Where the committed reports are.</summary>
    public const string Default = "reports";

    /// <summary>The profile that the committed reports are made of.</summary>
    public const string CommittedProfile = "standard";

    private const string RecordsName = "records.jsonl";

    private readonly Registry _registry;
    private readonly Dictionary<string, ImmutableArray<IStudy>> _studies = [];

    /// <summary>A folder of reports on some studies. Nothing is read of it or written to it yet.</summary>
    /// <param name="registry">What names in studies and records mean.</param>
    /// <param name="path">The folder; it need not be there.</param>
    /// <param name="studies">The studies; where two have one name, the later counts.</param>
    /// <exception cref="InputException">A study's file cannot be used.</exception>
    public ReportFolder(Registry registry, string path, IEnumerable<StudyText> studies)
    {
        ArgumentNullException.ThrowIfNull(studies);
        (_registry, FolderPath) = (registry, path);
        foreach (var profiles in studies.Select(text => StudyFile.ReadAll(registry, text)))
            _studies[profiles[0].Name] = [.. profiles];
    }

    /// <summary>The folder.</summary>
    public string FolderPath { get; }

    /// <summary>The studies that have records here, by name.</summary>
    public IReadOnlyList<string> Studies =>
        [.. _studies.Keys.Where(study => File.Exists(RecordsOf(FolderPath, study))).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Where the report of a study goes: to the committed ones at the profile <see cref="CommittedProfile"/>, beside the records at others.
    /// </summary>
    /// <param name="study">The study.</param>
    /// <param name="store">The folder of its records.</param>
    public static string PathFor(IStudy study, string store)
    {
        ArgumentNullException.ThrowIfNull(study);
        return study.Profile == CommittedProfile ? Default : PathFor(study.Profile, store);
    }

    /// <summary>The file of the records that a study's report is made of.</summary>
    /// <param name="path">The folder of the reports.</param>
    /// <param name="study">The study's name.</param>
    public static string RecordsOf(string path, string study) => Path.Combine(path, study, RecordsName);

    /// <summary>Where the reports of a profile are that are not committed: beside the records.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="store">The folder of the records.</param>
    public static string PathFor(string profile, string store) => Path.Combine(store, "reports", profile);

    /// <summary>Writes the records that a study's report is made of.</summary>
    /// <param name="study">The study.</param>
    /// <param name="records">The records of its trials, whole.</param>
    /// <exception cref="IOException">They cannot be written; what was there before still is.</exception>
    public void WriteRecords(IStudy study, IEnumerable<TrialRecord> records)
    {
        ArgumentNullException.ThrowIfNull(study);
        Directory.CreateDirectory(Path.Combine(FolderPath, study.Name));
        RunStore.WriteLines(RecordsOf(FolderPath, study.Name), study.Reported(records));
    }

    /// <summary>Writes the reports of some studies, and the page that leads to all. All is made before anything is written.</summary>
    /// <param name="studies">The studies' names; none for all that have records.</param>
    /// <param name="progress">Takes a line for each figure, and the pages' paths at the end.</param>
    /// <param name="hasHtml">Whether all reports are also written as one HTML file.</param>
    /// <returns>The pages of all studies that have records.</returns>
    /// <exception cref="InputException">Records cannot be read, or are none of their study.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public IReadOnlyList<StudyPage> Write(IReadOnlyCollection<string> studies, TextWriter progress, bool hasHtml = false)
    {
        ArgumentNullException.ThrowIfNull(studies);
        ArgumentNullException.ThrowIfNull(progress);
        var pages = Pages();
        var files = Make(pages, studies, progress);
        if (hasHtml)
            files = files.Add(ReportFiles.HtmlName, ReportFiles.Html(pages, Others(), _registry.Hypotheses, Tell(progress)));
        foreach (var (name, bytes) in files)
        {
            var target = Path.Combine(FolderPath, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            // A picture that shows the same stays as it is: another machine's compressor is no reason for a commit.
            if (!File.Exists(target) || ReportComparison.Difference(name, File.ReadAllBytes(target), bytes) is not null)
                AtomicFile.Write(target, bytes);
        }

        string[] entries = hasHtml ? [ReportFiles.PageName, ReportFiles.HtmlName] : [ReportFiles.PageName];
        progress.WriteLine($"reports: {string.Join(", ", entries.Select(name => Path.Combine(FolderPath, name)))}");
        return pages;
    }

    /// <summary>Compares what is in the folder with what the records give.</summary>
    /// <param name="studies">The studies' names; none for all that have records.</param>
    /// <param name="progress">Takes a line for each figure.</param>
    /// <returns>A line for each file that is missing, is another, or belongs to no report.</returns>
    /// <exception cref="InputException">Records cannot be read, or are none of their study.</exception>
    public IReadOnlyList<string> Differences(IReadOnlyCollection<string> studies, TextWriter progress)
    {
        ArgumentNullException.ThrowIfNull(studies);
        ArgumentNullException.ThrowIfNull(progress);
        var files = Make(Pages(), studies, progress);
        var differences = new List<string>();
        foreach (var (name, expected) in files)
        {
            var committed = Path.Combine(FolderPath, name);
            var difference = File.Exists(committed)
                ? ReportComparison.Difference(name, File.ReadAllBytes(committed), expected)
                : "there is no such file";
            if (difference is not null)
                differences.Add($"{committed}: {difference}");
        }

        var folders = files.Keys.Select(name => Path.GetDirectoryName(name)!).Where(folder => folder.Length > 0).Distinct();
        foreach (var folder in folders.Where(folder => Directory.Exists(Path.Combine(FolderPath, folder))))
        {
            var extra = from path in Directory.EnumerateFiles(Path.Combine(FolderPath, folder)).Order(StringComparer.Ordinal)
                        let name = Path.GetFileName(path)
                        where name != RecordsName && !files.ContainsKey($"{folder}/{name}")
                        select $"{path}: the report has no such file";
            differences.AddRange(extra);
        }

        return differences;
    }

    private IReadOnlyList<StudyPage> Pages() => [.. ReportFiles.InParallel(Studies, PageOf).Select(made => made.Made)];

    /// <summary>The files of some studies, or of all, and the page that leads to all.</summary>
    private ImmutableSortedDictionary<string, byte[]> Make(
        IReadOnlyList<StudyPage> pages, IReadOnlyCollection<string> studies, TextWriter progress)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        foreach (var page in pages.Where(page => studies.Count == 0 || studies.Contains(page.Name)))
            files.AddRange(ReportFiles.Of(page, Tell(progress)));
        files[ReportFiles.PageName] = ReportFiles.Index(pages, Others(), _registry.Hypotheses);
        return files.ToImmutable();
    }

    private Action<string> Tell(TextWriter progress) => picture => progress.WriteLine(Path.Combine(FolderPath, picture));

    private OtherReport[] Others() => [.. OtherReport.All.Where(other => File.Exists(Path.Combine(FolderPath, other.Link)))];

    private StudyPage PageOf(string study)
    {
        try
        {
            var records = RunStore.ReadLines(RecordsOf(FolderPath, study));
            var ids = records.Select(record => record.Id).ToHashSet();
            // Title, question and what is shown are the same at every profile; what its settings are called is not.
            var profile = _studies[study].MaxBy(profile => profile.All.Count(trial => ids.Contains(trial.Specification.Id)))!;
            return profile.Kind is IReportedKind kind
                ? kind.Page(profile, records)
                : throw new FormatException($"studies of kind '{profile.Kind.Name}' have no report");
        }
        catch (FormatException cause)
        {
            throw new InputException($"{RecordsOf(FolderPath, study)}: {cause.Message}", cause);
        }
    }
}
