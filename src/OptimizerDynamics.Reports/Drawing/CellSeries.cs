using OxyPlot;
using OxyPlot.Series;

namespace OptimizerDynamics.Reports;

/// <summary>Draws <see cref="Cells"/>: they share the plot area evenly.</summary>
internal sealed class CellSeries(Cells cells, Paper paper) : XYAxisSeries
{
    public override void Render(IRenderContext rc)
    {
        var area = PlotModel.PlotArea;
        if (cells.Gap == 0 && rc is SvgCanvas canvas)
        {
            canvas.DrawCells(area, cells.Columns, [.. cells.Values.Select(value => cells.Scale.Of(value).On(paper))]);
            return;
        }

        var (width, height) = (area.Width / cells.Columns, area.Height / cells.Rows);
        for (var i = 0; i < cells.Values.Length; i++)
        {
            var (column, row) = (i % cells.Columns, i / cells.Columns);
            var rectangle = new OxyRect(
                new ScreenPoint(area.Left + column * width + cells.Gap, area.Bottom - (row + 1) * height + cells.Gap),
                new ScreenPoint(area.Left + (column + 1) * width - cells.Gap, area.Bottom - row * height - cells.Gap));
            rc.DrawRectangle(
                rectangle, cells.Scale.Of(cells.Values[i]).On(paper), OxyColors.Undefined, 0, EdgeRenderingMode.PreferSharpness);
        }
    }
}
