using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>The HTML file: it needs nothing else, every place in it can be reached, and nothing of a user's runs in it.</summary>
public sealed partial class HtmlPageTests
{
    private static readonly StudyPage Training = TrainingPageTests.Whole.Value;

    private static readonly Lazy<string> Made =
        new(() => Html(SmokeStudy.Page, SmokeStudy.ClaimPage, Training, Training with { Name = "hypotheses", Title = "Another" }));

    /// <summary>A page of several studies.</summary>
    internal static string Whole => Made.Value;

    [Fact]
    public void It_loads_nothing_and_runs_its_own_script_alone()
    {
        Assert.DoesNotContain("://", Made.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", Made.Value, StringComparison.Ordinal);
        Assert.DoesNotMatch("<[^>]* on[a-z]+=", Made.Value);
        var policy = Regex.Match(Made.Value, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        Assert.StartsWith("default-src 'none'; img-src data:;", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src '{Hash("style")}'", policy, StringComparison.Ordinal);
        Assert.Contains($"script-src '{Hash("script")}'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_id_is_there_once_and_every_place_that_is_led_to_is_there()
    {
        var ids = Id().Matches(Made.Value).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        var targets = Regex.Matches(Made.Value, "(?:href=\"#|aria-labelledby=\")([^\"]+)\"")
            .Select(match => match.Groups[1].Value)
            .ToList();
        Assert.All(targets, target => Assert.Contains(target, ids));
        // Places keep their names: someone may have sent them to someone.
        Assert.All(
            [
                "low-gradient", "low-gradient-figure-decay", "made-up", "made-up-h1", "made-up-figure-against", "hypotheses",
                "index-hypotheses"],
            id => Assert.Contains(id, ids));
    }

    [Fact]
    public void A_hypothesis_leads_to_where_it_is_decided()
    {
        var contents =
            Made.Value[Made.Value.IndexOf("<nav", StringComparison.Ordinal)..Made.Value.IndexOf("</nav>", StringComparison.Ordinal)];
        Assert.Contains("<a class=\"supported\" href=\"#made-up-h1\" title=\"H1: Without", contents, StringComparison.Ordinal);
        Assert.Contains("<a class=\"supported\" href=\"#low-gradient-claim\"", contents, StringComparison.Ordinal);
        Assert.Equal(PaperHypotheses.All.Length, Regex.Count(contents, ">H[0-9]+</"));
        Assert.Matches("<tr><th scope=\"row\" class=\"short\">H1</th>.*href=\"#made-up-h1\"", Made.Value);
        Assert.Matches("<p>Low gradient</p>\n<ul>\n<li><a href=\"#low-gradient\">", contents);
    }

    [Fact]
    public void Links_of_a_page_in_a_folder_are_seen_from_the_folder_above()
    {
        Assert.Contains("href=\"low-gradient/half-life.csv\"", Made.Value, StringComparison.Ordinal);
        Assert.Contains("href=\"../src/OptimizerDynamics/LowGradient/DecayLaws.cs\"", Made.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("README.md\"", Regex.Replace(Made.Value, "href=\"(images|gpu)/README.md\"", ""), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_user_wrote_stays_text()
    {
        var page = Training with
        {
            Title = "<script>alert(1)</script> [a](javascript:alert(2)) \"onload=\"x",
            Question =
                "<img src=x onerror=alert(3)> & [b](HTTPS://example.org) [c](data:text/html,x) <javascript:alert(4)> "
                    + "![picture](forest.png) ![other](https://example.org/x.png)",
            Figures = Training.Figures.SetItem(0, Training.Figures[0] with { Title = "\"><b>T</b>", Lead = "<i>", Caption = "<u>" }),
        };
        var html = Html(page);
        Assert.Equal(1, Regex.Count(html, "<script"));
        Assert.Contains("picture other", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<img|<b>|<i>|<u>|href=\"(javascript|data):", html);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"&quot;&gt;&lt;b&gt;T&lt;/b&gt;\"", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"HTTPS://example.org\">b</a>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_is_words_and_shapes_in_colours_of_both_papers()
    {
        var page = Training;
        var elements = Regex.Matches(Made.Value, "<figure id=\"made-up-figure-(.*?)\">.*?</figure>", RegexOptions.Singleline).ToList();
        Assert.Equal(page.Figures.Select(figure => figure.Name), elements.Select(match => match.Groups[1].Value));
        Assert.All(page.Figures.Zip(elements), of =>
        {
            var svg = XElement.Parse(Regex.Match(of.Second.Value, "<svg.*</svg>", RegexOptions.Singleline).Value);
            var words = svg.Descendants("text").Select(text => text.Value).ToHashSet();
            Assert.All(of.First.Panels.Where(panel => panel.Title.Length is > 0 and < 30), panel => Assert.Contains(panel.Title, words));
            Assert.Equal(of.First.Panels.Length, svg.Elements("g").Count());
            Assert.Contains(of.First.Title, svg.Attribute("aria-label")!.Value, StringComparison.Ordinal);
            Assert.Contains("n = ", svg.Attribute("aria-label")!.Value, StringComparison.Ordinal);
            Assert.Contains("data</a>", of.Second.Value, StringComparison.Ordinal);
        });
        var dark = Made.Value.IndexOf("@media screen and (prefers-color-scheme: dark){:root", StringComparison.Ordinal);
        Assert.All(
            Regex.Matches(Made.Value, "class=\"[fs]([0-9a-f]+_[0-9a-f]+)").Select(match => match.Groups[1].Value).Distinct(),
            ink => Assert.True(
                Made.Value.IndexOf($"--i{ink}:#{ink.Split('_')[0]};", StringComparison.Ordinal) is > 0 and var light && light < dark
                && Made.Value.IndexOf($"--i{ink}:#{ink.Split('_')[1]};", dark, StringComparison.Ordinal) > dark
                && Made.Value.Contains($".f{ink}{{fill:var(--i{ink})}}.s{ink}{{stroke:var(--i{ink})}}", StringComparison.Ordinal)));
    }

    /// <summary>What is drawn stands where the same figure's PNG has it, and says its numbers.</summary>
    [Fact]
    public void A_curve_is_where_its_points_are_and_tells_them()
    {
        var figure = new Figure(
            "f", "A figure", "", "", 1, 200, FigureAxis.Logarithmic("x", 1, 100), FigureAxis.Logarithmic("y", 1, 100),
            [new Panel("p", "", Ink.Text, [new Curve("c & d", [new(1, 10), new(10, 10), new(100, 10, 5, 20)], Theme.InkOf("adam"))])], []);
        var svg = XElement.Parse(SvgFigure.Of(figure, "what").Text);
        var panel = svg.Elements("g").Single();
        double[] area = [.. panel.Attribute("data-area")!.Value.Split(' ').Select(double.Parse)];
        Assert.Equal("1 100 log - x", panel.Attribute("data-x")!.Value);
        var group = panel.Descendants("g").Single(group => group.Attribute("data-points") is not null && group.Descendants("path").Any());
        Assert.Equal("c & d", group.Attribute("data-name")!.Value);
        Assert.Equal("1 10;10 10;100 10 5 20", group.Attribute("data-points")!.Value);
        // Three points on a line are two.
        double[] track =
        [
            .. Regex.Matches(group.Element("path")!.Attribute("d")!.Value, "-?[0-9]*\\.?[0-9]+").Select(match => double.Parse(match.Value)),
        ];
        Assert.Equal([area[0], area[1] + area[3] / 2, area[2], 0], track, (one, other) => Math.Abs(one - other) < 0.11);
    }

    /// <summary>Ticks and outlines are lines of their own, each where it is.</summary>
    [Fact]
    public void Segments_of_one_path_are_each_where_they_are()
    {
        var canvas = new SvgCanvas();
        canvas.DrawLineSegments(
            [new(10, 20), new(10, 30), new(15, 20), new(15, 30.25)], OxyPlot.OxyColors.Black, 1, OxyPlot.EdgeRenderingMode.Automatic, null,
            OxyPlot.LineJoin.Miter);
        Assert.EndsWith(" d=\"M10 20l0 10M15 20l0 10.2\"/>", canvas.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_says_what_its_rows_and_columns_are()
    {
        Assert.DoesNotMatch("<th(?! scope)[> ]", Made.Value);
        Assert.Matches(
            "<div class=\"table stack\" role=\"group\" tabindex=\"0\" aria-label=\"H1: Without[^\"]*: table of [0-9]+ rows\">", Made.Value);
        Assert.Contains("<td class=\"num short\" data-label=\"effect\">", Made.Value, StringComparison.Ordinal);
        Assert.Contains(
            "<td class=\"verdict short\" data-label=\"verdict\"><strong class=\"supported\">", Made.Value, StringComparison.Ordinal);
    }

    private static string Html(params StudyPage[] pages) =>
        Encoding.UTF8.GetString(ReportFiles.Html(pages, OtherReport.All, PaperHypotheses.All));

    private static string Hash(string tag)
    {
        var text = Regex.Match(Made.Value, $"<{tag}>(.*?)</{tag}>", RegexOptions.Singleline).Groups[1].Value;
        return $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Id();
}
