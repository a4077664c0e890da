using System.Collections.Immutable;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>How long L2 takes over the mini-batch: a panel for each optimizer, a line for each fraction of images that have a
/// gradient.</summary>
internal static class MiniBatchFigure
{
    /// <summary>The figure; null where there is no iteration after the transition.</summary>
    public static Figure? Of(IReadOnlyList<MiniBatchLine> lines)
    {
        var shared = lines[0].Shared;
        double horizon = shared.Iterations - shared.Process.Transition, never = horizon * 2.2;
        if (horizon <= 0)
            return null;
        SimulatedTrial[] trials = [.. lines.SelectMany(line => line.Trials)];
        // What was at half at once has no place on a logarithmic axis.
        var least = trials.Select(trial => MiniBatchLine.Time(trial).Median).Where(time => time > 0)
            .DefaultIfEmpty(double.PositiveInfinity).Min();
        double[] fractions = [.. trials.Select(of => of.Trial.Process.ActiveFraction).Distinct().OrderDescending()];
        int[] sizes = [.. trials.Select(of => of.Trial.Process.BatchSize).Distinct().Order()];
        var axis = FigureAxis.Logarithmic("half-life (iterations)", Math.Min(200, Math.Min(least / 1.5, horizon / 3)), never * 1.5);
        var panels = lines.GroupBy(line => TitleOf(line, lines)).ToList();
        return new Figure(
            "mini-batch", "The half-life of a parameter under L2, over the mini-batch",
            "Where a line falls, larger mini-batches make L2 faster: the noise of their images averages out. Where it rises, smaller ones "
            + "do: between its images the feature is silent.",
            $"{CaptionOf(lines)} Medians and 95 % intervals; rings at the top: not within the run. Thin lines: theory.",
            Math.Min(panels.Count, 3), 190,
            new FigureAxis(
                "images in a mini-batch", sizes[0] / 1.3, sizes[^1] * 1.3, true,
                [.. sizes.Where((_, place) => place % (sizes.Length > 8 ? 3 : 2) == 0)
                    .Select(size => new AxisLabel(size, Say.Count(size)))]),
            axis with { Labels = [.. axis.Labels.Where(label => label.Value <= horizon), new AxisLabel(never, "never")] },
            [.. panels.Select(panel => new Panel(
                panel.Key, "", Theme.InkOf(panel.First().Shared.Optimizer.Name),
                [.. panel.SelectMany(line =>
                    Marks(line.Trials, InkOf(Array.IndexOf(fractions, line.Shared.Process.ActiveFraction)), never, horizon))]))],
            [.. fractions.Select((fraction, place) => new LegendEntry($"p = {Say.Setting(fraction)}", InkOf(place), Stroke.Solid, 3))]);
    }

    /// <summary>The panel of a line: its optimizer, and λ and the second moment's memory where lines differ in them.</summary>
    public static string TitleOf(MiniBatchLine line, IReadOnlyCollection<MiniBatchLine> all)
    {
        var (lambda, beta2) = (line.Shared.Lambda, Beta2Of(line));
        var others = all.Where(other => other.Shared.Optimizer == line.Shared.Optimizer).ToList();
        return Theme.TitleOf(line.Shared.Optimizer.Name)
            + (all.Any(other => !other.Shared.Lambda.Equals(lambda)) ? $", λ = {Say.Setting(lambda)}" : "")
            + (others.Exists(other => !Beta2Of(other).Equals(beta2)) ? $", β₂ = {Say.Setting(beta2)}" : "");
    }

    /// <summary>The specification that lines share, in words.</summary>
    public static string CaptionOf(IReadOnlyList<MiniBatchLine> lines)
    {
        var shared = lines[0].Shared;
        var lambda = lines.All(line => line.Shared.Lambda.Equals(shared.Lambda)) ? $" with λ = {Say.Setting(shared.Lambda)}" : "";
        return $"One parameter, from {Say.Setting(shared.InitialValue)}; L2{lambda}; a fraction p of the images has a gradient "
            + $"N(0, {Say.Setting(shared.Process.NoiseAfter)}²), and a step sees their mean. {shared.Seeds.Length} seeds of "
            + $"{Say.Count(shared.Iterations)} iterations.";
    }

    private static double Beta2Of(MiniBatchLine line) => line.Shared.Settings.GetValueOrDefault("beta2", line.Beta2 ?? double.NaN);

    private static readonly Ink[] _inks =
    [
        Ink.Of(0x3A3F47, 0xC9CED6), Ink.Of(0xB8568F, 0xE08CBC), Ink.Of(0xD55E00, 0xF08A3C), Ink.Of(0x009E73, 0x33C79C),
        Ink.Of(0x0072B2, 0x4FA8DE), Ink.Of(0x332288, 0x9C8CF0), Ink.Of(0x7A4A1E, 0xC9965F), Ink.Of(0x7D8400, 0xC3C94A),
    ];

    /// <summary>From much to little activity: warm to cold, and all dark enough to be read.</summary>
    private static Ink InkOf(int rank) => _inks[Math.Min(rank, _inks.Length - 1)];

    private static IEnumerable<Mark> Marks(ImmutableArray<SimulatedTrial> line, Ink ink, double never, double horizon)
    {
        var name = $"p = {Say.Setting(line[0].Trial.Process.ActiveFraction)}";
        ImmutableArray<PlotPoint> points =
        [
            .. from trial in line
               let time = MiniBatchLine.Time(trial)
               select new PlotPoint(trial.Trial.Process.BatchSize, time.Median, time.Low, time.High),
        ];
        yield return new Curve(name, points, ink);
        yield return new Dots(name, [.. points.Where(point => double.IsFinite(point.Y))], ink, Size: 2.2);
        var rings = points.Where(point => double.IsPositiveInfinity(point.Y)).Select(point => new PlotPoint(point.X, never));
        yield return new Dots($"{name}, never", [.. rings], ink, true);
        PlotPoint[] theory =
        [
            .. line.Select(trial => new PlotPoint(trial.Trial.Process.BatchSize, MiniBatchLine.Predicted(trial.Trial)))
                .Where(point => point.Y < horizon),
        ];
        if (theory.Length > 1)
            yield return new Curve($"{name}, theory", [.. theory], Ink.Text, Stroke.Solid, 0.5);
    }
}
