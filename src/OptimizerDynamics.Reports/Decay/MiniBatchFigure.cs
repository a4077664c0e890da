using System.Collections.Immutable;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>How long L2 takes over the mini-batch: a panel for each optimizer, a line for each fraction of images that have a
/// gradient.</summary>
internal static class MiniBatchFigure
{
    /// <summary>The figure; null where there is no iteration after the transition.</summary>
    public static Figure? Of(IReadOnlyList<SimulatedTrial> trials)
    {
        var shared = trials[0].Trial;
        double horizon = shared.Iterations - shared.Process.Transition, never = horizon * 2.2;
        if (horizon <= 0)
            return null;
        // What was at half at once has no place on a logarithmic axis.
        var least = MiniBatchTables.Times(trials).Where(time => time > 0).DefaultIfEmpty(double.PositiveInfinity).Min();
        double[] fractions = [.. trials.Select(of => of.Trial.Process.ActiveFraction).Distinct().OrderDescending()];
        int[] sizes = [.. trials.Select(of => of.Trial.Process.BatchSize).Distinct().Order()];
        var axis = FigureAxis.Logarithmic("half-life (iterations)", Math.Min(200, Math.Min(least / 1.5, horizon / 3)), never * 1.5);
        var panels = trials.GroupBy(of => (of.Trial.Optimizer, of.Trial.Lambda)).ToList();
        var lambdas = panels.Select(panel => panel.Key.Lambda).Distinct().Count();
        return new Figure(
            "mini-batch", "The half-life of a parameter under L2, over the mini-batch",
            "Where a line falls, larger mini-batches make L2 faster: the noise of their images averages out. Where it rises, smaller ones "
            + "do: between its images the feature is silent.",
            Caption(shared, lambdas),
            Math.Min(panels.Count, 3), 190,
            new FigureAxis(
                "images in a mini-batch", sizes[0] / 1.3, sizes[^1] * 1.3, true,
                [.. sizes.Where((_, place) => place % 2 == 0).Select(size => new AxisLabel(size, Say.Count(size)))]),
            axis with { Labels = [.. axis.Labels.Where(label => label.Value <= horizon), new AxisLabel(never, "never")] },
            [.. panels.Select(panel => new Panel(
                Theme.TitleOf(panel.Key.Optimizer.Name) + (lambdas > 1 ? $", λ = {Say.Setting(panel.Key.Lambda)}" : ""), "",
                Theme.InkOf(panel.Key.Optimizer.Name),
                [.. fractions.Index().SelectMany(of => Marks(LineOf(panel, of.Item), InkOf(of.Index), never, horizon))]))],
            [.. fractions.Select((fraction, place) => new LegendEntry($"p = {Say.Setting(fraction)}", InkOf(place), Stroke.Solid, 3))]);
    }

    private static readonly Ink[] _inks =
    [
        Ink.Of(0x3A3F47, 0xC9CED6), Ink.Of(0xB8568F, 0xE08CBC), Ink.Of(0xD55E00, 0xF08A3C), Ink.Of(0x009E73, 0x33C79C),
        Ink.Of(0x0072B2, 0x4FA8DE), Ink.Of(0x332288, 0x9C8CF0),
    ];

    private static string Caption(LowGradientTrial shared, int lambdas) =>
        $"One parameter, from {Say.Setting(shared.InitialValue)}; L2{(lambdas == 1 ? $" with λ = {Say.Setting(shared.Lambda)}" : "")}; "
        + $"a fraction p of the images has a gradient N(0, {Say.Setting(shared.Process.NoiseAfter)}²), and a step sees their mean. "
        + $"Medians and 95 % intervals over {shared.Seeds.Length} seeds of {Say.Count(shared.Iterations)} iterations; rings at the "
        + "top: not within the run. Thin lines: theory.";

    /// <summary>From much to little activity: warm to cold, and all dark enough to be read.</summary>
    private static Ink InkOf(int rank) => _inks[Math.Min(rank, _inks.Length - 1)];

    /// <summary>The trials of one fraction of active images, by the size of the mini-batch.</summary>
    private static SimulatedTrial[] LineOf(IEnumerable<SimulatedTrial> panel, double fraction) =>
    [
        .. panel.Where(trial => trial.Trial.Process.ActiveFraction.Equals(fraction)).OrderBy(trial => trial.Trial.Process.BatchSize),
    ];

    private static IEnumerable<Mark> Marks(SimulatedTrial[] line, Ink ink, double never, double horizon)
    {
        if (line.Length == 0)
            yield break;
        var name = $"p = {Say.Setting(line[0].Trial.Process.ActiveFraction)}";
        ImmutableArray<PlotPoint> points =
        [
            .. from trial in line
               let time = MiniBatchTables.Time(trial)
               select new PlotPoint(trial.Trial.Process.BatchSize, time.Median, time.Low, time.High),
        ];
        yield return new Curve(name, points, ink);
        yield return new Dots(name, [.. points.Where(point => double.IsFinite(point.Y))], ink, Size: 2.2);
        var rings = points.Where(point => double.IsPositiveInfinity(point.Y)).Select(point => new PlotPoint(point.X, never));
        yield return new Dots($"{name}, never", [.. rings], ink, true);
        PlotPoint[] theory =
        [
            .. line.Select(trial => new PlotPoint(trial.Trial.Process.BatchSize, MiniBatchTables.Predicted(trial.Trial)))
                .Where(point => point.Y < horizon),
        ];
        if (theory.Length > 1)
            yield return new Curve($"{name}, theory", [.. theory], Ink.Text, Stroke.Solid, 0.5);
    }
}
