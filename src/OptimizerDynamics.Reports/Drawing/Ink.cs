using OxyPlot;

namespace OptimizerDynamics.Reports;

/// <summary>The background of a figure.</summary>
public enum Paper
{
    /// <summary>White, for print and light pages.</summary>
    Light,

    /// <summary>Nearly black, for dark pages.</summary>
    Dark,
}

/// <summary>A colour, as it looks on light and on dark paper.</summary>
/// <param name="OnLight">On light paper.</param>
/// <param name="OnDark">On dark paper.</param>
public readonly record struct Ink(OxyColor OnLight, OxyColor OnDark)
{
    /// <summary>The page itself; the dark one is that of the HTML pages.</summary>
    public static Ink Page { get; } = Of(0xFFFFFF, 0x14171C);

    /// <summary>Titles and labels.</summary>
    public static Ink Text { get; } = Of(0x1B1F24, 0xE6E9EE);

    /// <summary>What explains: axis labels, captions.</summary>
    public static Ink Muted { get; } = Of(0x5B6470, 0x9AA4B2);

    /// <summary>Grid lines and frames.</summary>
    public static Ink Grid { get; } = Of(0xE3E7EC, 0x2A3038);

    /// <summary>The absence of an event: a parameter that never died.</summary>
    public static Ink Never { get; } = Of(0xEEF0F3, 0x23282F);

    /// <summary>A colour from its red, green and blue as one number, such as 0x0072B2.</summary>
    /// <param name="onLight">On light paper.</param>
    /// <param name="onDark">On dark paper.</param>
    public static Ink Of(uint onLight, uint onDark) =>
        new(OxyColor.FromUInt32(0xFF000000 | onLight), OxyColor.FromUInt32(0xFF000000 | onDark));

    /// <summary>The colour on a paper.</summary>
    /// <param name="paper">The paper.</param>
    public OxyColor On(Paper paper) => paper == Paper.Light ? OnLight : OnDark;

    /// <summary>This colour mixed with another.</summary>
    /// <param name="other">The other.</param>
    /// <param name="share">Its share, in [0, 1].</param>
    public Ink Mix(Ink other, double share) =>
        new(OxyColor.Interpolate(OnLight, other.OnLight, share), OxyColor.Interpolate(OnDark, other.OnDark, share));

    /// <summary>This colour, partly transparent.</summary>
    /// <param name="opacity">From 0 (nothing) to 1.</param>
    public Ink Clear(double opacity) =>
        new(OxyColor.FromAColor((byte)Math.Round(255 * opacity), OnLight), OxyColor.FromAColor((byte)Math.Round(255 * opacity), OnDark));

    /// <summary>What can be read on cells of this colour: black or white, whichever has the better contrast.</summary>
    public Ink Over() => new(Readable(OnLight), Readable(OnDark));

    /// <summary>The colour as words have it: mixed with that of text, on each paper, as far as a contrast of 4.5 to the page needs it
    /// (WCAG 2).</summary>
    public Ink ForWords()
    {
        const double Least = 4.5, Step = 0.04;
        static OxyColor Legible(OxyColor colour, OxyColor page, OxyColor text)
        {
            var mixed = colour;
            for (var share = Step; ContrastOf(mixed, page) < Least && share <= 1; share += Step)
                mixed = OxyColor.Interpolate(colour, text, share);
            return mixed;
        }

        return new(Legible(OnLight, Page.OnLight, Text.OnLight), Legible(OnDark, Page.OnDark, Text.OnDark));
    }

    /// <summary>The contrast of two colours as in WCAG 2: from 1, of the same, to 21, of black and white.</summary>
    internal static double ContrastOf(OxyColor one, OxyColor other)
    {
        var (first, second) = (LuminanceOf(one), LuminanceOf(other));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    /// <summary>The relative luminance as in WCAG 2, from 0 to 1.</summary>
    private static double LuminanceOf(OxyColor colour)
    {
        static double Linear(byte channel) => channel <= 10 ? channel / 255.0 / 12.92 : Math.Pow((channel / 255.0 + 0.055) / 1.055, 2.4);
        return 0.2126 * Linear(colour.R) + 0.7152 * Linear(colour.G) + 0.0722 * Linear(colour.B);
    }

    /// <summary>Black and white have the same contrast, 4.58, to a luminance of 0.179.</summary>
    private static OxyColor Readable(OxyColor ground) => LuminanceOf(ground) > 0.179 ? OxyColors.Black : OxyColors.White;

    /// <summary>The colour on light paper, such as <c>#0072b2</c>.</summary>
    public override string ToString() => $"#{OnLight.R:x2}{OnLight.G:x2}{OnLight.B:x2}";
}
