using SkiaSharp;

namespace OptimizerDynamics.Reports;

/// <summary>The typefaces of all figures, carried by this library: text looks the same whatever fonts a system has, or none.</summary>
/// <remarks>Inter by the Inter Project Authors, under the SIL Open Font License (see <c>Fonts/LICENSE.txt</c>).</remarks>
internal static class ReportFonts
{
    private static readonly Lazy<SKTypeface> _regularFace = new(() => Load("Inter-Regular.otf"));
    private static readonly Lazy<SKTypeface> _strongFace = new(() => Load("Inter-SemiBold.otf"));

    /// <summary>A font; not hinted, so that glyphs are where they were measured.</summary>
    public static SKFont Of(double size, bool isStrong) => new(isStrong ? _strongFace.Value : _regularFace.Value, (float)size)
    {
        Edging = SKFontEdging.Antialias,
        Hinting = SKFontHinting.None,
        Subpixel = true,
    };

    /// <summary>A font that has a glyph for every character of a text.</summary>
    /// <exception cref="InvalidOperationException">The typeface lacks one: the figure would show a box in its place.</exception>
    public static SKFont Of(string text, double size, bool isStrong)
    {
        var font = Of(size, isStrong);
        if (font.ContainsGlyphs(text))
            return font;
        font.Dispose();
        throw new InvalidOperationException($"The figures' typeface has not all characters of '{text}'.");
    }

    /// <summary>The width of a text, in the unit of the font's size.</summary>
    public static float WidthOf(SKFont font, string text)
    {
        using var paint = new SKPaint(font);
        return paint.MeasureText(text);
    }

    private static SKTypeface Load(string name)
    {
        using var stream = typeof(ReportFonts).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The typeface {name} is not among this library's resources.");
        return SKTypeface.FromStream(stream) ?? throw new InvalidOperationException($"The typeface {name} cannot be read.");
    }
}
