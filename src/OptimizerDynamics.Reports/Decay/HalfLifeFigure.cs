using System.Collections.Immutable;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The half-life, or the time until the parameter is gone, against λ: a panel for each optimizer, the others' L2 in grey behind
/// it.</summary>
internal static class HalfLifeFigure
{
    private static readonly Time _half = new(
        "half-life", "The half-life of the parameter, over λ", "half-life (iterations after the transition)", outcome => outcome.HalfLife,
        true);

    private static readonly Time _gone = new(
        "time-to-threshold", "The time until the parameter counts as dead, over λ", "until |θ| is below the threshold (iterations)",
        outcome => outcome.TimeToThreshold, false);

    /// <summary>The figure of half-lives; null where there is no λ, or no iteration after the transition.</summary>
    public static Figure? Of(DecaySetting setting) => Of(setting, _half);

    /// <summary>The figure of times until |θ| is below the threshold; null where there is none of half-lives.</summary>
    public static Figure? ToThreshold(DecaySetting setting) => Of(setting, _gone);

    private static Figure? Of(DecaySetting setting, Time time)
    {
        if (setting.Lambdas.Count == 0 || setting.Horizon <= 0)
            return null;
        var never = setting.Horizon * 2.2;
        var least = time.HasTheory ? 3 : Least(setting, time) / 3;
        var axis = FigureAxis.Logarithmic(time.Axis, Math.Min(least, setting.Horizon / 3), never * 1.5);
        return new Figure(
            time.Name,
            time.Title,
            "Where the solid line is below the dashed one, L2 is the faster of the two. A flat line does not depend on λ. Grey: "
            + "L2 in the other optimizers.",
            $"{DecayText.Caption(setting)} {(time.HasTheory ? "Thin lines: theory of L2. " : "")}Rings at the top: not within the run.",
            4,
            118,
            FigureAxis.Logarithmic("regularization λ", setting.Lambdas[0] / 1.6, setting.Lambdas[^1] * 1.6, 3),
            axis with { Labels = [.. axis.Labels.Where(label => label.Value <= setting.Horizon), new AxisLabel(never, "never")] },
            [.. setting.Optimizers.Select(optimizer => PanelOf(setting, optimizer, time, never))],
            [
                new LegendEntry("L2", Ink.Text, Theme.StrokeOf(Regularization.L2)),
                new LegendEntry("weight decay", Ink.Text, Theme.StrokeOf(Regularization.WeightDecay)),
                new LegendEntry("L2 in the other optimizers", Behind, Stroke.Solid, 1),
            ]);
    }

    /// <summary>The shortest median that is drawn.</summary>
    private static double Least(DecaySetting setting, Time time) => (
        from optimizer in setting.Optimizers
        from regularization in new[] { Regularization.WeightDecay, Regularization.L2 }
        from point in Points(setting, optimizer, regularization, time)
        select Math.Min(point.Y, point.Low)).DefaultIfEmpty(double.PositiveInfinity).Min();

    private static Ink Behind { get; } = Ink.Muted.Mix(Ink.Page, 0.62);

    private static Panel PanelOf(DecaySetting setting, NamedOptimizer optimizer, Time time, double never)
    {
        var ink = Theme.InkOf(optimizer.Name);
        var marks = ImmutableArray.CreateBuilder<Mark>();
        foreach (var other in setting.Optimizers.Where(other => other != optimizer))
        {
            var points = Points(setting, other, Regularization.L2, time).Select(point => new PlotPoint(point.X, point.Y));
            marks.Add(new Curve($"L2 in {other.Name}", [.. points], Behind, Stroke.Solid, 0.8));
        }

        foreach (var regularization in new[] { Regularization.WeightDecay, Regularization.L2 })
        {
            var points = Points(setting, optimizer, regularization, time).ToImmutableArray();
            var name = Theme.TitleOf(regularization);
            marks.Add(new Curve(name, points, ink, Theme.StrokeOf(regularization), 1.7));
            if (time.HasTheory && regularization == Regularization.L2 && Theory(setting, optimizer) is { IsEmpty: false } theory)
                marks.Add(new Curve("theory", theory, Ink.Text, Stroke.Solid, 0.5));
            if (regularization == Regularization.L2)
                marks.Add(new Dots(name, [.. points.Where(point => double.IsFinite(point.Y))], ink, Size: 2.2));
            var rings = points.Where(point => double.IsPositiveInfinity(point.Y)).Select(point => new PlotPoint(point.X, never));
            marks.Add(new Dots($"{name}, never", [.. rings], ink, true, regularization == Regularization.L2 ? 2.6 : 1.3));
        }

        return new Panel(Theme.TitleOf(optimizer.Name), "", ink, marks.ToImmutable());
    }

    /// <summary>What the laws say of L2 in an optimizer, at every λ; empty where they say nothing.</summary>
    private static ImmutableArray<PlotPoint> Theory(DecaySetting setting, NamedOptimizer optimizer) =>
    [
        .. from lambda in setting.Lambdas
           let found = setting.Find(optimizer, Regularization.L2, lambda)
           where found is not null
           let predicted = LowGradientPrediction.HalfLife(found.Trial, found.AtTransition)
           where predicted is not null
           select new PlotPoint(lambda, predicted.Value),
    ];

    private static IEnumerable<PlotPoint> Points(
        DecaySetting setting, NamedOptimizer optimizer, Regularization regularization, Time time)
    {
        foreach (var lambda in setting.Lambdas)
        {
            var times = setting.Find(optimizer, regularization, lambda)?.Result.Outcomes.Select(time.Measure).ToList();
            if (times is null || times.Any(double.IsNaN))
                continue;
            var median = SampleMedian.Of(times);
            // What was over at once has no place on a logarithmic axis.
            if (median.Median > 0)
                yield return new PlotPoint(lambda, median.Median, Math.Max(median.Low, 1), median.High);
        }
    }

    /// <summary>What is drawn, in words, and whether laws give it.</summary>
    private sealed record Time(string Name, string Title, string Axis, Func<DecayOutcome, double> Measure, bool HasTheory);
}
