using OxyPlot;

namespace OptimizerDynamics.Reports;

/// <summary>Where the parts of a figure are, in points from its upper left corner.</summary>
internal sealed class FigureLayout
{
    /// <summary>Width of every figure.</summary>
    public const double Width = 880;

    public const double Edge = 20, AxisWidth = 58, AxisHeight = 40, PanelTitle = 22, PanelGap = 16;
    public const double TitleSize = 17, LeadSize = 11.5, KeySize = 10.5, CaptionSize = 9.5, PanelTitleSize = 12;

    public const double LineHeight = 1.4, LabelGap = 10, KeyLine = 32, KeyGap = 18;

    private readonly Figure _figure;
    private readonly double _top, _panelWidth, _left;

    public FigureLayout(Figure figure)
    {
        _figure = figure;
        Lead = Wrapped(figure.Lead, LeadSize);
        Caption = Wrapped(figure.Caption, CaptionSize);
        LeadTop = Edge + TitleSize * 1.55;
        KeyTop = LeadTop + Lead.Count * LeadSize * LineHeight + 8;
        KeyPlaces = PlacesOf(figure.Key);
        var keyHeight = figure.Scale is not null ? 30 : figure.Key.Length > 0 ? 20 + KeyPlaces[^1].Y : 0;
        _top = KeyTop + keyHeight + PanelTitle + 4;
        _left = Edge + AxisWidth - (figure.Y.Title.Length == 0 ? 14 : 0);
        if (!figure.Y.IsLogarithmic && figure.Y.Labels.Any(label => label.Text.Length > 6))
            _left += 16;
        _left = Math.Max(_left, Edge + Widest(figure.Y) + LabelGap + (figure.Y.Title.Length == 0 ? 0 : LeadSize * LineHeight));
        _panelWidth = (Width - Edge - _left - (figure.Columns - 1) * PanelGap) / figure.Columns;
        CaptionTop = AllAreas.Bottom + AxisHeight + 6;
        Height = CaptionTop + Caption.Count * CaptionSize * LineHeight + Edge - 4;
    }

    public List<string> Lead { get; }

    public List<string> Caption { get; }

    public double LeadTop { get; }

    public double KeyTop { get; }

    /// <summary>Where the entries of the key begin, from the upper left corner of the key: side by side, in as many rows as they
    /// need.</summary>
    public List<ScreenPoint> KeyPlaces { get; }

    public double CaptionTop { get; }

    public double Height { get; }

    public OxyRect AllAreas => new(
        new ScreenPoint(_left, _top), new ScreenPoint(Width - Edge, AreaOf(_figure.Panels.Length - 1).Bottom));

    public OxyRect AreaOf(int index) => new(
        _left + index % _figure.Columns * (_panelWidth + PanelGap),
        _top + index / _figure.Columns * (_figure.PanelHeight + PanelGap + PanelTitle),
        _panelWidth,
        _figure.PanelHeight);

    /// <summary>Whether nothing stands below a panel.</summary>
    public bool IsLowest(int index) => index + _figure.Columns >= _figure.Panels.Length;

    public bool IsLeftmost(int index) => index % _figure.Columns == 0;

    /// <summary>How much room an entry of the key takes, its line and the gap behind it included.</summary>
    public static double WidthOf(LegendEntry entry)
    {
        using var font = ReportFonts.Of(entry.Text, KeySize, isStrong: false);
        return KeyLine + ReportFonts.WidthOf(font, entry.Text) + KeyGap;
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
