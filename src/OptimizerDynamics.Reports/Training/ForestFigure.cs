using System.Collections.Immutable;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>All comparisons of a study at a glance: a row for each contrast, the primary ones first, an effect with its interval for each
/// measure.</summary>
internal static class ForestFigure
{
    private const double Line = 12.5, Padding = 5, Margin = 0.05;

    /// <summary>The figure; null where no seed gives an effect.</summary>
    /// <param name="findings">What was found.</param>
    /// <param name="statementOf">What a hypothesis says, given its name.</param>
    /// <param name="caption">What the effects were measured with.</param>
    public static Figure? Of(ImmutableArray<Finding> findings, Func<string, string> statementOf, string caption)
    {
        Row[] rows = [.. findings.SelectMany(finding => RowsOf(finding, statementOf)).OrderBy(row => row.IsPrimary ? 0 : 1)];
        if (rows.Length == 0)
            return null;
        var (x, height) = (Axis(rows), rows.Sum(row => row.Height));
        double[] tops = [.. rows.Index().Select(row => height - rows.Take(row.Index).Sum(above => above.Height))];
        var isMixed = rows.Any(row => row.Compared.Any(tested => !tested.IsOfShares));
        return new Figure(
            "forest", "What was claimed, and what came out",
            "Mean effects over the seeds with their bootstrap 95 % intervals, less the plan's margin where it has one: right of 0 they are "
                + "as the "
            + $"hypothesis says. Colours are those of the exact test of the signs, at 0.05.{Order(rows)}",
            $"{NotDecided(findings)}{NotDrawn(findings)}{caption}",
            1, height, x with { Title = $"effect in percentage points{(isMixed ? ", or in hundredths where said" : "")}" },
            new FigureAxis("", 0, height, false, [.. rows.Zip(tops, (row, top) => new AxisLabel(top - Padding - Line / 2, row.Id))])
            {
                HasGrid = false,
            },
            [new Panel("", "", Ink.Text, [.. Marks(rows, tops, x)])], [.. Key(rows)]);
    }

    private static IEnumerable<Row> RowsOf(Finding finding, Func<string, string> statementOf)
    {
        Row Of(bool isPrimary, IEnumerable<TestedContrast> tested) => new(
            finding, isPrimary, isPrimary ? [statementOf(finding.Id), tested.First().What] : [tested.First().What], [.. tested]);
        foreach (var contrast in finding.Primary.GroupBy(tested => tested.What))
            yield return Of(isPrimary: true, contrast);
        foreach (var contrast in finding.Secondary.GroupBy(tested => tested.What))
            yield return Of(isPrimary: false, contrast);
    }

    private static string Order(Row[] rows) => rows.All(row => row.IsPrimary)
        ? ""
        : " Primary contrasts, below their hypotheses in bold, decide; secondary ones, behind the thicker line, are corrected for their "
            + "number and decide nothing.";

    private static string NotDecided(ImmutableArray<Finding> findings)
    {
        var groups = findings.Where(finding => !finding.HasVerdict && finding.Primary.Length > 0)
            .GroupBy(finding => finding.Reason.Split(": ")[0])
            .Select(group => $"{string.Join(", ", group.Select(finding => finding.Id))}: {group.Key}");
        return string.Join("; ", groups) is { Length: > 0 } reasons ? $"No verdict, drawn in grey: {reasons}. " : "";
    }

    private static string NotDrawn(ImmutableArray<Finding> findings)
    {
        string[] without = [.. findings.Where(finding => finding.Primary.Length == 0).Select(finding => finding.Id)];
        return without.Length == 0 ? "" : $"Without an effect of a primary contrast to draw: {string.Join(", ", without)}. ";
    }

    /// <summary>From the lowest to the highest end of an interval, 0 among them, with a little room.</summary>
    private static FigureAxis Axis(Row[] rows)
    {
        PairedEffect[] effects = [.. rows.SelectMany(row => row.Compared).Select(tested => tested.Verdict.Paired!)];
        var (low, high) = (Math.Min(0, 100 * effects.Min(effect => effect.Low)), Math.Max(0, 100 * effects.Max(effect => effect.High)));
        var room = Math.Max((high - low) * Margin, 0.5);
        (low, high) = (low - room, high + room);
        var step = CurveFigure.Step(high - low);
        var ticks = Enumerable.Range((int)Math.Ceiling(low / step), (int)(Math.Floor(high / step) - Math.Ceiling(low / step)) + 1);
        return new FigureAxis("", low, high, false, [.. ticks.Select(tick => new AxisLabel(tick * step, Signed(tick * step)))]);
    }

    private static string Signed(double value) => $"{(value > 0 ? "+" : value < 0 ? "−" : "")}{Say.Setting(Math.Abs(value))}";

    private static IEnumerable<Mark> Marks(Row[] rows, double[] tops, FigureAxis x)
    {
        foreach (var (row, top) in rows.Zip(tops))
        {
            if (top < tops[0])
            {
                var isBorder = !row.IsPrimary && rows[Array.IndexOf(tops, top) - 1].IsPrimary;
                yield return new Curve(
                    isBorder ? "secondary below" : "row", [new(x.Minimum, top), new(x.Maximum, top)], isBorder ? Ink.Muted : Ink.Grid,
                    Stroke.Solid, isBorder ? 1.2 : 0.8);
            }

            foreach (var mark in WordsOf(row, top, x).Concat(EffectsOf(row, top, x)))
                yield return mark;
        }
    }

    private static IEnumerable<Mark> WordsOf(Row row, double top, FigureAxis x)
    {
        var inset = Inset(x);
        foreach (var (index, line) in row.Lines.Index())
        {
            var isStrong = row.IsPrimary && index == 0;
            yield return new Label(
                x.Minimum + inset, top - Padding - (index + 0.5) * Line, line, isStrong ? Ink.Text : Ink.Muted, 9, Anchor.Left, isStrong);
        }

        if (row.IsPrimary)
        {
            var words = row.Finding.HasVerdict ? row.Finding.Words : "no verdict";
            yield return new Label(x.Maximum - inset, top - Padding - 1.5 * Line, words, Ink.Text, 9, Anchor.Right, true);
        }
    }

    private static IEnumerable<Mark> EffectsOf(Row row, double top, FigureAxis x)
    {
        var first = top - Padding - row.Lines.Length * Line;
        yield return new Curve("no effect", [new(0, first), new(0, top - row.Height)], Ink.Text, Stroke.Solid, 1);
        foreach (var (index, tested) in row.Compared.Index())
        {
            var (effect, look, y) = (tested.Verdict.Paired!, LookOf(row, tested), first - (index + 0.5) * Line);
            var name = $"{row.Id}, {look.Name}{(tested.By.Length == 0 ? "" : $", {tested.By}")}";
            yield return new Curve(name, [new(100 * effect.Low, y), new(100 * effect.High, y)], look.Ink, look.Stroke, 1.4);
            yield return new Dots(name, [new(100 * effect.Mean, y)], look.Ink, look.IsOpen, row.IsPrimary ? 3.6 : 2.8, ShapeOf(tested));
            if (NoteOf(tested) is { Length: > 0 } note)
            {
                var (isLeft, room) = (200 * effect.Mean > x.Minimum + x.Maximum, 2 * Inset(x));
                yield return new Label(
                    isLeft ? 100 * effect.Low - room : 100 * effect.High + room, y, note, Ink.Muted, 8,
                    isLeft ? Anchor.Right : Anchor.Left);
            }
        }
    }

    private static double Inset(FigureAxis x) => (x.Maximum - x.Minimum) * 0.006;

    /// <summary>What the shape of a dot does not say of its measure.</summary>
    private static string NoteOf(TestedContrast tested) => string.Join(
        ", ",
        new[] { ShapeOf(tested) == DotShape.Diamond ? tested.By : "", tested.IsOfShares ? "" : "in hundredths" }.Where(
            part => part.Length > 0));

    private static DotShape ShapeOf(TestedContrast tested) => tested.By switch
    {
        TestedMeasure.ByScale => DotShape.Circle,
        TestedMeasure.ByActivation => DotShape.Square,
        _ => DotShape.Diamond,
    };

    private static IEnumerable<LegendEntry> Key(Row[] rows)
    {
        TestedContrast[] all = [.. rows.SelectMany(row => row.Compared)];
        (DotShape Shape, string Text)[] shapes =
            [
                (DotShape.Circle, TestedMeasure.ByScale), (DotShape.Square, TestedMeasure.ByActivation),
                (DotShape.Diamond, "by another measure")];
        foreach (var (shape, text) in shapes.Where(known => all.Any(tested => ShapeOf(tested) == known.Shape)))
            yield return new LegendEntry(text, Ink.Text, Dot: shape);
        var looks = rows.SelectMany(row => row.Compared.Select(tested => LookOf(row, tested))).Distinct().ToList();
        foreach (var look in new[] { Look.Supported, Look.Contradicted, Look.Open, Look.NoVerdict }.Where(looks.Contains))
            yield return new LegendEntry(look.Name, look.Ink, Dot: DotShape.Circle, IsOpen: look.IsOpen);
    }

    private static Look LookOf(Row row, TestedContrast tested)
    {
        if (!row.Finding.HasVerdict)
            return Look.NoVerdict;
        var (effect, p) = (tested.Verdict.Paired!, tested.CorrectedPValue ?? tested.Verdict.Paired!.PValue);
        return p > Verdict.Level ? Look.Open : effect.Mean > 0 ? Look.Supported : Look.Contradicted;
    }

    /// <summary>A contrast, with the words above its effects.</summary>
    private sealed record Row(Finding Finding, bool IsPrimary, ImmutableArray<string> Lines, ImmutableArray<TestedContrast> Compared)
    {
        public string Id => Finding.Id;

        /// <summary>In points.</summary>
        public double Height => (Lines.Length + Compared.Length) * Line + 2 * Padding;
    }

    /// <summary>How a comparison is drawn: by colour, and by filling or line.</summary>
    private sealed record Look(string Name, Ink Ink, bool IsOpen, Stroke Stroke)
    {
        public static Look Supported { get; } = new("supported", Theme.Supported, false, Stroke.Solid);

        public static Look Contradicted { get; } = new("contradicted", Theme.Contradicted, false, Stroke.Solid);

        public static Look Open { get; } = new("open", Ink.Text, true, Stroke.Solid);

        public static Look NoVerdict { get; } = new("no verdict", Ink.Muted, false, Stroke.Dotted);
    }
}
