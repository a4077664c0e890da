using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace OptimizerDynamics.Reports;

/// <summary>Makes a panel a plot of OxyPlot's.</summary>
internal sealed class PanelPlot(Figure figure, Panel panel, Paper paper, Func<Mark, string>? tell = null)
{
    internal const double LabelSize = 9;

    /// <summary>The plot; labels stand at the axes that are asked for.</summary>
    /// <param name="margins">Room around the plot area.</param>
    /// <param name="hasLabelsBelow">Whether the horizontal axis has labels.</param>
    /// <param name="hasLabelsLeft">Whether the vertical axis has labels.</param>
    public PlotModel Make(OxyThickness margins, bool hasLabelsBelow, bool hasLabelsLeft)
    {
        var plot = new PlotModel
        {
            PlotMargins = margins,
            Padding = new OxyThickness(0),
            Background = OxyColors.Transparent,
            PlotAreaBorderColor = Ink.Grid.Mix(Ink.Muted, 0.45).On(paper),
            PlotAreaBorderThickness = new OxyThickness(1),
            TextColor = Ink.Muted.On(paper),
        };
        var isOfCells = panel.Marks.Any(mark => mark is Cells);
        plot.Axes.Add(AxisOf(figure.X, AxisPosition.Bottom, hasLabelsBelow, isOfCells));
        plot.Axes.Add(AxisOf(figure.Y, AxisPosition.Left, hasLabelsLeft, isOfCells));
        foreach (var mark in panel.Marks)
        {
            var first = plot.Series.Count;
            Add(plot, mark);
            foreach (var series in plot.Series.Skip(first))
                series.ToolTip = tell?.Invoke(mark);
        }

        return plot;
    }

    private FixedAxis AxisOf(FigureAxis axis, AxisPosition position, bool hasLabels, bool isOfCells)
    {
        return new FixedAxis(axis, hasLabels)
        {
            Position = position,
            FontSize = LabelSize,
            TextColor = Ink.Muted.On(paper),
            TicklineColor = Ink.Grid.Mix(Ink.Muted, 0.45).On(paper),
            TickStyle = isOfCells && !axis.IsLogarithmic ? TickStyle.None : TickStyle.Outside,
            MajorTickSize = 3.5,
            MinorTickSize = 1.5,
            AxisTickToLabelDistance = 3,
            MajorGridlineStyle = isOfCells || !axis.HasGrid ? LineStyle.None : LineStyle.Solid,
            MajorGridlineColor = Ink.Grid.On(paper),
            MajorGridlineThickness = 0.8,
            AxislineStyle = LineStyle.None,
        };
    }

    private void Add(PlotModel plot, Mark mark)
    {
        switch (mark)
        {
            case Curve curve:
                if (Band(curve) is { Points.Count: > 1 } band)
                    plot.Series.Add(band);
                plot.Series.Add(Line(curve));
                break;
            case Dots dots:
                plot.Series.Add(Points(dots));
                break;
            case Cells cells:
                plot.Series.Add(new CellSeries(cells, paper));
                break;
            case Border border:
                plot.Series.Add(new BorderSeries(border, paper));
                break;
            case Label label:
                plot.Annotations.Add(Word(label));
                break;
            default:
                throw new InvalidOperationException($"There is no drawing of a {mark.GetType().Name}.");
        }
    }

    private LineSeries Line(Curve curve)
    {
        var line = new LineSeries
        {
            Color = curve.Ink.On(paper),
            LineStyle = Theme.LineStyleOf(curve.Stroke),
            StrokeThickness = curve.Thickness,
            LineJoin = LineJoin.Round,
            Dashes = Theme.DashesOf(curve.Stroke),
        };
        line.Points.AddRange(curve.Points.Select(point => IsShown(point) ? At(point.X, point.Y) : DataPoint.Undefined));
        return line;
    }

    private ScatterSeries Points(Dots dots)
    {
        var points = new ScatterSeries
        {
            MarkerType = Theme.MarkerOf(dots.Shape),
            MarkerSize = dots.Size,
            MarkerFill = (dots.IsOpen ? Ink.Page : dots.Ink).On(paper),
            MarkerStroke = dots.Ink.On(paper),
            MarkerStrokeThickness = dots.IsOpen ? 1.2 : 0,
        };
        points.Points.AddRange(dots.Points.Where(IsShown)
            .Select(point => new ScatterPoint(figure.X.Place(point.X), figure.Y.Place(point.Y))));
        return points;
    }

    private AreaSeries Band(Curve curve)
    {
        var band = new AreaSeries { Color = OxyColors.Transparent, Fill = curve.Ink.Clear(0.18).On(paper), StrokeThickness = 0 };
        bool HasInterval(PlotPoint point) => IsShown(point.X, figure.X) && !double.IsNaN(point.Low) && !double.IsNaN(point.High);
        foreach (var point in curve.Points.Where(HasInterval))
        {
            band.Points.Add(new DataPoint(figure.X.Place(point.X), Inside(point.Low)));
            band.Points2.Add(new DataPoint(figure.X.Place(point.X), Inside(point.High)));
        }

        return band;
    }

    private TextAnnotation Word(Label label) => new()
    {
        Text = label.Text,
        TextPosition = At(label.X, label.Y),
        TextColor = label.Ink.On(paper),
        FontSize = label.Size,
        FontWeight = label.IsStrong ? FigureCanvas.Strong : FontWeights.Normal,
        Stroke = OxyColors.Transparent,
        StrokeThickness = 0,
        Padding = new OxyThickness(0),
        Layer = AnnotationLayer.AboveSeries,
        TextVerticalAlignment = VerticalAlignment.Middle,
        TextHorizontalAlignment = label.Anchor switch
        {
            Anchor.Left => HorizontalAlignment.Left,
            Anchor.Right => HorizontalAlignment.Right,
            _ => HorizontalAlignment.Center,
        },
    };

    private static bool IsShown(double value, FigureAxis axis) => double.IsFinite(value) && (!axis.IsLogarithmic || value > 0);

    private bool IsShown(PlotPoint point) => IsShown(point.X, figure.X) && IsShown(point.Y, figure.Y);

    private DataPoint At(double x, double y) => new(figure.X.Place(x), figure.Y.Place(y));

    /// <summary>The place of an interval's end: one at 0 or at infinity is beyond the frame.</summary>
    private double Inside(double value)
    {
        var (low, high) = (figure.Y.Place(figure.Y.Minimum), figure.Y.Place(figure.Y.Maximum));
        var place = IsShown(value, figure.Y) ? figure.Y.Place(value) : value > 0 ? double.PositiveInfinity : double.NegativeInfinity;
        return Math.Clamp(place, 2 * low - high, 2 * high - low);
    }
}
