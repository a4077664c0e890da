using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OptimizerDynamics.Records;
using OptimizerDynamics.Reports.Drawing;
using OptimizerDynamics.Reports.Pages;

namespace OptimizerDynamics.Reports.Decay;

/// <summary>The report of a low-gradient study.</summary>
public static class DecayPage
{
    /// <summary>Makes the report.</summary>
    /// <param name="study">The study: its name, its question and what its report shows.</param>
    /// <param name="records">Its records.</param>
    /// <exception cref="FormatException">A record is none of such a study, or there is none to report on; the message says which.</exception>
    public static StudyPage Of(LowGradientStudy study, IReadOnlyList<TrialRecord> records)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(records);
        var read = DecayRecords.Read(records);
        if (read.Settings is not [var setting])
            throw new FormatException($"expected the trials of one setting that differ in optimizer, regularization and λ only, found {read.Settings.Length} settings");

        var tables = new DecayTables(setting, study.Report);
        var finding = new Finding("H11", [.. tables.Adaptive.SelectMany(tables.Comparisons).Select(comparison => (comparison.What, comparison.Comparison.Verdict))]);
        Figure[] decays = [GlanceFigure.Of(setting, study.Report.LargerBy), DecayFigure.Of(setting, study.Report.Curves), HalfLifeFigure.Of(setting)];
        Figure[] phases = [.. read.Diagrams.Select(PhaseFigure.Of)];
        var answer = tables.Answer();
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture, $"{answer}\n\n**H11 {finding.Outcome}**: {finding.Summary} (each of {setting.Shared.Seeds.Length} seeds, 95 % intervals).\n\n");
        Show(body, decays[0]);
        body.Append(CultureInfo.InvariantCulture, $"## Where L2 outpaces, and where it does not\n\n{tables.ByOptimizer().ToMarkdown()}\n{tables.Remarks()}\n");
        Show(body, decays[1]);
        Show(body, decays[2]);
        body.Append(CultureInfo.InvariantCulture, $"Median half-life in iterations after the transition, L2 / weight decay (all λ, with intervals and verdicts: [`half-life.csv`](half-life.csv)):\n\n{tables.HalfLives().ToMarkdown()}\n");
        body.Append(CultureInfo.InvariantCulture, $"And until |θ| is below {Say.Setting(setting.Shared.Threshold)}, where a feature counts as dead (every measure of every trial: [`measures.csv`](measures.csv)):\n\n{tables.TimesToThreshold().ToMarkdown()}\n");
        body.Append(CultureInfo.InvariantCulture, $"## Beside theory\n\n{DecayTables.TheoryText}\n\n{tables.Theory().ToMarkdown()}\n");
        if (phases.Length > 0)
            body.Append("## Phase diagrams\n\nWhich the paper has not: where in the plane of λ and one more parameter L2 kills, how soon, and where it does so before weight decay.\n\n");
        foreach (var phase in phases)
            Show(body, phase);
        body.Append(CultureInfo.InvariantCulture, $"## How it was made\n\n{Provenance.Of(records)}\n");
        return new StudyPage(
            study.Name, study.Report.Title, study.Question, answer, body.ToString(), [.. decays, .. phases],
            ImmutableSortedDictionary<string, ReportTable>.Empty.Add("half-life", tables.All()).Add("measures", tables.Measures()), [finding]);
    }

    private static void Show(StringBuilder body, Figure figure) =>
        body.Append(CultureInfo.InvariantCulture, $"![{figure.Title}]({figure.Name}.png)\n\n");
}
