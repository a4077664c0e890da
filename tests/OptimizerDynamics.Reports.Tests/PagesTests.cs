using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using OptimizerDynamics.Experiments;
using SkiaSharp;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>The files of the reports, and how they are compared with what is committed.</summary>
public sealed class PagesTests
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
        Assert.Equal(16, Regex.Count(index, "not tested yet"));
        Assert.Contains("[The silent parameter](low-gradient/README.md)", index, StringComparison.Ordinal);
        Assert.All(OtherReport.All, other => Assert.Contains($"({other.Link})", index, StringComparison.Ordinal));
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

    private static string Text(string name) => Encoding.UTF8.GetString(Made.Value[name]);
}
