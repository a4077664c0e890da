using System.Collections.Immutable;

namespace OptimizerDynamics.Reports;

/// <summary>θ after its gradient has fallen silent, or comes seldom: a panel for each place that decay can have.</summary>
internal static class SilenceFigure
{
    private const double PlotTop = 1.08;

    /// <summary>The figure.</summary>
    /// <param name="explanation">The explanation.</param>
    public static Figure Of(SettingExplanation explanation)
    {
        var (protocol, columns, cases) = (explanation.Protocol, explanation.Columns, FateCase.All);
        var ink = Theme.InkOf(explanation.Stated.Setting.Rule.Name);
        var first = Math.Max(1, protocol.Silence / 1e4);
        var last = Math.Max(first * 10, protocol.Silence);
        return new Figure(
            "silence",
            $"What {explanation.Stated.Optimizer.Call} does to a parameter that seldom has a gradient",
            Lead(explanation),
            $"Simulated: the mean of some parameters whose gradients are drawn anew; thin lines: theory. The gradient has a standard "
            + $"deviation of {Say.Setting(protocol.Noise)} for {Say.Count(protocol.Transition)} iterations, θ starts at 1, and the run has "
            + $"{Say.Count(protocol.Iterations)} iterations.",
            columns.Length,
            210,
            FigureAxis.Logarithmic("iterations since the silence began", first, last, 5),
            new FigureAxis(
                "θ, of what it was then", 0, PlotTop, false, [new(0, "0"), new(0.25, ""), new(0.5, "½"), new(0.75, ""), new(1, "1")]),
            [.. columns.Select(column => PanelOf(column, ink, first, last))],
            [
                .. cases.Select((fate, rank) => new LegendEntry(Name(fate), InkOf(ink, rank), StrokeOf(rank), 2)),
            ]);
    }

    private static string Lead(SettingExplanation explanation)
    {
        var silent = explanation.Columns.First(column => column.IsStated).Fates[0].Simulated;
        var (half, gone) = (silent.TimeTo(0.5), silent.TimeTo(FateProtocol.Threshold));
        var words = half.End switch
        {
            FateEnd.Diverged => "it diverges",
            FateEnd.Reached when gone.End == FateEnd.Reached =>
                $"half of it is left after {Say.Time(half.Iterations)} iterations, a thousandth after {Say.Time(gone.Iterations)}",
            FateEnd.Reached => $"half of it is left after {Say.Time(half.Iterations)} iterations, and it is not gone within the run",
            _ => "more than half of it is left when the run ends",
        };
        return $"Under these settings, without any gradient: {words}.";
    }

    private static string Name(FateCase fate) => fate.ActiveFraction is > 0 and < 1 ? $"{fate.Name} mini-batches" : fate.Name;

    private static Panel PanelOf(FateColumn column, Ink ink, double first, double last)
    {
        var marks = ImmutableArray.CreateBuilder<Mark>();
        marks.Add(new Curve("half", [new(first, 0.5), new(last, 0.5)], Ink.Muted, Stroke.Dotted, 0.8));
        // The silent one last, above the others.
        foreach (var (rank, fate) in column.Fates.Index().Reverse())
        {
            marks.Add(new Curve(
                $"{fate.Case.Name}, simulated", Points(fate.Simulated, first), InkOf(ink, rank), StrokeOf(rank), rank == 0 ? 2.2 : 1.7));
            if (fate.Law is { } law)
                marks.Add(new Curve($"{fate.Case.Name}, theory", Points(law, first), Ink.Text, Stroke.Solid, 0.5));
        }

        var title = column.Places switch
        {
            DecayPlaces.Coupled => "L2: coupled",
            DecayPlaces.Decoupled => "weight decay: decoupled",
            DecayPlaces.Nowhere => "no decay",
            _ => "both",
        };
        return new Panel(title, column.IsStated ? "these settings" : "", column.IsStated ? ink : Ink.Muted, marks.ToImmutable());
    }

    private static ImmutableArray<PlotPoint> Points(FatePath path, double first) =>
        [.. path.Points.Where(point => point.Time >= first)
            .Select(point => new PlotPoint(point.Time, Math.Clamp(point.Theta, 0, PlotTop)))];

    /// <summary>The silent parameter has the full colour, the busy one the lightest.</summary>
    private static Ink InkOf(Ink ink, int rank) => Theme.Tint(ink, FateCase.All.Count - 1 - rank, FateCase.All.Count);

    private static Stroke StrokeOf(int rank) => rank == FateCase.All.Count - 1 ? Stroke.Dashed : Stroke.Solid;
}
