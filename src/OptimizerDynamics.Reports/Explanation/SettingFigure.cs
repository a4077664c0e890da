using System.Collections.Immutable;

namespace OptimizerDynamics.Reports;

/// <summary>The phase diagram around a setting, with the setting in it and the ways to the other side.</summary>
internal static class SettingFigure
{
    /// <summary>Where colours begin, as a fraction of the run.</summary>
    private const double ShortestShare = 1e-3;

    /// <summary>The figure; null where there is no diagram.</summary>
    /// <param name="explanation">The explanation.</param>
    public static Figure? Of(SettingExplanation explanation)
    {
        if (explanation is not { Map: { } map, Position: { } position } || explanation.Protocol.Silence < 10)
            return null;
        var (stated, silence) = (explanation.Stated, (double)explanation.Protocol.Silence);
        var first = Math.Max(1, silence * ShortestShare);
        var scale = new ColourScale(
            "gone after", first, silence, ColourScale.Sequential,
            [
                .. Enumerable.Range(0, 13).Select(decade => Math.Pow(10, decade)).Where(value => value >= first && value <= silence)
                    .Select(value => new AxisLabel(value, Say.PowerOfTen((int)Math.Round(Math.Log10(value))))),
            ],
            Ink.Never, "iterations; grey: not within the run; white: it diverges");
        return new Figure(
            "setting",
            "Where these settings stand: when a silent parameter is gone",
            $"{Verdict(position, explanation)} {Ways(position, stated)}".TrimEnd(),
            $"{(map.IsSimulated ? "Simulated" : "By theory")}, in the terms of {stated.Framework.Title}; "
                + "a parameter is gone where a thousandth of it is left. Single changes that are named were computed"
                + $"{(position.IsSimulated ? " by simulation" : "")}.",
            1,
            250,
            Axis(Title(stated, stated.DecayKey), map.Lambdas, 8),
            Axis(Title(stated, UpdateSetting.RateKey), map.Rates, 6),
            [
                new Panel(
                    $"{Title(stated, stated.DecayKey)} = {Say.Setting(stated.DecayNumber)}, {Title(stated, UpdateSetting.RateKey)} = "
                        + Say.Setting(stated.Setting.LearningRate),
                    stated.DecayNumber > 0 && stated.Setting.LearningRate > 0
                        ? "the cross; a ring: the nearest value on the other side"
                        : "has no place on logarithmic axes", Theme.InkOf(stated.Setting.Rule.Name),
                    Marks(map, position, stated, scale)),
            ],
            [],
            scale);
    }

    private static string Title(FrameworkSetting stated, string key) => stated.Optimizer.NameOf(key)!;

    private static FigureAxis Axis(string title, ImmutableArray<double> values, int labels)
    {
        var half = Math.Sqrt(values[1] / values[0]);
        return FigureAxis.Logarithmic(title, values[0] / half, values[^1] * half, labels);
    }

    private static string Verdict(SettingPosition position, SettingExplanation explanation) => position.Time.End switch
    {
        FateEnd.Reached => $"It is gone {Say.Time(position.Time.Iterations)} iterations after its last gradient.",
        FateEnd.Diverged => "It diverges.",
        _ => $"It outlives these {Say.Count(explanation.Protocol.Iterations)} iterations.",
    };

    private static string Ways(SettingPosition position, FrameworkSetting stated)
    {
        var moves = position.Changes.Where(change => change.Moves).Select(change => change.Kind switch
        {
            SettingChangeKind.Lambda => $"{Title(stated, stated.DecayKey)} = {Say.Setting(change.To)}",
            SettingChangeKind.Rate => $"{Title(stated, UpdateSetting.RateKey)} = {Say.Setting(change.To)}",
            SettingChangeKind.Memory => $"{Title(stated, stated.MemoryKey!)} = {SettingText.Of(change.To)}",
            SettingChangeKind.Place => stated.Setting.L2 > 0 ? "decoupling" : "coupling",
            _ => "sparing γ and β",
        }).ToList();
        var what = position.Time.End == FateEnd.NotYet ? "would kill it" : "would save it";
        return moves.Count switch
        {
            0 => "",
            1 => $"{moves[0]} {what}.",
            _ => $"{string.Join(", ", moves[..^1])} or {moves[^1]} {what}.",
        };
    }

    private static ImmutableArray<Mark> Marks(
        SettingMap map, SettingPosition position, FrameworkSetting stated, ColourScale scale)
    {
        var marks = ImmutableArray.CreateBuilder<Mark>();
        var columns = map.Lambdas.Length;
        marks.Add(new Cells("gone after", columns, map.Times, scale));
        var border = new Border("gone within the run", columns, [.. map.Times.Select(double.IsFinite)], Ink.Text, 1.3);
        marks.Add(border with { Name = "halo", Ink = Ink.Page.Clear(0.9), Thickness = 3.4 });
        marks.Add(border);
        var (x, y) = (stated.DecayNumber, stated.Setting.LearningRate);
        if (x <= 0 || y <= 0)
            return marks.ToImmutable();
        foreach (var change in position.Changes.Where(change => change.Moves))
        {
            if (change.Kind == SettingChangeKind.Lambda && IsIn(change.To, map.Lambdas))
                marks.AddRange(Way(change.Kind.ToString(), new(x, y), new(change.To, y)));
            else if (change.Kind == SettingChangeKind.Rate && IsIn(change.To, map.Rates))
                marks.AddRange(Way(change.Kind.ToString(), new(x, y), new(x, change.To)));
        }

        marks.AddRange(Cross(x, y, map));
        return marks.ToImmutable();
    }

    private static bool IsIn(double value, ImmutableArray<double> axis) => value >= axis[0] && value <= axis[^1];

    /// <summary>A way from the setting to a ring on the other side.</summary>
    private static IEnumerable<Mark> Way(string name, PlotPoint from, PlotPoint to) =>
    [
        new Curve($"halo of {name}", [.. Sorted(from, to)], Ink.Page.Clear(0.9), Stroke.Solid, 3.6),
        new Curve(name, [.. Sorted(from, to)], Ink.Text, Stroke.Dashed, 1.4),
        new Dots(name, [to], Ink.Text, IsOpen: true, Size: 4),
    ];

    private static IEnumerable<PlotPoint> Sorted(PlotPoint one, PlotPoint other) => one.X <= other.X ? [one, other] : [other, one];

    private static IEnumerable<Mark> Cross(double x, double y, SettingMap map)
    {
        // As long in both directions on the page: the axes' lengths are about as 3.2 to 1.
        var width = Math.Pow(map.Lambdas[^1] / map.Lambdas[0], 0.011);
        var height = Math.Pow(map.Rates[^1] / map.Rates[0], 0.036);
        foreach (var (ink, thickness) in new[] { (Ink.Page, 6.0), (Ink.Text, 2.6) })
        {
            yield return new Curve("the setting", [new(x / width, y), new(x * width, y)], ink, Stroke.Solid, thickness);
            yield return new Curve("the setting", [new(x, y / height), new(x, y * height)], ink, Stroke.Solid, thickness);
        }
    }
}
