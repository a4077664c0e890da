using OxyPlot;
using OxyPlot.Series;

namespace OptimizerDynamics.Reports;

/// <summary>Draws <see cref="Border"/>: a line along every edge between a member and a cell that is none.</summary>
internal sealed class BorderSeries(Border border, Paper paper) : XYAxisSeries
{
    public override void Render(IRenderContext rc)
    {
        var area = PlotModel.PlotArea;
        var (columns, rows) = (border.Columns, border.Members.Length / border.Columns);
        ScreenPoint Corner(int column, int row) => new(area.Left + column * area.Width / columns, area.Bottom - row * area.Height / rows);
        ScreenPoint[] edges =
        [
            .. border.Edges().SelectMany(edge => new[] { Corner(edge.FromColumn, edge.FromRow), Corner(edge.ToColumn, edge.ToRow) }),
        ];
        rc.DrawLineSegments(edges, border.Ink.On(paper), border.Thickness, EdgeRenderingMode.PreferGeometricAccuracy);
    }
}
