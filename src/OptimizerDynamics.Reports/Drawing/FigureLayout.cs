using OxyPlot;

namespace OptimizerDynamics.Reports;

/// <summary>Where the parts of a figure are, in points from its upper left corner.</summary>
internal sealed class FigureLayout
{
    /// <summary>Width of every figure, in points.</summary>
    public const double Width = 880;

    // Widths, heights and gaps in points, and font sizes.
    public const double Edge = 20, AxisWidth = 58, AxisHeight = 40, PanelTitle = 22, PanelGap = 16;
    public const double TitleSize = 17, LeadSize = 11.5, KeySize = 10.5, CaptionSize = 9.5, PanelTitleSize = 12;

    // The height of a line in multiples of its font's size; gaps in points.
    public const double LineHeight = 1.4, LabelGap = 10, KeyLine = 32, KeyDot = 3.6, KeyGap = 18;

    private readonly Figure _figure;
    private readonly double _top, _panelWidth, _left, _panelTitle;

    /// <summary>Lays a figure out; nothing is drawn.</summary>
    /// <param name="figure">The figure.</param>
    public FigureLayout(Figure figure)
    {
        _figure = figure;
        Lead = Wrapped(figure.Lead, LeadSize);
        Caption = Wrapped(figure.Caption, CaptionSize);
        LeadTop = Edge + TitleSize * 1.55;
        KeyTop = LeadTop + Lead.Count * LeadSize * LineHeight + 8;
        KeyPlaces = PlacesOf(figure.Key);
        var keyHeight = figure.Scale is not null ? 30 : figure.Key.Length > 0 ? 20 + KeyPlaces[^1].Y : 0;
        _panelTitle = figure.Panels.All(panel => panel.Title.Length + panel.Note.Length == 0) ? 2 : PanelTitle;
        _top = KeyTop + keyHeight + _panelTitle + 4;
        _left = Edge + AxisWidth - (figure.Y.Title.Length == 0 ? 14 : 0);
        if (!figure.Y.IsLogarithmic && figure.Y.Labels.Any(label => label.Text.Length > 6))
            _left += 16;
        _left = Math.Max(_left, Edge + Widest(figure.Y) + LabelGap + (figure.Y.Title.Length == 0 ? 0 : LeadSize * LineHeight));
        _panelWidth = (Width - Edge - _left - (figure.Columns - 1) * PanelGap) / figure.Columns;
        CaptionTop = AllAreas.Bottom + AxisHeight + 6;
        Height = CaptionTop + Caption.Count * CaptionSize * LineHeight + Edge - 4;
    }

    /// <summary>The lead, broken to lines.</summary>
    public List<string> Lead { get; }

    /// <summary>The caption, broken to lines.</summary>
    public List<string> Caption { get; }

    /// <summary>The upper edge of the lead.</summary>
    public double LeadTop { get; }

    /// <summary>The upper edge of the key, or of the colour scale.</summary>
    public double KeyTop { get; }

    /// <summary>Where the entries of the key begin, from the upper left corner of the key: side by side, in as many rows as they
    /// need.</summary>
    public List<ScreenPoint> KeyPlaces { get; }

    /// <summary>The upper edge of the caption.</summary>
    public double CaptionTop { get; }

    /// <summary>Height of the figure.</summary>
    public double Height { get; }

    /// <summary>The rectangle around all plot areas.</summary>
    public OxyRect AllAreas => new(
        new ScreenPoint(_left, _top), new ScreenPoint(Width - Edge, AreaOf(_figure.Panels.Length - 1).Bottom));

    /// <summary>The plot area of a panel.</summary>
    /// <param name="index">The panel, from 0, row by row.</param>
    public OxyRect AreaOf(int index) => new(
        _left + index % _figure.Columns * (_panelWidth + PanelGap),
        _top + index / _figure.Columns * (_figure.PanelHeight + PanelGap + _panelTitle),
        _panelWidth,
        _figure.PanelHeight);

    /// <summary>Whether nothing stands below a panel.</summary>
    public bool IsLowest(int index) => index + _figure.Columns >= _figure.Panels.Length;

    /// <summary>Whether a panel is the first of its row.</summary>
    public bool IsLeftmost(int index) => index % _figure.Columns == 0;

    /// <summary>How much room the sample of an entry of the key takes, with the gap behind it.</summary>
    public static double SampleOf(LegendEntry entry) => entry.Dot is null ? KeyLine : 2 * KeyDot + 6;

    /// <summary>How much room an entry of the key takes, its sample and the gap behind it included.</summary>
    public static double WidthOf(LegendEntry entry)
    {
        using var font = ReportFonts.Of(entry.Text, KeySize, isStrong: false);
        return SampleOf(entry) + ReportFonts.WidthOf(font, entry.Text) + KeyGap;
    }

    private static List<ScreenPoint> PlacesOf(IEnumerable<LegendEntry> key)
    {
        var (places, next) = (new List<ScreenPoint>(), new ScreenPoint(0, 0));
        foreach (var entry in key)
        {
            if (next.X > 0 && next.X + WidthOf(entry) - KeyGap > Width - 2 * Edge)
                next = new ScreenPoint(0, next.Y + KeySize * 1.6);
            places.Add(next);
            next = new ScreenPoint(next.X + WidthOf(entry), next.Y);
        }

        return places;
    }

    /// <summary>The width of an axis's widest label.</summary>
    private static double Widest(FigureAxis axis)
    {
        using var font = ReportFonts.Of(PanelPlot.LabelSize, isStrong: false);
        return axis.Labels.Select(label => (double)ReportFonts.WidthOf(font, label.Text)).DefaultIfEmpty().Max();
    }

    private static List<string> Wrapped(string text, double size)
    {
        using var font = ReportFonts.Of(size, isStrong: false);
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (ReportFonts.WidthOf(font, longer) > Width - 2 * Edge && line.Length > 0)
            {
                lines.Add(line);
                line = word;
            }
            else
            {
                line = longer;
            }
        }

        if (line.Length > 0)
            lines.Add(line);
        return lines;
    }
}
