using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The report of a low-gradient study.</summary>
public static class DecayPage
{
    private const string Beyond =
        "**Beyond the paper.** What follows describes: half-lives, of more optimizers and larger λ than the paper's, with the 95 % "
            + "interval "
        + "of each comparison by itself. It is no verdict on the paper's claim, H11: that has a study of its own, `low-gradient-claim`.";

    /// <summary>Makes the report.</summary>
    /// <param name="study">The study: its name, its question and what its report shows.</param>
    /// <param name="records">The study's records, as <see cref="IStudy.Reported"/> gives them.</param>
    /// <exception cref="FormatException">A record is none of such a study, or there is none to report on; the message says
    /// which.</exception>
    public static StudyPage Of(LowGradientStudy study, IReadOnlyList<TrialRecord> records)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(records);
        var read = DecayRecords.Read(study.Registry, records);
        if (read.Settings.IsEmpty)
            throw new FormatException("expected the records of low-gradient trials, found none");
        if (study.Report.Against is not null)
            return MiniBatchPage.Of(study, records, read.Settings);
        if (study.Report.Decides is LowGradientHypothesis hypothesis)
            return ClaimPage.Of(study, hypothesis, records, read.Settings);

        var body = new StringBuilder();
        Section[] sections =
        [
            .. read.Settings.Select((setting, place) => new Section(setting, study.Report, place, read.Settings.Length > 1)),
        ];
        body.Append(CultureInfo.InvariantCulture, $"{sections[0].Answer}\n\n{Beyond}\n\n");
        foreach (var section in sections)
            section.Write(body);
        Figure[] phases = [.. Phases(read.Diagrams)];
        WritePhases(body, phases, read.Diagrams.Length);
        body.Append(CultureInfo.InvariantCulture, $"## How it was made\n\n{Provenance.Of(records)}\n");
        return new StudyPage(
            study.Name, study.Report.Title, study.Question, sections[0].Answer, body.ToString(),
            [.. sections.SelectMany(section => section.Figures), .. phases],
            sections.SelectMany(section => section.Tables).ToImmutableSortedDictionary(StringComparer.Ordinal), [])
        {
            Topic = ReportTopic.LowGradient,
        };
    }

    private static IEnumerable<Figure> Phases(IEnumerable<DiagramSetting> diagrams) =>
        diagrams.Select(PhaseFigure.Of).OfType<Figure>().GroupBy(figure => figure.Name)
            .SelectMany(same => same.Select((figure, index) => figure with { Name = Numbered(figure.Name, index) }));

    private static void WritePhases(StringBuilder body, Figure[] phases, int diagrams)
    {
        if (diagrams == 0)
            return;
        body.Append("## Phase diagrams\n\nThe paper has none. They show, over λ and one more parameter, where L2 kills, how soon, and "
            + "where it does so before weight decay.\n\n");
        foreach (var phase in phases)
            Show(body, phase);
        if (phases.Length < diagrams)
            body.Append(CultureInfo.InvariantCulture, $"{(phases.Length > 0 ? "Of other diagrams: " : "")}{DecayText.NothingToDraw}\n\n");
    }

    private static void Show(StringBuilder body, Figure figure) =>
        body.Append(CultureInfo.InvariantCulture, $"![{figure.Title}]({figure.Name}.png)\n\n");

    private static string Numbered(string name, int place) => place == 0 ? name : $"{name}-{place + 1}";

    /// <summary>What the page says of one setting; a study that sweeps noise, activity or initial value has several.</summary>
    private sealed class Section(DecaySetting setting, LowGradientReport report, int place, bool isOneOfSeveral)
    {
        private readonly DecayTables _tables = new(setting, report);

        private readonly Figure? _glance = Named(GlanceFigure.Of(setting, report.LargerBy), place);
        private readonly Figure? _decay = Named(DecayFigure.Of(setting, report.Curves), place);
        private readonly Figure? _halfLife = Named(HalfLifeFigure.Of(setting), place);

        public IEnumerable<Figure> Figures => new[] { _glance, _decay, _halfLife }.OfType<Figure>();

        public IEnumerable<KeyValuePair<string, ReportTable>> Tables =>
            [KeyValuePair.Create(HalfLife, _tables.All()), KeyValuePair.Create(Measures, _tables.Measures())];

        public string Answer => _tables.Answer();

        private string HalfLife => Numbered("half-life", place);

        private string Measures => Numbered("measures", place);

        /// <summary>The reason for which figures are left out, as a sentence of the page.</summary>
        private string Missing => setting.Horizon <= 0
            ? DecayText.NothingToDraw
            : "No trial has a λ above 0: there are no half-lives to compare or to draw over λ.";

        private static Figure? Named(Figure? figure, int place) =>
            figure is null ? null : figure with { Name = Numbered(figure.Name, place) };

        public void Write(StringBuilder body)
        {
            var level = "##";
            if (isOneOfSeveral)
            {
                body.Append(CultureInfo.InvariantCulture, $"## {DecayText.Setting(setting)}\n\n{(place == 0 ? "" : $"{Answer}\n\n")}");
                level = "###";
            }

            if (_glance is not null)
                Show(body, _glance);
            else
                body.Append(CultureInfo.InvariantCulture, $"{Missing}\n\n");
            body.Append(
                CultureInfo.InvariantCulture,
                $"{level} Where L2 is faster, and where it is not\n\n{_tables.ByOptimizer().ToMarkdown()}\n{_tables.Remarks()}\n");
            if (_decay is not null)
                Show(body, _decay);
            if (_halfLife is not null)
                Show(body, _halfLife);
            body.Append(
                CultureInfo.InvariantCulture,
                $"Median half-life in iterations after the transition, L2 / weight decay (all λ, with intervals and verdicts: "
                    + $"[`{HalfLife}.csv`]({HalfLife}.csv)):\n\n{_tables.HalfLives().ToMarkdown()}\n");
            body.Append(
                CultureInfo.InvariantCulture,
                $"Median time until |θ| is below {Say.Setting(setting.Shared.Threshold)}, where a feature counts as dead (every measure of "
                    + $"every trial: [`{Measures}.csv`]({Measures}.csv)):\n\n{_tables.TimesToThreshold().ToMarkdown()}\n");
            if (_tables.Theory() is { Rows.IsEmpty: false } theory)
            {
                body.Append(CultureInfo.InvariantCulture, $"{level} Theory and simulation\n\n{DecayTables.TheoryText}\n\n");
                body.Append(CultureInfo.InvariantCulture, $"{theory.ToMarkdown()}\n");
            }
        }
    }
}
