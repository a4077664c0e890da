using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;

namespace OptimizerDynamics.Cli;

/// <summary>A folder of reports: records in, pages out.</summary>
/// <param name="path">The folder.</param>
/// <param name="file">A study's file that is not to be looked for among the experiments; null when there is none.</param>
internal sealed class ReportFolder(string path, string? file = null)
{
    /// <summary>Where the committed reports are.</summary>
    public const string Default = "reports";

    private const string RecordsName = "records.jsonl";

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    private readonly Dictionary<string, IStudy> _studies = Known(file);

    /// <summary>Where the report of a study goes: to the committed ones where it is of the standard profile, beside the records where it is of another.</summary>
    /// <param name="study">The study.</param>
    /// <param name="file">Its file.</param>
    /// <param name="store">Where its records are kept.</param>
    /// <param name="wanted">Another folder, where one was named.</param>
    public static ReportFolder Of(IStudy study, string file, string store, string? wanted) =>
        new(wanted ?? (study.Profile == StudyOptions.Standard ? Default : System.IO.Path.Combine(store, "reports", study.Profile)), file);

    /// <summary>The studies that have records here, in their order.</summary>
    public IReadOnlyList<string> Studies() => [.. _studies.Keys.Where(study => File.Exists(RecordsOf(study))).Order(StringComparer.Ordinal)];

    /// <summary>The reports' pages, as data.</summary>
    private StudyPage[] Pages() => [.. Studies().Select(Page)];

    /// <summary>Writes the records that a study's report is made of.</summary>
    public void WriteRecords(IStudy study, IEnumerable<TrialRecord> records)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, study.Name));
        RunStore.WriteLines(RecordsOf(study.Name), study.Reported(records));
    }

    /// <summary>Writes the records that a study's report is made of, and the report.</summary>
    public void Make(IStudy study, IEnumerable<TrialRecord> records, TextWriter progress)
    {
        WriteRecords(study, records);
        Write([study.Name], progress);
    }

    /// <summary>Writes the reports of some studies, or of all, and what leads to them. All is made before anything is written.</summary>
    /// <param name="studies">The studies; none for all.</param>
    /// <param name="progress">Is told what is drawn, and what was written.</param>
    /// <param name="hasHtml">Whether all reports are also written as one HTML file.</param>
    /// <returns>What all studies found.</returns>
    public IReadOnlyList<StudyPage> Write(IReadOnlyCollection<string> studies, TextWriter progress, bool hasHtml = false)
    {
        var pages = Pages();
        var files = Make(pages, studies, progress);
        if (hasHtml)
            files = files.Add(ReportFiles.HtmlName, ReportFiles.Html(pages, Others(), Composition.Registry.Hypotheses, Tell(progress)));
        foreach (var (name, bytes) in files)
        {
            var target = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            // A picture that shows the same stays as it is: another machine's compressor is no reason for a commit.
            if (File.Exists(target) && ReportComparison.Difference(name, File.ReadAllBytes(target), bytes) is null)
                continue;
            AtomicFile.Write(target, bytes);
        }

        progress.WriteLine($"reports: {System.IO.Path.Combine(Path, ReportFiles.PageName)}{(hasHtml ? $", {System.IO.Path.Combine(Path, ReportFiles.HtmlName)}" : "")}");
        return pages;
    }

    /// <summary>The files that are not what the records give, and how.</summary>
    public IReadOnlyList<string> Differences(IReadOnlyCollection<string> studies, TextWriter progress)
    {
        var files = Make(Pages(), studies, progress);
        var differences = new List<string>();
        foreach (var (name, expected) in files)
        {
            var committed = System.IO.Path.Combine(Path, name);
            var difference = File.Exists(committed) ? ReportComparison.Difference(name, File.ReadAllBytes(committed), expected) : "there is no such file";
            if (difference is not null)
                differences.Add($"{committed}: {difference}");
        }

        foreach (var folder in files.Keys.Select(name => System.IO.Path.GetDirectoryName(name)!).Where(folder => folder.Length > 0).Distinct().Where(folder => Directory.Exists(System.IO.Path.Combine(Path, folder))))
        {
            foreach (var path in Directory.EnumerateFiles(System.IO.Path.Combine(Path, folder)).Order(StringComparer.Ordinal))
            {
                var name = System.IO.Path.GetFileName(path);
                if (name != RecordsName && !files.ContainsKey($"{folder}/{name}"))
                    differences.Add($"{path}: the report has no such file");
            }
        }

        return differences;
    }

    /// <summary>The files of some studies, or of all, and the page that leads to all.</summary>
    private ImmutableSortedDictionary<string, byte[]> Make(IReadOnlyList<StudyPage> pages, IReadOnlyCollection<string> studies, TextWriter progress)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        foreach (var page in pages.Where(page => studies.Count == 0 || studies.Contains(page.Name)))
            files.AddRange(ReportFiles.Of(page, Tell(progress)));
        files[ReportFiles.PageName] = ReportFiles.Index(pages, Others(), Composition.Registry.Hypotheses);
        return files.ToImmutable();
    }

    private Action<string> Tell(TextWriter progress) => picture => progress.WriteLine(System.IO.Path.Combine(Path, picture));

    private OtherReport[] Others() => [.. OtherReport.All.Where(other => File.Exists(System.IO.Path.Combine(Path, other.Link)))];

    private StudyPage Page(string study)
    {
        try
        {
            var records = RunStore.ReadLines(RecordsOf(study));
            return _studies[study].Kind is IReportedKind kind
                ? kind.Page(_studies[study], records)
                : throw new FormatException($"studies of kind '{_studies[study].Kind.Name}' have no report");
        }
        catch (FormatException cause)
        {
            throw new InputException($"{RecordsOf(study)}: {cause.Message}", cause);
        }
    }

    private string RecordsOf(string study) => System.IO.Path.Combine(Path, study, RecordsName);

    /// <summary>The studies among the experiments, and the one named. Title, question and what is shown are the same at every profile.</summary>
    private static Dictionary<string, IStudy> Known(string? file)
    {
        var studies = new Dictionary<string, IStudy>();
        foreach (var path in StudyFiles.Paths().Append(file).OfType<string>())
        {
            var study = StudyFile.ReadAll(Composition.Registry, path)[0];
            studies[study.Name] = study;
        }

        return studies;
    }
}
