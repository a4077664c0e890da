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
        An image's gradient reaches v in a fraction pB of the steps, and between two of them v fades. The mean of 1/√v, by which L2 is
        multiplied, has a closed form for such shot noise (`DecayLaws.MeanInverseRoot`). It is smallest where about 1.6 gradients fall
        into the memory of v, 1/(1 − β₂) steps: with smaller mini-batches v fades for longer between two gradients, with larger ones the
        mean of many gradients is smaller.
        """;

    /// <summary>Makes the report.</summary>
    /// <param name="study">The study: its name, its question and what its report shows.</param>
    /// <param name="records">All its records, for what the page says of their origin.</param>
    /// <param name="settings">The records' trials, read.</param>
    /// <exception cref="FormatException">No trial has L2.</exception>
    public static StudyPage Of(LowGradientStudy study, IReadOnlyList<TrialRecord> records, IReadOnlyList<DecaySetting> settings)
    {
        SimulatedTrial[] trials =
        [
            .. settings.SelectMany(setting => setting.Trials).Where(of => of.Trial.Regularization == Regularization.L2)
                .OrderBy(of => study.Registry.Optimizers.Index().First(known => known.Item == of.Trial.Optimizer).Index)
                .ThenBy(of => of.Trial.Lambda)
                .ThenByDescending(of => of.Trial.Process.ActiveFraction).ThenBy(of => of.Trial.Process.BatchSize),
        ];
        if (trials.Length == 0)
            throw new FormatException("expected the records of trials with L2, found none");
        var (figure, tables) = (MiniBatchFigure.Of(trials), new MiniBatchTables(trials));
        var picture = figure is null ? DecayText.NothingToDraw : $"![{figure.Title}]({figure.Name}.png)";
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $"{tables.Answer()}\n\n{picture}\n\n{Theory}\n\n{tables.Slowest().ToMarkdown()}\nEvery median with its interval: "
                + $"[`{Name}.csv`]({Name}.csv).\n\n## How it was made\n\n{Provenance.Of(records)}\n");
        return new StudyPage(
            study.Name, study.Report.Title, study.Question, tables.Answer(), body, figure is null ? [] : [figure],
            ImmutableSortedDictionary<string, ReportTable>.Empty.Add(Name, tables.All()), []);
    }
}
