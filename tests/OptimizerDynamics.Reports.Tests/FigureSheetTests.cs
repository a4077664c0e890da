using System.Xml.Linq;
using SkiaSharp;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>Several figures in one file: below each other, as pixels and as shapes.</summary>
public sealed class FigureSheetTests
{
    private static Figure One => SmokeStudy.Page.Figures[0];

    [Fact]
    public void A_sheet_of_one_figure_is_the_figure() =>
        Assert.Equal(
            Pixels(FigureRenderer.Draw(One, Paper.Dark)).Take(100_000), Pixels(FigureSheet.Draw([One], Paper.Dark, ".png")).Take(100_000));

    [Fact]
    public void Figures_stand_below_each_other()
    {
        var one = Pixels(FigureSheet.Draw([One], Paper.Light, ".png"));
        Assert.Equal([.. one, .. one], Pixels(FigureSheet.Draw([One, One], Paper.Light, ".png")));
    }

    [Fact]
    public void An_svg_has_shapes_of_the_page_s_size_and_no_text_that_would_need_a_typeface()
    {
        using var file = new MemoryStream(FigureSheet.Draw([One, One], Paper.Light, ".svg"));
        var svg = XDocument.Load(file).Root!;
        Assert.Equal("svg", svg.Name.LocalName);
        Assert.Equal("880", svg.Attribute("width")!.Value);
        Assert.True(svg.Descendants().Count(node => node.Name.LocalName == "path") > 50);
        Assert.DoesNotContain(svg.Descendants(), node => node.Name.LocalName == "text");
    }

    [Fact]
    public void Another_ending_is_refused() =>
        Assert.Contains("'.gif'", Assert.Throws<ArgumentException>(() => FigureSheet.Draw([One], Paper.Light, ".gif")).Message);

    private static SKColor[] Pixels(byte[] png)
    {
        using var picture = SKBitmap.Decode(png);
        return picture.Pixels;
    }
}
