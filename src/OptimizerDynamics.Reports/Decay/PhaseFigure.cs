using System.Collections.Immutable;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>A phase diagram: when L2 kills the parameter, over λ and something else, and where it does so before weight decay
/// would.</summary>
internal static class PhaseFigure
{
    private const int LongestOutline = 4;

    /// <summary>Where colours begin, in iterations, in runs that are longer.</summary>
    private const double ShortRun = 10;

    /// <summary>The figure; null where there is no iteration after the transition.</summary>
    public static Figure? Of(DiagramSetting setting)
    {
        var shared = setting.Shared;
        var (name, axisTitle, what) = Words(shared.Axis);
        var horizon = (double)(shared.Iterations - shared.Process.Transition);
        if (horizon <= 0)
            return null;
        var first = horizon > ShortRun ? ShortRun : horizon / ShortRun;
        var scale = new ColourScale(
            "L2 kills it after", first, horizon, ColourScale.Sequential,
            [.. new[] { 1.0, 10, 100, 1000, 10_000 }.Where(value => value >= first && value <= horizon)
                .Select(value => new AxisLabel(value, Say.Count(value)))],
            Ink.Never, "iterations; grey: never within the run");
        return new Figure(
            name,
            $"Where L2 kills a silent parameter, over λ and {what}",
            "Inside the outline L2 kills the parameter before weight decay of the same λ does; outside, weight decay is first, or neither "
            + "kills it.",
            $"{DecayText.Caption(setting)} No outline where it would be longer than {LongestOutline} times the panel's sides: there "
            + "chance decides whether L2 or weight decay is first.",
            4,
            150,
            Axis("regularization λ", shared.Lambda, 3),
            Axis(axisTitle, shared.Rows, 5),
            [.. setting.Optimizers.Select(optimizer => PanelOf(setting, optimizer, scale))],
            [],
            scale);
    }

    private static (string Name, string Axis, string What) Words(PhaseAxis axis) => axis switch
    {
        PhaseAxis.NoiseAfter => ("phase-noise", "remaining noise σ of the gradient", "the noise that remains"),
        PhaseAxis.ActiveFraction => ("phase-activity", "fraction p of iterations with a gradient", "how often there still is a gradient"),
        _ => ("phase-learning-rate", "learning rate, as a multiple of the default", "the learning rate"),
    };

    /// <summary>An axis that reaches half a cell beyond its first and its last value.</summary>
    private static FigureAxis Axis(string title, LogarithmicCells cells, int labels)
    {
        var half = Math.Pow(cells.To / cells.From, 0.5 / (cells.Cells - 1));
        return FigureAxis.Logarithmic(title, cells.From / half, cells.To * half, labels);
    }

    private static Panel PanelOf(DiagramSetting setting, NamedOptimizer optimizer, ColourScale scale)
    {
        var ink = Theme.InkOf(optimizer.Name);
        var columns = setting.Shared.Lambda.Cells;
        if (setting.Times(optimizer, Regularization.L2) is not { } times)
            return new Panel(Theme.TitleOf(optimizer.Name), "", ink, []);
        var cells = new Cells("L2", columns, times, scale);
        if (setting.Times(optimizer, Regularization.WeightDecay) is not { } others)
            return new Panel(Theme.TitleOf(optimizer.Name), "", ink, [cells]);
        ImmutableArray<bool> first = [.. times.Zip(others, (l2, weightDecay) => l2 < weightDecay)];
        var rows = first.Length / columns;
        var outline = new Border("L2 before weight decay", columns, first, Ink.Text, 1.3);
        return outline.Edges().Count() > LongestOutline * (columns + rows)
            ? new Panel(Theme.TitleOf(optimizer.Name), "order by chance", ink, [cells])
            : new Panel(
                Theme.TitleOf(optimizer.Name), $"L2 first in {100.0 * first.Count(isFirst => isFirst) / first.Length:0} %", ink,
                [cells, outline with { Name = "halo", Ink = Ink.Page.Clear(0.9), Thickness = 3.4 }, outline]);
    }
}
