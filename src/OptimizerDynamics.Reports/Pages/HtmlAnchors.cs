using System.Globalization;
using System.Text;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The ids of one HTML file: no two are the same, and those of studies and of findings are the same every time.</summary>
internal sealed class HtmlAnchors
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _pages = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Page, string Finding), string> _findings = [];

    /// <summary>Ids for some pages: a page's is its name.</summary>
    /// <param name="pages">The pages.</param>
    public HtmlAnchors(IReadOnlyList<StudyPage> pages)
    {
        foreach (var page in pages)
            _pages[page.Name] = Unique(page.Name);
    }

    /// <summary>The id of a page's section.</summary>
    /// <param name="page">One of the pages.</param>
    public string Of(StudyPage page) => _pages[page.Name];

    /// <summary>The id of the section of the page of some name; null where there is none.</summary>
    /// <param name="page">The study's name.</param>
    public string? OfPage(string page) => _pages.GetValueOrDefault(page);

    /// <summary>Where a page decides a hypothesis: the heading of the finding, or else the page's section.</summary>
    /// <param name="page">The page, which has been written.</param>
    /// <param name="finding">The hypothesis's id.</param>
    public string Of(StudyPage page, string finding) => OfFinding(_pages[page.Name], finding) ?? _pages[page.Name];

    /// <summary>The id of a finding's heading; null where there is none.</summary>
    /// <param name="section">The id of a page's section.</param>
    /// <param name="finding">The hypothesis's id.</param>
    public string? OfFinding(string section, string finding) => _findings.GetValueOrDefault((section, finding));

    /// <summary>Takes an id for a heading of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="text">The heading's text, which begins with a finding's id and a colon where it is a finding's.</param>
    public string Heading(StudyPage page, string text)
    {
        var section = _pages[page.Name];
        var finding = page.Findings.FirstOrDefault(finding => text.StartsWith($"{finding.Id}: ", StringComparison.Ordinal))?.Id;
        var id = Unique($"{section}-{finding ?? text}");
        if (finding is not null)
            _findings.TryAdd((section, finding), id);
        return id;
    }

    /// <summary>The id of the index's list of measurements; null where it has none.</summary>
    public string? Measurements { get; private set; }

    /// <summary>Takes the id of the index's list of measurements.</summary>
    public string Measure() => Measurements = Unique("index-measurements");

    /// <summary>Takes an id: the text's letters and digits in lower case, with hyphens between, and a number behind where that is
    /// taken.</summary>
    /// <param name="text">Some text.</param>
    public string Unique(string text)
    {
        var slug = new StringBuilder();
        foreach (var letter in text.Normalize(NormalizationForm.FormC).ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter))
                slug.Append(letter);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        var plain = slug.ToString().TrimEnd('-');
        if (plain.Length == 0)
            plain = "part";
        var id = plain;
        for (var number = 2; !_taken.Add(id); number++)
            id = string.Create(CultureInfo.InvariantCulture, $"{plain}-{number}");
        return id;
    }

    /// <summary>The page that says most on a hypothesis: one that decides it before one that leaves it open, and the first of
    /// those.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="hypothesis">The hypothesis's id.</param>
    public static (StudyPage Page, Finding Finding)? Decided(IReadOnlyList<StudyPage> pages, string hypothesis)
    {
        var found = pages
            .SelectMany(page => page.Findings.Where(finding => finding.Id == hypothesis).Select(finding => (Page: page, Finding: finding)))
            .OrderBy(of => of.Finding.Outcome == HypothesisOutcome.Open)
            .ToList();
        return found.Count == 0 ? null : found[0];
    }
}
