using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The report of a low-gradient study that sweeps the mini-batch.</summary>
internal static class MiniBatchPage
{
    private const string Name = "mini-batch";

    private const string Theory =
        """
        An image's gradient reaches v in a fraction pB of the steps, and between two of them v fades. Decay's share of a step is αλθ/√v,
        and the mean of 1/√v is smallest where about 1.58 gradients fall into the memory of v, 1/(1 − β₂) steps
        (`DecayLaws.SlowestBatchSize`): with smaller mini-batches v fades for longer between two gradients, with larger ones the mean of
        many gradients is smaller. That closed form takes v to be in its steady state and λθ to be small beside √v. It holds where two
        ratios are far above 1, of which the table's last column has the smaller one:

        * pσ/(λθ₀ · √(1 − β₂)): else λθ is as large as √v at the peak, and stands in the denominator itself;
        * θ₀ · (1 − β₂)/α: else the memory of v is as long as the θ₀/α steps in which Adam takes θ to 0 where it has no other gradient.

        The law (`RareGradientLaw`) drops both conditions: it has λθ in the denominator and begins with an empty v, and is integrated in
        numbers. Where p is so small that the first ratio is below 1, the mini-batch matters little: L2 halves θ in not much more than the
        θ₀/(2α) steps that Adam needs without other gradients.
        """;

    /// <summary>Makes the report.</summary>
    /// <param name="study">The study: its name, its question and what its report shows.</param>
    /// <param name="records">All its records, for what the page says of their origin.</param>
    /// <param name="settings">The records' trials, read.</param>
    /// <exception cref="FormatException">No trial has L2.</exception>
    public static StudyPage Of(LowGradientStudy study, IReadOnlyList<TrialRecord> records, IReadOnlyList<DecaySetting> settings)
    {
        MiniBatchLine[] lines =
        [
            .. settings.SelectMany(setting => setting.Trials).Where(of => of.Trial.Regularization == Regularization.L2)
                .GroupBy(of => (of.Trial.Optimizer, Settings: SettingsOf(of.Trial), of.Trial.Lambda, of.Trial.Process.ActiveFraction))
                .OrderBy(line => study.Registry.Optimizers.Index().First(known => known.Item == line.Key.Optimizer).Index)
                .ThenBy(line => line.First().Trial.Settings.GetValueOrDefault("beta2")).ThenBy(line => line.Key.Settings)
                .ThenBy(line => line.Key.Lambda).ThenByDescending(line => line.Key.ActiveFraction)
                .Select(line => new MiniBatchLine(line)),
        ];
        if (lines.Length == 0)
            throw new FormatException("expected the records of trials with L2, found none");
        var tables = new MiniBatchTables(lines);
        Figure[] figures = [.. new[] { MiniBatchFigure.Of(lines), PeakFigure.Of(lines) }.OfType<Figure>()];
        var pictures = figures.Length == 0 ? DecayText.NothingToDraw
            : string.Join("\n\n", figures.Select(figure => $"![{figure.Title}]({figure.Name}.png)"));
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $"{tables.Answer()}\n\n{tables.Sharper()}{pictures}\n\n{Theory}\n\n{tables.Peaks().ToMarkdown()}\nSlowest: with the longest "
                + $"median half-life; in "
                + $"its interval are the mini-batches whose 95 % interval reaches that median. Every median with its interval: "
                + $"[`{Name}.csv`]({Name}.csv).\n\n## How it was made\n\n{Provenance.Of(records)}\n");
        return new StudyPage(
            study.Name, study.Report.Title, study.Question, tables.Answer(), body, [.. figures],
            ImmutableSortedDictionary<string, ReportTable>.Empty.Add(Name, tables.All()), [])
        {
            Topic = ReportTopic.MiniBatches,
        };
    }

    private static string SettingsOf(LowGradientTrial trial) =>
        string.Join(' ', trial.Settings.Select(setting => string.Create(CultureInfo.InvariantCulture, $"{setting.Key}={setting.Value}")));
}
