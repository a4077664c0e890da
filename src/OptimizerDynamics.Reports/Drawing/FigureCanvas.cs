using OxyPlot;
using OxyPlot.SkiaSharp;
using SkiaSharp;

namespace OptimizerDynamics.Reports;

/// <summary>Where OxyPlot draws: its own Skia context for all shapes, and this library's typefaces for all text.</summary>
/// <remarks>OxyPlot asks the system for fonts by name, gets what that has, and nothing at all on a bare one. The interface's two methods
/// about text are therefore implemented anew; OxyPlot calls through the interface, and so calls these.</remarks>
internal sealed class FigureCanvas : SkiaRenderContext, IRenderContext
{
    private readonly bool _hasOutlines;

    /// <summary>Draws on a canvas of Skia's.</summary>
    /// <param name="canvas">The canvas; it stays the caller's.</param>
    /// <param name="scale">Pixels per point.</param>
    /// <param name="hasOutlines">Whether text is drawn as outlines, for a file whose reader has not this library's typefaces.</param>
    public FigureCanvas(SKCanvas canvas, float scale, bool hasOutlines = false)
    {
        _hasOutlines = hasOutlines;
        (SkCanvas, DpiScale, RenderTarget, UseTextShaping) = (canvas, scale, RenderTarget.PixelGraphic, false);
    }

    /// <summary>The least weight that is set in the heavier typeface.</summary>
    public const double Strong = 600;

    /// <inheritdoc/>
    public new void DrawText(
        ScreenPoint p, string text, OxyColor fill, string? fontFamily = null, double fontSize = 10, double fontWeight = FontWeights.Normal,
        double rotation = 0, HorizontalAlignment horizontalAlignment = HorizontalAlignment.Left,
        VerticalAlignment verticalAlignment = VerticalAlignment.Top, OxySize? maxSize = null)
    {
        if (string.IsNullOrEmpty(text) || fill.A == 0)
            return;
        using var font = ReportFonts.Of(text, fontSize * DpiScale, fontWeight >= Strong);
        using var paint = new SKPaint(font) { IsAntialias = true, Color = fill.ToSKColor() };
        var metrics = font.Metrics;
        var x = horizontalAlignment switch
        {
            HorizontalAlignment.Left => 0f,
            HorizontalAlignment.Center => -ReportFonts.WidthOf(font, text) / 2,
            _ => -ReportFonts.WidthOf(font, text),
        };
        var y = verticalAlignment switch
        {
            VerticalAlignment.Top => -metrics.Ascent,
            VerticalAlignment.Middle => metrics.CapHeight / 2,
            _ => -metrics.Descent,
        };
        using var restore = new SKAutoCanvasRestore(SkCanvas);
        SkCanvas.Translate((float)(p.X * DpiScale), (float)(p.Y * DpiScale));
        SkCanvas.RotateDegrees((float)rotation);
        if (!_hasOutlines)
        {
            SkCanvas.DrawText(text, x, y, font, paint);
            return;
        }

        using var outlines = paint.GetTextPath(text, x, y);
        SkCanvas.DrawPath(outlines, paint);
    }

    /// <inheritdoc/>
    /// <remarks>In a file of shapes Skia's ellipses are some dozens of pieces each; four cubic curves are as round to a thousandth of the
    /// radius, and a tenth of the size. They are one path, as Skia's are, so that dots of a colour that lets through do not add
    /// up.</remarks>
    public new void DrawEllipses(
        IList<OxyRect> extents, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode)
    {
        if (!_hasOutlines || (stroke.A > 0 && thickness > 0))
        {
            base.DrawEllipses(extents, fill, stroke, thickness, edgeRenderingMode);
            return;
        }

        using var path = new SKPath();
        foreach (var extent in extents)
            AddEllipse(path, (float)extent.Center.X, (float)extent.Center.Y, (float)extent.Width / 2, (float)extent.Height / 2);
        using var paint = new SKPaint { IsAntialias = true, Color = fill.ToSKColor() };
        SkCanvas.DrawPath(path, paint);
    }

    private static void AddEllipse(SKPath path, float x, float y, float width, float height)
    {
        const float Handle = 0.5522847f; // 4(√2 − 1)/3, of the radius
        var (w, h) = (width * Handle, height * Handle);
        path.MoveTo(x + width, y);
        path.CubicTo(x + width, y + h, x + w, y + height, x, y + height);
        path.CubicTo(x - w, y + height, x - width, y + h, x - width, y);
        path.CubicTo(x - width, y - h, x - w, y - height, x, y - height);
        path.CubicTo(x + w, y - height, x + width, y - h, x + width, y);
        path.Close();
    }

    /// <inheritdoc/>
    public new OxySize MeasureText(string text, string? fontFamily = null, double fontSize = 10, double fontWeight = FontWeights.Normal)
    {
        if (string.IsNullOrEmpty(text))
            return new OxySize(0, 0);
        using var font = ReportFonts.Of(text, fontSize * DpiScale, fontWeight >= Strong);
        return new OxySize(ReportFonts.WidthOf(font, text) / DpiScale, (font.Metrics.Descent - font.Metrics.Ascent) / DpiScale);
    }
}
