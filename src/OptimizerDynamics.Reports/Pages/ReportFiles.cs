using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Text;
using OptimizerDynamics.Experiments;

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
    /// <param name="progress">Is told of each figure that is drawn; may be null.</param>
    /// <exception cref="InvalidOperationException">A figure cannot be drawn.</exception>
    public static ImmutableSortedDictionary<string, byte[]> Of(StudyPage page, Action<string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        files[$"{page.Name}/{PageName}"] = Bytes(page.Markdown);
        foreach (var (name, table) in page.Tables)
            files[$"{page.Name}/{name}.csv"] = Bytes(table.ToCsv());
        foreach (var (figure, png) in InParallel(page.Figures, figure => FigureRenderer.Draw(figure, Paper.Light)))
        {
            progress?.Invoke($"{page.Name}/{figure.Name}.png");
            files[$"{page.Name}/{figure.Name}.png"] = png;
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

    /// <summary>All reports as one HTML file (<see cref="HtmlName"/>), with every figure in colours for light and for dark paper.</summary>
    /// <param name="pages">The studies' reports.</param>
    /// <param name="others">What else there is to read in the folder.</param>
    /// <param name="hypotheses">The hypotheses that are listed.</param>
    /// <param name="progress">Is told of each figure that is drawn; may be null.</param>
    /// <exception cref="InvalidOperationException">A figure cannot be drawn.</exception>
    public static byte[] Html(
        IReadOnlyList<StudyPage> pages, IReadOnlyCollection<OtherReport> others, IReadOnlyCollection<Hypothesis> hypotheses,
        Action<string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(hypotheses);
        var figures = pages.SelectMany(page => page.Figures.Select(figure => (Page: page, Figure: figure)));
        var drawn = new Dictionary<(StudyPage, Figure), SvgFigure>();
        foreach (var (of, svg) in InParallel(figures, of => SvgFigure.Of(of.Figure, HtmlFigure.Description(of.Page, of.Figure))))
        {
            progress?.Invoke($"{of.Page.Name}/{of.Figure.Name}");
            drawn[of] = svg;
        }

        return Bytes(HtmlPage.Of(pages, others, hypotheses, (page, figure) => drawn[(page, figure)]));
    }

    /// <summary>What is made of some things, in their order, made on all processors.</summary>
    internal static IReadOnlyList<(T Of, TMade Made)> InParallel<T, TMade>(IEnumerable<T> things, Func<T, TMade> make)
    {
        try
        {
            return [.. things.AsParallel().AsOrdered().Select(of => (of, make(of)))];
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
            throw;
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
