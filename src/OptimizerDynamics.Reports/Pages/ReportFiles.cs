using System.Collections.Immutable;
using System.Text;
using SkiaSharp;

namespace OptimizerDynamics.Reports;

/// <summary>All files of all reports, by their paths below the folder of the reports: a pure function of the studies' pages.</summary>
public static class ReportFiles
{
    /// <summary>The name of the page that leads to all others, and of each study's.</summary>
    public const string PageName = "README.md";

    /// <summary>The name of the HTML file.</summary>
    public const string HtmlName = "index.html";

    /// <summary>Makes the files.</summary>
    /// <param name="pages">The studies' reports.</param>
    /// <param name="others">What else there is to read in the folder.</param>
    /// <param name="progress">Is told of each figure before it is drawn; may be null.</param>
    /// <exception cref="InvalidOperationException">A figure cannot be drawn.</exception>
    public static ImmutableSortedDictionary<string, byte[]> Of(IReadOnlyList<StudyPage> pages, IReadOnlyCollection<OtherReport> others, Action<string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(pages);
        var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        var dark = new Dictionary<string, byte[]>();
        foreach (var page in pages)
        {
            files[$"{page.Name}/{PageName}"] = Bytes(page.Markdown);
            foreach (var (name, table) in page.Tables)
                files[$"{page.Name}/{name}.csv"] = Bytes(table.ToCsv());
            foreach (var picture in page.Pictures)
                dark[$"{page.Name}/{picture.Name}.png"] = files[$"{page.Name}/{picture.Name}.png"] = [.. picture.Png];
            foreach (var figure in page.Figures)
            {
                progress?.Invoke($"{page.Name}/{figure.Name}.png");
                files[$"{page.Name}/{figure.Name}.png"] = FigureRenderer.Draw(figure, Paper.Light);
                dark[$"{page.Name}/{figure.Name}.png"] = FigureRenderer.Draw(figure, Paper.Dark);
            }
        }

        files[PageName] = Bytes(IndexPage.Markdown(pages, others, page => $"{page.Name}/{PageName}"));
        files[HtmlName] = Bytes(HtmlPage.Of(pages, others, (study, name, isDark) => Convert.ToBase64String(Smaller((isDark ? dark : (IReadOnlyDictionary<string, byte[]>)files)[$"{study}/{name}.png"]))));
        return files.ToImmutable();
    }

    /// <summary>A picture as WebP, less than half as large: the page holds all of them twice. What is lost cannot be seen at its size; the PNG beside the page has it all.</summary>
    private static byte[] Smaller(byte[] png)
    {
        using var picture = SKBitmap.Decode(png);
        using var pixels = picture.PeekPixels();
        using var encoded = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, 80));
        return encoded.ToArray();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
