using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The report of a low-gradient study.</summary>
public static class DecayPage
{
    /// <summary>What decides: Adam, at the paper's λ, against weight decay and against SGD with ten times its λ.</summary>
    private static readonly string[] _primary = ["adam: L2 before weight decay at λ = 1e-4", "adam: L2 of λ = 1e-5 before SGD"];

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

        var body = new StringBuilder();
        Section[] sections =
        [
            .. read.Settings.Select((setting, place) => new Section(setting, study.Report, place, read.Settings.Length > 1)),
        ];
        ImmutableArray<TestedContrast> tested =
            [.. sections.SelectMany(section => section.Comparisons).Select(of => new TestedContrast(of.What, "", of.Verdict))];
        ImmutableArray<TestedContrast> primary =
        [
            .. tested.Where(of => _primary.Any(what => of.What.StartsWith(what, StringComparison.Ordinal))),
        ];
        var outcome = Finding.OutcomeOf(primary);
        var finding = new Finding(
            H11.Hypothesis.Id, outcome, outcome == HypothesisOutcome.Open ? "the runs do not tell" : "", primary,
            [.. tested.Except(primary)]);
        var seeds = string.Join(" or ", sections.Select(section => section.Seeds).Distinct());
        body.Append(
            CultureInfo.InvariantCulture,
            $"{sections[0].Answer}\n\n**H11 {finding.Words}** (each of {seeds} seeds, 95 % intervals).\n\n");
        foreach (var section in sections)
            section.Write(body);
        Figure[] phases = [.. Phases(read.Diagrams)];
        WritePhases(body, phases, read.Diagrams.Length);
        body.Append(CultureInfo.InvariantCulture, $"## How it was made\n\n{Provenance.Of(records)}\n");
        return new StudyPage(
            study.Name, study.Report.Title, study.Question, sections[0].Answer, body.ToString(),
            [.. sections.SelectMany(section => section.Figures), .. phases],
            sections.SelectMany(section => section.Tables).ToImmutableSortedDictionary(StringComparer.Ordinal), [finding]);
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

        public IEnumerable<(string What, Verdict Verdict)> Comparisons => _tables.Adaptive.SelectMany(_tables.Comparisons)
            .Select(comparison =>
                (isOneOfSeveral ? $"{comparison.What} ({DecayText.Setting(setting)})" : comparison.What, comparison.Comparison.Verdict));

        public string Answer => _tables.Answer();

        public int Seeds => setting.Shared.Seeds.Length;

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
