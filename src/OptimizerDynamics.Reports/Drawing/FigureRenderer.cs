using OxyPlot;
using SkiaSharp;
using static OptimizerDynamics.Reports.FigureLayout;

namespace OptimizerDynamics.Reports;

/// <summary>Draws a figure as a PNG; of several figures each can be drawn on a thread of its own.</summary>
public static class FigureRenderer
{
    private const double SmallestTitle = 8.5, NoteGap = 8;

    /// <summary>Pixels per point: figures stay sharp on dense screens and in print.</summary>
    public const int Scale = 2;

    /// <summary>How PNGs are compressed. At level 9 a file is smaller by 2 %, and takes three times as long, more than all else about a
    /// figure.</summary>
    internal static SKPngEncoderOptions Png { get; } = new(SKPngEncoderFilterFlags.AllFilters, 6);

    /// <summary>Draws a figure.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="paper">The background.</param>
    /// <returns>The PNG file.</returns>
    /// <exception cref="InvalidOperationException">Something in it cannot be drawn, such as a character that the typeface
    /// lacks.</exception>
    public static byte[] Draw(Figure figure, Paper paper)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var layout = new FigureLayout(figure);
        using var bitmap = new SKBitmap(
            (int)(Width * Scale), (int)Math.Ceiling(layout.Height * Scale), SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var surface = new SKCanvas(bitmap);
        surface.Clear(Colour(Ink.Page, paper));
        using (var canvas = new FigureCanvas(surface, Scale))
            Paint(canvas, figure, layout, paper);

        using var pixels = bitmap.PeekPixels();
        using var encoded = pixels.Encode(Png);
        return encoded.ToArray();
    }

    /// <summary>Draws a figure at the upper left corner of a canvas whose background is there already.</summary>
    internal static void Paint(IRenderContext canvas, Figure figure, FigureLayout layout, Paper paper)
    {
        DrawHeader(canvas, figure, layout, paper);
        for (var i = 0; i < figure.Panels.Length; i++)
            DrawPanel(canvas, figure, layout, i, paper);
        DrawAxisTitles(canvas, figure, layout, paper);
        Lines(canvas, layout.Caption, Edge, layout.CaptionTop, CaptionSize, Ink.Muted.On(paper));
    }

    private static void DrawHeader(IRenderContext canvas, Figure figure, FigureLayout layout, Paper paper)
    {
        canvas.DrawText(
            new ScreenPoint(Edge, Edge), figure.Title, Ink.Text.On(paper), fontSize: TitleSize, fontWeight: FigureCanvas.Strong);
        Lines(canvas, layout.Lead, Edge, layout.LeadTop, LeadSize, Ink.Muted.On(paper));
        var behind = Edge;
        foreach (var (entry, place) in figure.Key.Zip(layout.KeyPlaces))
        {
            var (x, middle) = (Edge + place.X, layout.KeyTop + place.Y + KeySize * 0.6);
            DrawSample(canvas, entry, x, middle, paper);
            canvas.DrawText(
                new ScreenPoint(x + SampleOf(entry), middle), entry.Text, Ink.Text.On(paper), fontSize: KeySize,
                verticalAlignment: VerticalAlignment.Middle);
            behind = x + WidthOf(entry);
        }

        if (figure.Scale is { } scale)
            DrawScale(canvas, scale, behind, layout.KeyTop, paper);
    }

    private static void DrawSample(IRenderContext canvas, LegendEntry entry, double x, double middle, Paper paper)
    {
        var ink = entry.Ink.On(paper);
        if (entry.Dot is { } shape)
        {
            canvas.DrawMarker(
                new ScreenPoint(x + KeyDot, middle), Theme.MarkerOf(shape), null, KeyDot, entry.IsOpen ? Ink.Page.On(paper) : ink, ink,
                entry.IsOpen ? 1.2 : 0, EdgeRenderingMode.PreferGeometricAccuracy);
            return;
        }

        canvas.DrawLine(
            [new ScreenPoint(x, middle), new ScreenPoint(x + 26, middle)], ink, entry.Thickness,
            EdgeRenderingMode.PreferGeometricAccuracy, Theme.DashesOf(entry.Stroke));
    }

    private static void DrawScale(IRenderContext canvas, ColourScale scale, double x, double top, Paper paper)
    {
        const double Length = 240, Height = 9;
        const int Steps = 120;
        canvas.DrawText(
            new ScreenPoint(x, top + KeySize * 0.6), scale.Title, Ink.Text.On(paper), fontSize: KeySize,
            verticalAlignment: VerticalAlignment.Middle);
        var left = x + canvas.MeasureText(scale.Title, fontSize: KeySize).Width + 10;
        for (var i = 0; i < Steps; i++)
        {
            var value = scale.Minimum * Math.Pow(scale.Maximum / scale.Minimum, (i + 0.5) / Steps);
            canvas.DrawRectangle(
                new OxyRect(left + i * Length / Steps, top + 1, Length / Steps, Height), scale.Of(value).On(paper), OxyColors.Undefined, 0,
                EdgeRenderingMode.PreferSharpness);
        }

        foreach (var label in scale.Labels)
        {
            var place = left + Length * Math.Log(label.Value / scale.Minimum) / Math.Log(scale.Maximum / scale.Minimum);
            canvas.DrawText(
                new ScreenPoint(place, top + Height + 3), label.Text, Ink.Muted.On(paper), fontSize: CaptionSize - 0.5,
                horizontalAlignment: HorizontalAlignment.Center);
        }

        if (scale.Infinite is { } infinite)
        {
            var swatch = new OxyRect(left + Length + 16, top + 1, 18, Height);
            canvas.DrawRectangle(swatch, infinite.On(paper), Ink.Muted.On(paper), 0.6, EdgeRenderingMode.PreferSharpness);
            canvas.DrawText(
                new ScreenPoint(swatch.Right + 6, top + KeySize * 0.6), scale.InfiniteText, Ink.Text.On(paper), fontSize: KeySize,
                verticalAlignment: VerticalAlignment.Middle);
        }
    }

    private static void DrawPanel(IRenderContext canvas, Figure figure, FigureLayout layout, int index, Paper paper)
    {
        var panel = figure.Panels[index];
        var area = layout.AreaOf(index);
        if (panel.Title.Length > 0)
            DrawPanelTitle(canvas, panel, area, paper);
        // Margins wide enough for every label: OxyPlot cuts off what is beyond the rectangle that it is given.
        var margins = new OxyThickness(layout.AllAreas.Left, PanelTitle, AxisWidth, AxisHeight);
        var told = canvas as SvgCanvas;
        told?.Begin(SvgFigure.PanelOf(figure, panel, area));
        IPlotModel plot = new PanelPlot(figure, panel, paper, told is null ? null : told.Tell)
            .Make(margins, layout.IsLowest(index), layout.IsLeftmost(index));
        plot.Update(true);
        try
        {
            plot.Render(canvas, area.Inflate(margins));
        }
        catch (InvalidOperationException cause)
        {
            throw Failure(cause);
        }

        told?.End();
        // What went wrong is drawn into the picture, where nobody may see it.
        if (((PlotModel)plot).GetLastPlotException() is { } hidden)
            throw Failure(hidden);

        InvalidOperationException Failure(Exception cause) =>
            new($"The panel '{panel.Title}' of the figure '{figure.Name}' cannot be drawn: {cause.Message}", cause);
    }

    /// <summary>Draws a panel's title and the note beside it. A title that is too long for its panel is set smaller, and at the worst
    /// without its middle: neighbours often differ at the end. The note stays.</summary>
    private static void DrawPanelTitle(IRenderContext canvas, Panel panel, OxyRect area, Paper paper)
    {
        double WidthAt(string text, double size) => canvas.MeasureText(text, fontSize: size, fontWeight: FigureCanvas.Strong).Width;
        var room = area.Width - (panel.Note.Length == 0 ? 0 : NoteGap + canvas.MeasureText(panel.Note, fontSize: CaptionSize).Width);
        var size = Math.Clamp(PanelTitleSize * room / WidthAt(panel.Title, PanelTitleSize), SmallestTitle, PanelTitleSize);
        var title = panel.Title;
        for (var kept = panel.Title.Length - 1; kept > 1 && WidthAt(title, size) > room; kept--)
            title = $"{panel.Title[..(kept / 2)]}…{panel.Title[^(kept - kept / 2)..]}";
        canvas.DrawText(
            new ScreenPoint(area.Left, area.Top - 7), title, panel.Ink.ForWords().On(paper), fontSize: size,
            fontWeight: FigureCanvas.Strong,
            verticalAlignment: VerticalAlignment.Bottom);
        canvas.DrawText(
            new ScreenPoint(area.Left + WidthAt(title, size) + NoteGap, area.Top - 7.5), panel.Note, Ink.Muted.On(paper),
            fontSize: CaptionSize, verticalAlignment: VerticalAlignment.Bottom);
    }

    private static void DrawAxisTitles(IRenderContext canvas, Figure figure, FigureLayout layout, Paper paper)
    {
        var plots = layout.AllAreas;
        canvas.DrawText(
            new ScreenPoint((plots.Left + plots.Right) / 2, plots.Bottom + 21), figure.X.Title, Ink.Text.On(paper), fontSize: KeySize,
            horizontalAlignment: HorizontalAlignment.Center);
        canvas.DrawText(
            new ScreenPoint(Edge - 4, (plots.Top + plots.Bottom) / 2), figure.Y.Title, Ink.Text.On(paper), fontSize: KeySize, rotation: -90,
            horizontalAlignment: HorizontalAlignment.Center);
    }

    private static void Lines(IRenderContext canvas, List<string> lines, double x, double top, double size, OxyColor colour)
    {
        foreach (var (index, line) in lines.Index())
            canvas.DrawText(new ScreenPoint(x, top + index * size * FigureLayout.LineHeight), line, colour, fontSize: size);
    }

    internal static SKColor Colour(Ink ink, Paper paper) => new(ink.On(paper).R, ink.On(paper).G, ink.On(paper).B);
}
