using System.Net;
using OxyPlot;

namespace OptimizerDynamics.Reports;

/// <summary>Text and colours as HTML and SVG have them.</summary>
internal static class Markup
{
    /// <summary>Text as it stands between tags and in attributes.</summary>
    public static string Escaped(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A colour without the number sign: red, green, blue and, where it is not opaque, its opacity, two hexadecimal digits
    /// each.</summary>
    public static string Hex(OxyColor colour) =>
        $"{colour.R:x2}{colour.G:x2}{colour.B:x2}{(colour.A == 255 ? "" : $"{colour.A:x2}")}";
}
