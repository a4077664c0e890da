using System.Collections.Immutable;

namespace OptimizerDynamics.Reports;

/// <summary>A colour scale: the colour of a number, by its logarithm.</summary>
/// <param name="Title">The quantity and its unit.</param>
/// <param name="Minimum">The number of the first colour, and of all below; above 0.</param>
/// <param name="Maximum">The number of the last colour, and of all finite numbers above; above <paramref name="Minimum"/>.</param>
/// <param name="Colours">Colours at even steps of the logarithm; at least two.</param>
/// <param name="Labels">Labels below the scale in the key, by number.</param>
/// <param name="Infinite">The colour of an infinite number, of an event that never happened; the last colour where null.</param>
/// <param name="InfiniteText">The key's text beside <paramref name="Infinite"/>.</param>
public sealed record ColourScale(
    string Title, double Minimum, double Maximum, ImmutableArray<Ink> Colours, ImmutableArray<AxisLabel> Labels, Ink? Infinite = null,
    string InfiniteText = "")
{
    /// <summary>From dark violet over green to yellow: matplotlib's viridis, even in lightness and safe for colour-blind readers.</summary>
    public static ImmutableArray<Ink> Sequential { get; } =
    [
        .. new uint[] { 0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C, 0xFDE725 }
            .Select(colour => Ink.Of(colour, colour)),
    ];

    /// <summary>One hue, from the page's own colour to a full blue: for shares, where nothing is no colour.</summary>
    public static ImmutableArray<Ink> OneHue { get; } =
    [
        Ink.Page, Ink.Of(0xDCE8F5, 0x1B2C44), Ink.Of(0xA9C8E6, 0x24507F), Ink.Of(0x5B98CC, 0x3F82C4), Ink.Of(0x1F65A8, 0x7DB4EA),
        Ink.Of(0x0A3470, 0xD3E8FF),
    ];

    /// <summary>From orange over the paper's colour to blue, which stay apart for colour-blind readers.</summary>
    public static ImmutableArray<Ink> Diverging { get; } =
    [
        Ink.Of(0xC45508, 0xE8792B), Ink.Of(0xE38B4F, 0xB65C20), Ink.Of(0xF5C7A4, 0x6B4025), Ink.Of(0xF4F5F7, 0x262B33),
        Ink.Of(0xA8CFE8, 0x234A66), Ink.Of(0x4A9CCB, 0x2A79AD), Ink.Of(0x0A6AA6, 0x4BA6E0),
    ];

    /// <summary>The colour of a number; that of <see cref="Ink.Page"/> for NaN.</summary>
    /// <param name="value">The number.</param>
    public Ink Of(double value)
    {
        if (double.IsNaN(value))
            return Ink.Page;
        if (double.IsPositiveInfinity(value) && Infinite is { } infinite)
            return infinite;
        var share = Math.Clamp(Math.Log(value / Minimum) / Math.Log(Maximum / Minimum), 0, 1) * (Colours.Length - 1);
        var first = Math.Min((int)share, Colours.Length - 2);
        return Colours[first].Mix(Colours[first + 1], share - first);
    }
}
