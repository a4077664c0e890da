using System.Collections.Immutable;
using System.Text;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The report of a low-gradient study that decides a hypothesis.</summary>
internal static class ClaimPage
{
    private const string Name = "comparisons";

    private const string Noise =
        "Where the second moment forgets, the optimizer makes steps of about α of the noise that remains, and these take θ across the "
        + "threshold sooner than decay alone would: weight decay alone takes ln(θ/threshold)/λ iterations, 69,000 at λ = 1e-4.";

    /// <summary>Makes the report.</summary>
    /// <param name="study">The study: its name, its question and what its report shows.</param>
    /// <param name="hypothesis">What it decides.</param>
    /// <param name="records">All its records, for what the page says of their origin.</param>
    /// <param name="settings">The records' trials, read.</param>
    /// <exception cref="FormatException">The records are of several settings.</exception>
    public static StudyPage Of(
        LowGradientStudy study, LowGradientHypothesis hypothesis, IReadOnlyList<TrialRecord> records, IReadOnlyList<DecaySetting> settings)
    {
        if (settings is not [var setting])
            throw new FormatException($"a study that decides {hypothesis.Id} has one setting; these records are of {settings.Count}");
        var tables = new ClaimTables(hypothesis, setting);
        var (finding, figure) = (tables.Finding, HalfLifeFigure.ToThreshold(setting));
        var body = new StringBuilder();
        void Add(string text) => body.Append(text);
        Add($"{tables.Answer()}\n\n");
        if (finding is not null)
        {
            Add($"{hypothesis.Id}: {FindingText.Outcome(finding)} {setting.Shared.Seeds.Length} seeds. These decide, and all of them ");
            Add($"have to pass.\n\n{tables.Primary().ToMarkdown()}\n");
        }

        Add($"{hypothesis.Effect} Margin: {hypothesis.Margin}\n\n");
        if (figure is not null)
            Add($"![{figure.Title}]({figure.Name}.png)\n\n");
        Add($"## For which optimizers\n\n{tables.ByOptimizer().ToMarkdown()}\n");
        Add($"Median time of the two until |θ| is below {Say.Setting(setting.Shared.Threshold)}: + where L2 in the optimizer of the row ");
        Add("is sooner, − where it is later, · where the seeds do not tell, or neither comes there within the run. The intervals of all ");
        Add($"{tables.Count} comparisons hold together with 95 % ([`{Name}.csv`]({Name}.csv)). {tables.Control()} {Noise}\n\n");
        Add($"{FrozenDenominators.Section(hypothesis, setting)}## Beyond the paper\n\n");
        Add($"More optimizers, larger λ, half-lives and phase diagrams, described: [`low-gradient`](../low-gradient/README.md).\n\n");
        Add($"## How it was made\n\n{Provenance.Of(records)}\n");
        return new StudyPage(
            study.Name, study.Report.Title, study.Question, tables.Answer(), body.ToString(), figure is null ? [] : [figure],
            ImmutableSortedDictionary<string, ReportTable>.Empty.Add(Name, tables.All()), finding is null ? [] : [finding])
        {
            Topic = ReportTopic.LowGradient,
        };
    }
}
