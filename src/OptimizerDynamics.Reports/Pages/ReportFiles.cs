using System.Collections.Immutable;
using System.Text;
using OptimizerDynamics.Experiments;
using SkiaSharp;

namespace OptimizerDynamics.Reports;

/// <summary>The files of reports, by their paths below the folder of the reports: a pure function of the studies' pages.</summary>
public static class ReportFiles
{
    /// <summary>The name of the page that leads to all others, and of each study's.</summary>
    public const string PageName = "README.md";

    /// <summary>The name of the HTML file.</summary>
    public const string HtmlName = "index.html";

    /// <summary>The files of one study's report: its page, its tables and its figures.</summary>
    /// <param name="page">The report.</param>
    /// <param name="progress">Is told of each figure before it is drawn; may be null.</param>
    /// <exception cref="InvalidOperationException">A figure cannot be drawn.</exception>
    public static ImmutableSortedDictionary<string, byte[]> Of(StudyPage page, Action<string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        files[$"{page.Name}/{PageName}"] = Bytes(page.Markdown);
        foreach (var (name, table) in page.Tables)
            files[$"{page.Name}/{name}.csv"] = Bytes(table.ToCsv());
        foreach (var figure in page.Figures)
        {
            progress?.Invoke($"{page.Name}/{figure.Name}.png");
            files[$"{page.Name}/{figure.Name}.png"] = FigureRenderer.Draw(figure, Paper.Light);
        }

        return files.ToImmutable();
    }

    /// <summary>The page that leads to all others (<see cref="PageName"/>): it takes what the studies found, and none of their
    /// figures.</summary>
    /// <param name="pages">The studies' reports.</param>
    /// <param name="others">What else there is to read in the folder.</param>
    /// <param name="hypotheses">The hypotheses that are listed.</param>
    public static byte[] Index(
        IReadOnlyList<StudyPage> pages, IReadOnlyCollection<OtherReport> others, IReadOnlyCollection<Hypothesis> hypotheses)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(hypotheses);
        return Bytes(IndexPage.Markdown(pages, others, hypotheses, page => $"{page.Name}/{PageName}"));
    }

    /// <summary>All reports as one HTML file (<see cref="HtmlName"/>), with every figure on light and on dark paper.</summary>
    /// <param name="pages">The studies' reports.</param>
    /// <param name="others">What else there is to read in the folder.</param>
    /// <param name="hypotheses">The hypotheses that are listed.</param>
    /// <param name="progress">Is told of each figure before it is drawn; may be null.</param>
    /// <exception cref="InvalidOperationException">A figure cannot be drawn.</exception>
    public static byte[] Html(
        IReadOnlyList<StudyPage> pages, IReadOnlyCollection<OtherReport> others, IReadOnlyCollection<Hypothesis> hypotheses,
        Action<string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(hypotheses);
        return Bytes(HtmlPage.Of(pages, others, hypotheses, (page, name, isDark) =>
        {
            if (!isDark)
                progress?.Invoke($"{page.Name}/{name}");
            var figure = page.Figures.Single(figure => figure.Name == name);
            return Convert.ToBase64String(Smaller(FigureRenderer.Draw(figure, isDark ? Paper.Dark : Paper.Light)));
        }));
    }

    /// <summary>A picture as WebP, less than half as large: the file holds all of them twice. What is lost cannot be seen at its size; the
    /// PNG beside the page has it all.</summary>
    private static byte[] Smaller(byte[] png)
    {
        using var picture = SKBitmap.Decode(png);
        using var pixels = picture.PeekPixels();
        using var encoded = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, 80));
        return encoded.ToArray();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
