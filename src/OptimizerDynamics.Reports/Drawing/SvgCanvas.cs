using System.Globalization;
using System.Text;
using OxyPlot;
using SkiaSharp;

namespace OptimizerDynamics.Reports;

/// <summary>Where a figure becomes a part of an HTML page: SVG whose colours are classes, each of a light and a dark colour, and whose
/// text is text.</summary>
/// <remarks>A figure is drawn twice, by the same calls: first on dark paper, which tells the dark colour of every call, then on light
/// paper, which writes. A class is named by its two colours (<see cref="ClassOf"/>), so that figures drawn at the same time share it.
/// Lengths are points, to a tenth.</remarks>
internal sealed class SvgCanvas : RenderContextBase, IRenderContext
{
    /// <summary>The distance in points that cannot be seen: half a pixel of the PNG.</summary>
    private const double Unseen = 0.25;

    /// <summary>The most letters of a word that is as wide as the reader's typeface makes it: a number in a cell.</summary>
    private const int LongestFree = 4;

    private readonly StringBuilder _text = new();
    private readonly Queue<OxyColor>? _dark;
    private readonly SortedSet<string> _inks = new(StringComparer.Ordinal);
    private readonly Func<Mark, string> _tell;
    private string? _mark;
    private int _clips, _clipsOfMark;

    /// <summary>A canvas that writes.</summary>
    /// <param name="dark">The same figure, drawn on dark paper.</param>
    /// <param name="tell">The attributes of a mark's group.</param>
    public SvgCanvas(SvgCanvas dark, Func<Mark, string> tell)
        : this()
    {
        ArgumentNullException.ThrowIfNull(dark);
        (_dark, _tell) = (dark.Seen, tell);
    }

    /// <summary>A canvas for dark paper, which keeps the colours of all calls.</summary>
    public SvgCanvas() => _tell = _ => "";

    /// <summary>The colours of all calls, in their order.</summary>
    public Queue<OxyColor> Seen { get; } = new();

    /// <summary>The pairs of colours that classes stand for, as in their names.</summary>
    public IReadOnlyCollection<string> Inks => _inks;

    /// <inheritdoc/>
    public override int ClipCount => _clips;

    /// <summary>What has been drawn, as the content of an SVG element.</summary>
    public string Text => _text.ToString();

    /// <summary>The attributes of a mark's group: what its tool tip says.</summary>
    /// <param name="mark">The mark.</param>
    public string Tell(Mark mark) => _tell(mark);

    /// <summary>The colour of a class, fill or stroke, on one of the papers.</summary>
    /// <param name="ink">The pair, as <see cref="Inks"/> has it: the light colour, an underscore, the dark one.</param>
    /// <param name="isDark">Whether the value on dark paper is asked for.</param>
    public static string ValueOf(string ink, bool isDark) => $"#{ink.Split('_')[isDark ? 1 : 0]}";

    /// <summary>Begins a group.</summary>
    /// <param name="attributes">Its attributes, escaped, with a space before each.</param>
    public void Begin(string attributes) => _text.Append("<g").Append(attributes).Append('>');

    /// <summary>Ends the last group that was begun.</summary>
    public void End() => _text.Append("</g>");

    /// <summary>Draws cells without gaps as a picture of one pixel each.</summary>
    /// <param name="area">The area that they fill.</param>
    /// <param name="columns">How many stand side by side.</param>
    /// <param name="colours">Their colours, row by row from the bottom.</param>
    public void DrawCells(OxyRect area, int columns, IReadOnlyList<OxyColor> colours)
    {
        Ink[] inks = [.. colours.Select(InkOf)];
        var (light, dark) = (Picture(inks, columns, Paper.Light), Picture(inks, columns, Paper.Dark));
        var isSame = light == dark;
        Image(light, isSame ? "" : " class=\"on-light\"");
        if (!isSame)
            Image(dark, " class=\"on-dark\"");

        void Image(string png, string attributes) => _text.Append(
            CultureInfo.InvariantCulture,
            $"<image{attributes} {Box(area)} preserveAspectRatio=\"none\" href=\"data:image/png;base64,{png}\"/>");
    }

    /// <inheritdoc/>
    public override void DrawLine(
        IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[]? dashArray,
        LineJoin lineJoin)
    {
        var ink = InkOf(stroke);
        if (points.Count > 1 && IsSeen(stroke, thickness))
            Path(Track(points), "s", ink, thickness, dashArray);
    }

    /// <inheritdoc/>
    public override void DrawLineSegments(
        IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[]? dashArray,
        LineJoin lineJoin)
    {
        var ink = InkOf(stroke);
        if (points.Count > 1 && IsSeen(stroke, thickness))
            Path(string.Concat(points.Chunk(2).Where(pair => pair.Length == 2).Select(Track)), "s", ink, thickness, dashArray);
    }

    /// <inheritdoc/>
    public override void DrawPolygon(
        IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode,
        double[]? dashArray, LineJoin lineJoin)
    {
        var (inside, outline) = (InkOf(fill), InkOf(stroke));
        if (points.Count > 2 && fill.IsVisible())
            Path(Track(points) + "z", "f", inside, 0, null);
        if (points.Count > 2 && IsSeen(stroke, thickness))
            Path(Track(points) + "z", "s", outline, thickness, dashArray);
    }

    /// <inheritdoc/>
    public override void DrawRectangle(
        OxyRect rectangle, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode)
    {
        var (inside, outline) = (InkOf(fill), InkOf(stroke));
        var (left, top) = (Tenths(rectangle.Left), Tenths(rectangle.Top));
        var (width, height, back) = (Tenths(rectangle.Width), Tenths(rectangle.Height), Tenths(-rectangle.Width));
        var shape = $"M{left} {top}h{width}v{height}h{back}z";
        if (fill.IsVisible())
            Path(shape, "f", inside, 0, null);
        if (IsSeen(stroke, thickness))
            Path(shape, "s", outline, thickness, null);
    }

    /// <inheritdoc/>
    public override void DrawEllipse(
        OxyRect extents, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode) =>
        DrawEllipses([extents], fill, stroke, thickness, edgeRenderingMode);

    /// <summary>Draws dots. Filled ones are one path of points with round ends, of the dots' width, so that those of a colour that lets
    /// through do not add up; rings are circles.</summary>
    /// <inheritdoc/>
    public override void DrawEllipses(
        IList<OxyRect> extents, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode)
    {
        var (inside, outline) = (InkOf(fill), InkOf(stroke));
        if (extents.Count == 0)
            return;
        if (!IsSeen(stroke, thickness))
        {
            if (fill.IsVisible())
                Path(
                    string.Concat(extents.Select(dot => $"M{Tenths(dot.Center.X)} {Tenths(dot.Center.Y)}h0")), "s", inside,
                    extents[0].Width, null, " d");
            return;
        }

        _text.Append(
            CultureInfo.InvariantCulture,
            $"<g stroke-width=\"{thickness:0.##}\" class=\"{(fill.IsVisible() ? ClassOf("f", inside) : "n")} {ClassOf("s", outline)}\">");
        foreach (var ring in extents)
            _text.Append(
                CultureInfo.InvariantCulture,
                $"<circle cx=\"{Tenths(ring.Center.X)}\" cy=\"{Tenths(ring.Center.Y)}\" r=\"{ring.Width / 2:0.##}\"/>");
        End();
    }

    /// <inheritdoc/>
    public override void DrawText(
        ScreenPoint p, string text, OxyColor fill, string? fontFamily, double fontSize, double fontWeight, double rotation,
        HorizontalAlignment horizontalAlignment, VerticalAlignment verticalAlignment, OxySize? maxSize)
    {
        var ink = InkOf(fill);
        if (string.IsNullOrEmpty(text) || !fill.IsVisible())
            return;
        using var font = ReportFonts.Of(text, fontSize, fontWeight >= FigureCanvas.Strong);
        var y = p.Y + verticalAlignment switch
        {
            VerticalAlignment.Top => -font.Metrics.Ascent,
            VerticalAlignment.Middle => font.Metrics.CapHeight / 2,
            _ => -font.Metrics.Descent,
        };
        var anchor = horizontalAlignment switch
        {
            HorizontalAlignment.Left => "",
            HorizontalAlignment.Center => " text-anchor=\"middle\"",
            _ => " text-anchor=\"end\"",
        };
        _text.Append(
            CultureInfo.InvariantCulture, $"<text x=\"{Tenths(p.X)}\" y=\"{Tenths(y)}\"{anchor} font-size=\"{fontSize:0.##}\"");
        // The reader's typeface is another one: words that were laid out for this one keep their width.
        if (text.Length > LongestFree)
            _text.Append(
                CultureInfo.InvariantCulture,
                $" textLength=\"{Tenths(ReportFonts.WidthOf(font, text))}\" lengthAdjust=\"spacingAndGlyphs\"");
        if (fontWeight >= FigureCanvas.Strong)
            _text.Append(" font-weight=\"600\"");
        if (rotation != 0)
            _text.Append(CultureInfo.InvariantCulture, $" transform=\"rotate({rotation:0.#} {Tenths(p.X)} {Tenths(p.Y)})\"");
        _text.Append(CultureInfo.InvariantCulture, $" class=\"{ClassOf("f", ink)}\">{Markup.Escaped(text)}</text>");
    }

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string? fontFamily, double fontSize, double fontWeight)
    {
        if (string.IsNullOrEmpty(text))
            return new OxySize(0, 0);
        using var font = ReportFonts.Of(text, fontSize, fontWeight >= FigureCanvas.Strong);
        return new OxySize(ReportFonts.WidthOf(font, text), font.Metrics.Descent - font.Metrics.Ascent);
    }

    /// <summary>Cuts off what is drawn beyond a rectangle: an SVG in the SVG does so, and needs no id.</summary>
    /// <inheritdoc/>
    public override void PushClip(OxyRect clippingRectangle)
    {
        _clips++;
        var (left, top, width, height) =
            (clippingRectangle.Left, clippingRectangle.Top, clippingRectangle.Width, clippingRectangle.Height);
        _text.Append(
            CultureInfo.InvariantCulture,
            $"<svg {Box(clippingRectangle)} viewBox=\"{Tenths(left)} {Tenths(top)} {Tenths(width)} {Tenths(height)}\">");
    }

    /// <inheritdoc/>
    public override void PopClip()
    {
        // OxyPlot takes the last tool tip back behind the end of its clip.
        if (_clips == _clipsOfMark)
            SetToolTip(null);
        _clips--;
        _text.Append("</svg>");
    }

    /// <summary>Begins the group of a mark, and ends the one before.</summary>
    /// <param name="text">The attributes of the group; null for none.</param>
    public override void SetToolTip(string? text)
    {
        // A band and its line are one mark.
        if (text is not null && text == _mark)
            return;
        if (_mark is not null)
            End();
        (_mark, _clipsOfMark) = (text, _clips);
        if (text is not null)
            Begin($" class=\"m\"{text}");
    }

    private static bool IsSeen(OxyColor stroke, double thickness) => stroke.IsVisible() && thickness > 0;

    /// <summary>A colour as it is on both papers.</summary>
    private Ink InkOf(OxyColor colour)
    {
        if (_dark is null)
            Seen.Enqueue(colour);
        return new Ink(colour, _dark is null ? colour : _dark.Dequeue());
    }

    private string ClassOf(string prefix, Ink ink)
    {
        var pair = $"{Markup.Hex(ink.OnLight)}_{Markup.Hex(ink.OnDark)}";
        _inks.Add(pair);
        return prefix + pair;
    }

    private void Path(string shape, string prefix, Ink ink, double thickness, double[]? dashes, string also = "")
    {
        _text.Append("<path class=\"").Append(ClassOf(prefix, ink)).Append(also).Append('"');
        if (thickness > 0)
            _text.Append(CultureInfo.InvariantCulture, $" stroke-width=\"{thickness:0.##}\"");
        if (dashes is not null)
        {
            var lengths = dashes.Select(dash => (dash * thickness).ToString("0.#", CultureInfo.InvariantCulture));
            _text.Append(" stroke-dasharray=\"").AppendJoin(' ', lengths).Append('"');
        }

        _text.Append(" d=\"").Append(shape).Append("\"/>");
    }

    /// <summary>Points as a path: the first, and the way from each to the next, in whole tenths so that nothing adds up.</summary>
    private static string Track(IList<ScreenPoint> points)
    {
        var text = new StringBuilder();
        var (x, y) = (0L, 0L);
        foreach (var point in Simplified(points))
        {
            var (toX, toY) = ((long)Math.Round(point.X * 10), (long)Math.Round(point.Y * 10));
            // A first point is where it is, whatever was drawn before; then comes the way from each to the next.
            if (text.Length == 0)
                text.Append(CultureInfo.InvariantCulture, $"M{toX / 10.0:0.#} {toY / 10.0:0.#}l");
            else
                Append(text, toX - x, toY - y);
            (x, y) = (toX, toY);
        }

        return text.ToString();
    }

    /// <summary>A way in tenths without what a path does not need: a nought before the point, a space before a minus.</summary>
    private static void Append(StringBuilder text, params ReadOnlySpan<long> way)
    {
        foreach (var tenths in way)
        {
            var number = (tenths / 10.0).ToString("#.#;-#.#;0", CultureInfo.InvariantCulture);
            if (text[^1] != 'l' && number[0] != '-')
                text.Append(' ');
            text.Append(number);
        }
    }

    /// <summary>The points without those that are closer than <see cref="Unseen"/> to the line between others (Ramer 1972; Douglas and
    /// Peucker 1973).</summary>
    private static IEnumerable<ScreenPoint> Simplified(IList<ScreenPoint> points)
    {
        var isKept = new bool[points.Count];
        (isKept[0], isKept[^1]) = (true, true);
        var parts = new Stack<(int From, int To)>([(0, points.Count - 1)]);
        while (parts.TryPop(out var part))
        {
            var (farthest, distance) = (-1, Unseen);
            for (var i = part.From + 1; i < part.To; i++)
            {
                if (DistanceOf(points[i], points[part.From], points[part.To]) is var here && here > distance)
                    (farthest, distance) = (i, here);
            }

            if (farthest < 0)
                continue;
            isKept[farthest] = true;
            parts.Push((part.From, farthest));
            parts.Push((farthest, part.To));
        }

        return points.Where((_, place) => isKept[place]);
    }

    private static double DistanceOf(ScreenPoint point, ScreenPoint from, ScreenPoint to)
    {
        var (way, beside) = (to - from, point - from);
        var length = way.LengthSquared;
        var share = length == 0 ? 0 : Math.Clamp((way.X * beside.X + way.Y * beside.Y) / length, 0, 1);
        return (beside - way * share).Length;
    }

    private static string Box(OxyRect area) =>
        $"x=\"{Tenths(area.Left)}\" y=\"{Tenths(area.Top)}\" width=\"{Tenths(area.Width)}\" height=\"{Tenths(area.Height)}\"";

    private static string Tenths(double length) => length.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Picture(Ink[] inks, int columns, Paper paper)
    {
        using var bitmap = new SKBitmap(columns, inks.Length / columns, SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Pixels = [.. inks.Chunk(columns).Reverse().SelectMany(row => row).Select(ink => FigureRenderer.Colour(ink, paper))];
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return Convert.ToBase64String(png.AsSpan());
    }
}
