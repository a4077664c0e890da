using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using OptimizerDynamics.Experiments;
using SkiaSharp;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>The files of the reports, and how they are compared with what is committed.</summary>
public sealed partial class PagesTests
{
    private static readonly Lazy<ImmutableSortedDictionary<string, byte[]>> Made = new(() => ReportFiles.Of(SmokeStudy.Page)
        .Add("README.md", ReportFiles.Index([SmokeStudy.Page, SmokeStudy.ClaimPage], OtherReport.All, PaperHypotheses.All))
        .Add("index.html", ReportFiles.Html([SmokeStudy.Page, SmokeStudy.ClaimPage], OtherReport.All, PaperHypotheses.All)));

    [Fact]
    public void A_study_has_its_page_figures_and_tables_and_all_have_an_index() => Assert.Equal(
        [
            "README.md", "index.html", "low-gradient/README.md", "low-gradient/at-a-glance.png", "low-gradient/decay.png",
            "low-gradient/half-life.csv",
            "low-gradient/half-life.png", "low-gradient/measures.csv", "low-gradient/phase-activity.png",
            "low-gradient/phase-learning-rate.png", "low-gradient/phase-noise.png",
        ],
        Made.Value.Keys);

    [Fact]
    public void A_picture_is_as_wide_as_all_and_not_empty() =>
        Assert.All(Made.Value.Where(file => file.Key.EndsWith(".png", StringComparison.Ordinal)), file =>
        {
            using var picture = SKBitmap.Decode(file.Value);
            Assert.Equal(1760, picture.Width);
            Assert.InRange(picture.Height, 600, 2400);
            Assert.True(picture.Pixels.Distinct().Count() > 50, $"{file.Key} has hardly a colour");
        });

    [Fact]
    public void The_index_has_every_hypothesis_and_leads_to_every_page()
    {
        var index = Text("README.md");
        Assert.All(
            PaperHypotheses.All,
            hypothesis => Assert.Contains($"| {hypothesis.Id} | {hypothesis.Statement} |", index, StringComparison.Ordinal));
        Assert.Equal(14, Regex.Count(index, "not tested yet"));
        Assert.Contains("[The silent parameter](low-gradient/README.md)", index, StringComparison.Ordinal);
        Assert.All(OtherReport.All, other => Assert.Contains($"({other.Link})", index, StringComparison.Ordinal));
    }

    [Fact]
    public void The_html_file_needs_no_other_and_every_place_it_leads_to_is_there()
    {
        var html = Text("index.html");
        Assert.DoesNotContain("http", Picture().Replace(html, ""), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        // A light and a dark one of each figure.
        Assert.Equal(2 * (SmokeStudy.Page.Figures.Length + SmokeStudy.ClaimPage.Figures.Length), Picture().Count(html));
        // Each is a smaller file of the same size in pixels; in the mean over all of them a channel is off by 0.5 to 0.7 shades of 255, and
        // the dark one by more than 200.
        var pictures = Picture().Matches(html).Select(match => Convert.FromBase64String(match.Value.Split(',')[1])).ToList();
        Assert.All(SmokeStudy.Page.Figures.Zip(pictures.Chunk(2)), of =>
        {
            var png = Made.Value[$"low-gradient/{of.First.Name}.png"];
            Assert.InRange(Difference(png, of.Second[1]), 0, 3);
            Assert.InRange(Difference(png, of.Second[0]), 50, 255);
            Assert.True(of.Second[1].Length < png.Length, $"{of.First.Name}: {of.Second[1].Length} bytes, as PNG {png.Length}");
        });
        var targets = Anchor().Matches(html).Select(match => match.Groups[1].Value).ToList();
        Assert.Contains("low-gradient", targets);
        Assert.All(targets, target => Assert.Contains($"id=\"{target}\"", html, StringComparison.Ordinal));
        // Links of a page in a folder are seen from the folder above.
        Assert.Contains("href=\"low-gradient/half-life.csv\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"../src/OptimizerDynamics/LowGradient/DecayLaws.cs\"", html, StringComparison.Ordinal);
        Assert.Contains("<strong class=\"supported\">supported</strong>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_markdown_and_csv()
    {
        var table = new ReportTable(["name", "a|b"], [["x, \"y\"", "1"], ["z", "2"]]);
        Assert.Equal("| name | a\\|b |\n|---|--:|\n| x, \"y\" | 1 |\n| z | 2 |\n", table.ToMarkdown());
        Assert.Equal("name,a|b\n\"x, \"\"y\"\"\",1\nz,2\n", table.ToCsv());
    }

    [Fact]
    public void A_text_that_differs_is_named_by_its_line()
    {
        Assert.Null(ReportComparison.Difference("a.md", "one\ntwo"u8.ToArray(), "one\ntwo"u8.ToArray()));
        Assert.Equal(
            "line 2 is 'two'; the records give '2'", ReportComparison.Difference("a.md", "one\ntwo"u8.ToArray(), "one\n2"u8.ToArray()));
        Assert.Equal(
            "line 2 is '(nothing)'; the records give '2'", ReportComparison.Difference("a.md", "one"u8.ToArray(), "one\n2"u8.ToArray()));
    }

    /// <summary>One digit of the smallest print is seen; a shade that another machine rounds differently is not.</summary>
    [Fact]
    public void A_picture_that_shows_something_else_is_found_out()
    {
        var figure = SmokeStudy.Page.Figures[0];
        var drawn = FigureRenderer.Draw(figure, Paper.Light);
        var other =
            FigureRenderer.Draw(figure with { Caption = figure.Caption.Replace("4,000", "4,008", StringComparison.Ordinal) }, Paper.Light);
        Assert.Contains(
            "pixels are not what the records give", ReportComparison.Difference("a.png", other, drawn)!, StringComparison.Ordinal);
        Assert.Contains(
            "pixels large",
            ReportComparison.Difference("a.png", FigureRenderer.Draw(figure with { PanelHeight = 100 }, Paper.Light), drawn)!,
            StringComparison.Ordinal);
        Assert.Equal("it is no picture", ReportComparison.Difference("a.png", [1, 2, 3], drawn));

        using var picture = SKBitmap.Decode(drawn);
        picture.Pixels =
        [
            .. picture.Pixels.Select((pixel, i) => i % 3 == 0 && pixel.Red > 8 ? pixel.WithRed((byte)(pixel.Red - 8)) : pixel),
        ];
        using var image = SKImage.FromBitmap(picture);
        using var encoded = image.Encode(SKEncodedImageFormat.Png, 100);
        Assert.NotEqual(drawn, encoded.ToArray());
        Assert.Null(ReportComparison.Difference("a.png", encoded.ToArray(), drawn));
    }

    /// <summary>The mean difference of a colour channel.</summary>
    private static double Difference(byte[] one, byte[] other)
    {
        using var first = SKBitmap.Decode(one);
        using var second = SKBitmap.Decode(other);
        Assert.Equal((first.Width, first.Height), (second.Width, second.Height));
        return first.Pixels.Zip(
            second.Pixels, (a, b) => Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue)).Average() / 3;
    }

    private static string Text(string name) => Encoding.UTF8.GetString(Made.Value[name]);

    [GeneratedRegex("data:image/webp;base64,[A-Za-z0-9+/=]+")]
    private static partial Regex Picture();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Anchor();
}
