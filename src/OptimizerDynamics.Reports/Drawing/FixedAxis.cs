using OxyPlot.Axes;

namespace OptimizerDynamics.Reports;

/// <summary>An axis whose ends and labels are given: shared axes are the same in every panel, whatever data it has.</summary>
/// <remarks>It runs over places (<see cref="FigureAxis.Place"/>), logarithms where the axis is logarithmic: so all that is drawn is drawn
/// on a linear axis.</remarks>
internal sealed class FixedAxis : LinearAxis
{
    private readonly FigureAxis _axis;

    public FixedAxis(FigureAxis axis, bool hasLabels)
    {
        _axis = axis;
        (Minimum, Maximum) = (axis.Place(axis.Minimum), axis.Place(axis.Maximum));
        (MinimumPadding, MaximumPadding) = (0, 0);
        var texts = axis.Labels.ToDictionary(label => axis.Place(label.Value), label => label.Text);
        LabelFormatter = place => hasLabels && texts.TryGetValue(place, out var text) ? text : "";
    }

    public override void GetTickValues(
        out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues)
    {
        majorLabelValues = [.. _axis.Labels.Select(label => _axis.Place(label.Value))];
        majorTickValues = majorLabelValues;
        minorTickValues = _axis.IsLogarithmic ? [.. Ticks()] : [];
    }

    /// <summary>Every decade within the axis, and between decades 2, 3, … where every one has its label.</summary>
    private IEnumerable<double> Ticks()
    {
        var isDense = _axis.Labels.Length > 1 && Math.Log10(_axis.Labels[1].Value / _axis.Labels[0].Value) < 1.5;
        for (var decade = Math.Floor(Minimum); decade <= Maximum; decade++)
        {
            for (var digit = 1; digit <= (isDense ? 9 : 1); digit++)
            {
                var place = decade + Math.Log10(digit);
                if (place >= Minimum && place <= Maximum)
                    yield return place;
            }
        }
    }
}
