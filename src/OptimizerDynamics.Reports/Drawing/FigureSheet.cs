using SkiaSharp;

namespace OptimizerDynamics.Reports;

/// <summary>Figures one below the other in one file: a PNG of pixels, or an SVG of shapes.</summary>
public static class FigureSheet
{
    /// <summary>The endings of file names that <see cref="Draw"/> knows.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".png", ".svg"];

    /// <summary>Draws figures.</summary>
    /// <param name="figures">The figures, from the top; at least one.</param>
    /// <param name="paper">The background.</param>
    /// <param name="ending">One of <see cref="Endings"/>. In an SVG text is outlines, which look the same without this library's
    /// typefaces.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentException">There is no figure, or the ending is another one.</exception>
    /// <exception cref="InvalidOperationException">Something cannot be drawn, such as a character that the typeface lacks.</exception>
    public static byte[] Draw(IReadOnlyList<Figure> figures, Paper paper, string ending)
    {
        ArgumentNullException.ThrowIfNull(figures);
        if (figures.Count == 0)
            throw new ArgumentException("A sheet has at least one figure.", nameof(figures));
        FigureLayout[] layouts = [.. figures.Select(figure => new FigureLayout(figure))];
        var height = layouts.Sum(layout => Math.Ceiling(layout.Height));
        return ending switch
        {
            ".png" => Png(),
            ".svg" => Svg(),
            _ => throw new ArgumentException($"Expected {string.Join(" or ", Endings)}, found '{ending}'.", nameof(ending)),
        };

        byte[] Png()
        {
            const int Scale = FigureRenderer.Scale;
            using var bitmap = new SKBitmap(
                (int)(FigureLayout.Width * Scale), (int)(height * Scale), SKColorType.Rgba8888, SKAlphaType.Opaque);
            using (var surface = new SKCanvas(bitmap))
                Paint(surface, figures, layouts, paper, Scale, hasOutlines: false);
            using var pixels = bitmap.PeekPixels();
            using var encoded = pixels.Encode(FigureRenderer.Png);
            return encoded.ToArray();
        }

        byte[] Svg()
        {
            using var file = new MemoryStream();
            using (var surface = SKSvgCanvas.Create(SKRect.Create((float)FigureLayout.Width, (float)height), file))
                Paint(surface, figures, layouts, paper, 1, hasOutlines: true);
            return file.ToArray();
        }
    }

    private static void Paint(
        SKCanvas surface, IReadOnlyList<Figure> figures, FigureLayout[] layouts, Paper paper, float scale, bool hasOutlines)
    {
        using (var page = new SKPaint { Color = FigureRenderer.Colour(Ink.Page, paper) })
            surface.DrawRect(surface.LocalClipBounds, page);
        foreach (var (figure, layout) in figures.Zip(layouts))
        {
            using var canvas = new FigureCanvas(surface, scale, hasOutlines);
            FigureRenderer.Paint(canvas, figure, layout, paper);
            surface.Translate(0, (float)Math.Ceiling(layout.Height) * scale);
        }
    }
}
