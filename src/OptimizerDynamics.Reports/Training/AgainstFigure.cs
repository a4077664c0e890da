using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>The share of features that are lost, against one of the parameters that the study varies: a panel for each optimizer, a line
/// for whatever else differs, or for each of the study's variants, a dot for each seed; beside them what the paper has, hollow.</summary>
internal sealed class AgainstFigure
{
    private const double Parts = 15;
    private const int MostLabels = 6;

    private readonly TrainingRecords _records;
    private readonly TrialParameter _parameter;
    private readonly ImmutableArray<TrainingSetting> _drawn;
    private readonly double[] _values;
    private readonly string[] _series;
    private readonly PaperMarks _paper;

    /// <summary>Whether every line is a variant of the study, within which the parameter varies.</summary>
    private readonly bool _areVariants;

    private AgainstFigure(TrainingRecords records, TrialParameter parameter)
    {
        (_records, _parameter) = (records, parameter);
        _drawn = [.. records.Settings.Where(setting => double.IsFinite(ValueOf(setting)))];
        _paper = PaperMarks.Of(_drawn, parameter);
        _values = [.. _drawn.Select(ValueOf).Distinct().Order()];
        _areVariants = _drawn.All(setting =>
            records.TitleOf(setting) is { } title && title != records.TitleOf(setting, parameter));
        _series = [.. _drawn.Select(SeriesOf).Distinct()];
    }

    /// <summary>The figure; null where no parameter is named, or fewer than two values of it were trained with. Settings in which the
    /// parameter has no number, or features no γ, are left out.</summary>
    /// <param name="records">The trainings.</param>
    /// <param name="parameter">The horizontal axis; null for none.</param>
    public static Figure? Of(TrainingRecords records, TrialParameter? parameter)
    {
        if (parameter is null || records.AreSharing(parameter))
            return null;
        var figure = new AgainstFigure(records.WithScale, parameter);
        return figure._values.Length < 2 ? null : figure.Draw();
    }

    private Figure Draw()
    {
        var panels = _drawn.GroupBy(setting => setting.Shared.Optimizer.Name).ToList();
        var kinds = _drawn.Select(setting => setting.Shared.Regularization).Distinct().Order().ToList();
        var most = _drawn.SelectMany(setting => setting.Networks).Select(network => SparsityByScale.Paper.Of(network.Result))
            .Append(_paper.Most).Max();
        return new Figure(
            "against", $"How many filters die, over {_parameter.AxisTitle}",
            "A dot for each seed; lines are means, bands their 95 % bootstrap intervals.", Caption(_records) + _paper.Caption,
            Math.Min(panels.Count, 4),
            panels.Count == 1 ? 210 : 150, Axis(), CurveFigure.Shares("features with |γ| < 1e-3", most),
            [.. panels.Select(panel => new Panel(Theme.TitleOf(panel.Key), "", CurveFigure.InkOf(panel.First()),
            [
                .. _paper.Marks([.. panel], XOf),
                .. panel.GroupBy(setting => (SeriesOf(setting), setting.Shared.Regularization)).SelectMany(Marks),
            ]))],
            [
                .. _series.Length == 1 ? [] : _series.Select((name, rank) => new LegendEntry(name, Theme.InkOfSeries(rank))),
                .. kinds.Count == 1 ? [] : kinds.Select(kind => new LegendEntry(Theme.TitleOf(kind), Ink.Text, Theme.StrokeOf(kind))),
                .. _paper.Key,
            ]);
    }

    private bool IsLogarithmic => _values[0] >= 0 && _values.Count(value => value > 0) > 1;

    /// <summary>All values that are drawn, the paper's among them, in ascending order.</summary>
    private IEnumerable<double> All => _values.Concat(_paper.Values).Distinct().Order();

    /// <summary>Where 0 stands, which a logarithmic axis has not: at the left end, a quarter of the smallest value. Trainings without
    /// regularization, whose λ is 0, show there what happens anyway.</summary>
    private double Zero => IsLogarithmic && All.First() == 0 ? All.First(value => value > 0) / 4 : 0;

    private FigureAxis Axis()
    {
        double[] places = [.. All.Select(XOf)];
        var (first, last) = (places[0], places[^1]);
        var margin = IsLogarithmic ? Math.Pow(last / first, 1 / Parts) : (last - first) / Parts;
        var (low, high) = IsLogarithmic ? (first / margin, last * margin) : (first - margin, last + margin);
        var axis = new FigureAxis(_parameter.AxisTitle, low, high, IsLogarithmic, [.. All.Select(LabelOf)]);
        return IsLogarithmic && axis.Labels.Length > MostLabels ? WithDecades(axis) : axis;
    }

    /// <summary>An axis with labels at powers of ten alone, and at 0.</summary>
    private FigureAxis WithDecades(FigureAxis axis)
    {
        var decades = FigureAxis.Logarithmic(axis.Title, All.First(value => value > 0) * 0.99, axis.Maximum);
        return axis with { Labels = [.. axis.Labels.Where(label => label.Value.Equals(Zero)), .. decades.Labels] };
    }

    private AxisLabel LabelOf(double value) => new(
        XOf(value),
        value == 0 && IsLogarithmic && _parameter == TrainingParameters.Lambda ? "none"
        : _drawn.FirstOrDefault(setting => ValueOf(setting).Equals(value)) is { } setting ? setting.Shared.TextOf(_parameter)
        : Say.Setting(value));

    private double ValueOf(TrainingSetting setting) => _parameter.NumberOf(setting.Shared.Values);

    private double XOf(TrainingSetting setting) => XOf(ValueOf(setting));

    private double XOf(double value) => value == 0 ? Zero : value;

    private string SeriesOf(TrainingSetting setting) => _areVariants
        ? _records.TitleOf(setting, _parameter)!
        : NameOf(_records, setting, TrainingParameters.Optimizer, TrainingParameters.Regularization, _parameter);

    private Ink InkOf(TrainingSetting setting) => _series.Length == 1
        ? CurveFigure.InkOf(setting)
        : Theme.InkOfSeries(Array.IndexOf(_series, SeriesOf(setting)));

    private IEnumerable<Mark> Marks(IEnumerable<TrainingSetting> line)
    {
        TrainingSetting[] settings = [.. line.OrderBy(XOf)];
        var (kind, ink) = (settings[0].Shared.Regularization, InkOf(settings[0]));
        var dots = from setting in settings
                   from network in setting.Networks
                   select new PlotPoint(XOf(setting), SparsityByScale.Paper.Of(network.Result)) { Seed = network.Trial.Seed };
        yield return new Curve(Theme.TitleOf(kind), [.. settings.Select(Mean)], ink, Theme.StrokeOf(kind));
        yield return new Dots(
            Theme.TitleOf(kind), [.. dots], ink.Clear(0.6), kind is Regularization.WeightDecay or Regularization.ProximalL1, 2.2);
    }

    private PlotPoint Mean(TrainingSetting setting)
    {
        if (setting.Networks.Length == 1)
            return new PlotPoint(XOf(setting), SparsityByScale.Paper.Of(setting.Networks[0].Result));
        var mean = PairedEffect.Of(setting.Networks.Select(network => SparsityByScale.Paper.Of(network.Result)));
        return new PlotPoint(XOf(setting), mean.Mean, mean.Low, mean.High) { Count = setting.Networks.Length };
    }
}
