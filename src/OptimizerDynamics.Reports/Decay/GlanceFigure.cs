using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The answer at a glance: which is faster, for every optimizer and λ.</summary>
internal static class GlanceFigure
{
    private const double Limit = 100;
    private const string AtOnce = "∞";

    /// <summary>The figure; null where there is nothing to compare.</summary>
    public static Figure? Of(DecaySetting setting, double largerBy)
    {
        if (setting.Lambdas.Count == 0 || setting.Horizon <= 0)
            return null;
        var columns = setting.Lambdas.Count;
        NamedOptimizer[] rows = [.. setting.Optimizers.Reverse()]; // the first is to be uppermost
        Panel[] panels =
        [
            PanelOf("a", "L2 against weight decay of the same λ", H11.WithWeightDecay),
            PanelOf("b", $"L2 against SGD with L2 of {Say.Setting(largerBy)} times the λ", H11.WithSgd(largerBy)),
        ];
        var isAtOnce = panels.SelectMany(panel => panel.Marks).OfType<Label>().Any(label => label.Text == AtOnce);
        var atOnce = isAtOnce ? $" “{AtOnce}”: the faster one halved at once." : "";
        return new Figure(
            "at-a-glance",
            "Does L2 decay a silent parameter faster than weight decay?",
            "Blue: yes, by the factor shown (median half-lives). Orange: no, it is slower. “>”: the other one did not halve within the "
            + $"run. Grey, “–”: neither did; “≈”: the seeds do not tell.{atOnce}",
            DecayText.Caption(setting),
            2,
            rows.Length * 24,
            FigureAxis.Categories(
                "regularization λ",
                setting.Lambdas.Select(lambda => IsDecade(lambda) ? Say.PowerOfTen((int)Math.Round(Math.Log10(lambda))) : "")),
            FigureAxis.Categories("", rows.Select(optimizer => Theme.TitleOf(optimizer.Name))),
            [.. panels],
            [],
            Scale with { Title = "L2 is slower" });

        Panel PanelOf(string name, string note, LowGradientContrast contrast)
        {
            var cells = from optimizer in rows
                        from lambda in setting.Lambdas
                        select Comparison.Of(setting, contrast, optimizer, lambda);
            return new Panel(name, note, Ink.Text, [.. Marks(note, columns, [.. cells], setting.Horizon)]);
        }
    }

    /// <summary>A cell for each comparison, row by row from the bottom, and a word in each where there is one to compare.</summary>
    private static IEnumerable<Mark> Marks(string name, int columns, IReadOnlyCollection<Comparison?> comparisons, double horizon)
    {
        yield return new Cells(name, columns, [.. comparisons.Select(comparison => Value(comparison, horizon))], Scale, 0.6);
        foreach (var (index, comparison) in comparisons.Index())
        {
            if (comparison is not null)
                yield return Word(comparison, horizon, index % columns, index / columns);
        }
    }

    private static ColourScale Scale { get; } = new(
        "slower", 1 / Limit, Limit, ColourScale.Diverging,
        [
            new AxisLabel(1 / Limit, "100×"), new AxisLabel(0.1, "10×"), new AxisLabel(1, "1"), new AxisLabel(10, "10×"),
            new AxisLabel(Limit, "100× faster"),
        ],
        Ink.Never, "neither, or not certain");

    /// <summary>What a cell's colour says: NaN where nothing was compared, infinite where nothing was decided, and else the ratio, as
    /// far as colours go where one of the two was at half at once.</summary>
    private static double Value(Comparison? comparison, double horizon) =>
        comparison is null ? double.NaN
        : comparison.Verdict.Outcome == VerdictOutcome.Inconclusive ? double.PositiveInfinity
        : comparison.Ratio(horizon) is var ratio && double.IsPositiveInfinity(ratio) ? Limit : ratio;

    private static Label Word(Comparison comparison, double horizon, int column, int row)
    {
        var ratio = comparison.Ratio(horizon);
        var text = comparison.IsNever ? "–"
            : comparison.Verdict.Outcome == VerdictOutcome.Inconclusive ? "≈"
            : Say.Ratio(ratio >= 1 ? ratio : 1 / ratio) is var times && comparison.IsBound && times != AtOnce ? $">{times}"
            : times;
        return new Label(column, row, text, Scale.Of(Value(comparison, horizon)).Over(), 8.2);
    }

    private static bool IsDecade(double lambda) => Math.Abs(Math.Log10(lambda) - Math.Round(Math.Log10(lambda))) < 1e-6;
}
