using System.Globalization;

namespace OptimizerDynamics.Reports;

/// <summary>A figure in the HTML file: its words, its panels, and where its numbers are.</summary>
internal static class HtmlFigure
{
    /// <summary>The element.</summary>
    /// <param name="page">The page that shows the figure.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="drawn">Its panels.</param>
    /// <param name="id">The element's id.</param>
    public static string Of(StudyPage page, Figure figure, SvgFigure drawn, string id)
    {
        var title = Markup.Escaped(figure.Title);
        var source = figure.Caption.Length == 0 ? "" : $"{Markup.Escaped(figure.Caption)} ";
        return $"""
            <figure id="{id}">
            <figcaption><strong>{title}</strong> {Markup.Escaped(figure.Lead)}</figcaption>
            <div class="plot" role="group" tabindex="0" aria-label="{title}">{drawn.Text}</div>
            <p class="source">{source}{Data(page, figure)}</p>
            </figure>
            """;
    }

    /// <summary>What a figure shows, for who cannot see it: its words, what was found where it is the page's first, and the range and
    /// number of what stands in each panel.</summary>
    /// <param name="page">The page that shows the figure.</param>
    /// <param name="figure">The figure.</param>
    public static string Description(StudyPage page, Figure figure)
    {
        var found = figure == page.Figures[0] ? $" {page.Answer.Replace("**", "", StringComparison.Ordinal)}" : "";
        // Where rows are settings or comparisons, the quantity is on the horizontal axis alone.
        var isOver = figure.Y.Title.Length > 0;
        var quantity = isOver ? figure.Y : figure.X;
        var panels = figure.Panels.Select(panel => OfPanel(panel, quantity, point => isOver ? point.Y : point.X))
            .Where(text => text.Length > 0);
        var axes = isOver ? $"{figure.Y.Title} over {figure.X.Title}" : figure.X.Title;
        return $"{figure.Title}. {figure.Lead}{found} {axes}. {string.Join(" ", panels)}".Trim();
    }

    private static string OfPanel(Panel panel, FigureAxis axis, Func<PlotPoint, double> valueOf)
    {
        // The colours of cells need not be what is said in them.
        if (panel.Marks.OfType<Cells>().FirstOrDefault() is { } cells)
            return $"{(panel.Title.Length == 0 ? "" : $"{panel.Title}: ")}n = {cells.Values.Length} cells.";
        var isShare = axis.Labels.Any(label => label.Text.EndsWith('%'));
        var values = ValuesOf(panel, valueOf).Where(value => double.IsFinite(value) && value >= axis.Minimum && value <= axis.Maximum)
            .ToList();
        if (values.Count == 0)
            return "";
        var range = string.Create(CultureInfo.InvariantCulture, $"{Say(values.Min())} to {Say(values.Max())}, n = {values.Count}");
        return panel.Title.Length == 0 ? $"{range}." : $"{panel.Title}: {range}.";

        string Say(double value) => isShare
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.#} %") : value.ToString("G3", CultureInfo.InvariantCulture);
    }

    /// <summary>The values of a panel: of its dots, and where it has none, of its curves.</summary>
    private static List<double> ValuesOf(Panel panel, Func<PlotPoint, double> valueOf)
    {
        List<double> dots = [.. panel.Marks.OfType<Dots>().SelectMany(mark => mark.Points).Select(valueOf)];
        return dots.Count > 0 ? dots : [.. panel.Marks.OfType<Curve>().SelectMany(mark => mark.Points).Select(valueOf)];
    }

    /// <summary>The file beside the page that has a figure's numbers: the table of the same name, or else that of all trials.</summary>
    private static string Data(StudyPage page, Figure figure)
    {
        var table = page.Tables.ContainsKey(figure.Name) ? figure.Name
            : page.Tables.ContainsKey("trials") ? "trials"
            : page.Tables.Keys.FirstOrDefault();
        return table is null ? "" : $"<a href=\"{page.Name}/{table}.csv\" download>data</a>";
    }
}
