using System.Collections.Immutable;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The paper's own shares of inactive features, to be drawn hollow beside what was measured here.</summary>
/// <param name="all">Those that belong to the figure.</param>
internal sealed class PaperMarks(ImmutableArray<PaperSparsity> all)
{
    private const double Size = 3.4, Thickness = 0.8;

    private static readonly DotShape[] _shapes = [DotShape.Diamond, DotShape.Square, DotShape.Triangle];

    private readonly string[] _data = [.. all.Select(share => share.Data).Distinct()];

    /// <summary>The paper's shares over a parameter, of the networks, optimizers and regularizers of some settings.</summary>
    /// <param name="settings">The settings of the figure.</param>
    /// <param name="over">The parameter of its horizontal axis.</param>
    public static PaperMarks Of(IReadOnlyCollection<TrainingSetting> settings, TrialParameter over) =>
        new([.. PaperSparsity.All.Where(share => share.Over == over && settings.Any(setting => AreAlike(share, setting)))]);

    /// <summary>The paper's shares of what some settings are in all that its tables tell apart: those of objects before two backgrounds
    /// where both are among the settings, and else the others.</summary>
    /// <param name="settings">The settings of the figure.</param>
    public static PaperMarks OfSame(IReadOnlyCollection<TrainingSetting> settings)
    {
        PaperSparsity[] same = [.. PaperSparsity.All.Where(share => settings.Any(setting => share.IsOf(setting.Shared.Values)))];
        var areOfTwoKinds = same.Select(share => share.StandIn).OfType<string>().Distinct().Count() > 1;
        return new PaperMarks(
        [
            .. same.Where(share => share.StandIn is not null == areOfTwoKinds)
                .DistinctBy(
                    share => (share.Data, share.Optimizer, share.Regularization, share.Lambda, share.BatchSize, share.NegativeSlope)),
        ]);
    }

    /// <summary>The values of the axis at which they stand.</summary>
    public IEnumerable<double> Values => all.Select(share => share.Value);

    /// <summary>The largest share; 0 where there is none.</summary>
    public double Most => all.Select(share => share.Share).DefaultIfEmpty().Max();

    /// <summary>What differs in them, for the caption; empty where there are none.</summary>
    public string Caption
    {
        get
        {
            if (all.IsEmpty)
                return "";
            var tables = string.Join(", ", all.Select(share => share.Table).Distinct());
            var lambda = all.Any(share => share.Over == TrainingParameters.Lambda || double.IsNaN(share.Lambda))
                ? ""
                : $", λ = {Say.Setting(all[0].Lambda)}";
            var batch = all.Any(share => share.Over == TrainingParameters.BatchSize) ? "" : ", mini-batches of 40";
            return $" Black and hollow: the paper's own numbers ({tables}), of the network at its full width and length, on "
                + $"{string.Join(", ", _data)}{lambda}{batch}.";
        }
    }

    /// <summary>An entry of the key for each of its data sets.</summary>
    public IEnumerable<LegendEntry> Key =>
        _data.Select(data => new LegendEntry($"the paper, {data}", Ink.Text, Dot: ShapeOf(data), IsOpen: true));

    /// <summary>The marks of a panel: for each data set and regularizer a thin line, and a hollow dot for each share.</summary>
    /// <param name="settings">The settings of the panel.</param>
    /// <param name="xOf">Where a value of the parameter stands.</param>
    public IEnumerable<Mark> Marks(IReadOnlyCollection<TrainingSetting> settings, Func<double, double> xOf)
    {
        var lines =
            all.Where(share => settings.Any(setting => AreAlike(share, setting))).GroupBy(share => (share.Table, share.Data, Kind(share)));
        foreach (var line in lines)
        {
            var ((table, data, kind), name) = (line.Key, $"the paper, {line.Key.Table}, {line.Key.Data}, {Theme.TitleOf(line.Key.Item3)}");
            ImmutableArray<PlotPoint> points =
            [
                .. line.Select(share => new PlotPoint(xOf(share.Value), share.Share)).OrderBy(point => point.X),
            ];
            yield return new Curve(name, points, Ink.Text, Theme.StrokeOf(kind), Thickness);
            yield return new Dots(name, points, Ink.Text, true, Size, ShapeOf(data));
        }
    }

    /// <summary>The marks of one setting: a hollow dot for each data set.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="y">Where they stand.</param>
    public IEnumerable<Mark> Marks(TrainingSetting setting, double y) => all.Where(share => share.IsOf(setting.Shared.Values))
        .Select(share => new Dots(
            $"the paper, {share.Table}, {share.Data}", [new PlotPoint(share.Share, y)], Ink.Text, true, Size, ShapeOf(share.Data)));

    /// <summary>Whether the paper trained that network with the optimizer and the regularizer of a setting, or without one.</summary>
    private static bool AreAlike(PaperSparsity share, TrainingSetting setting) =>
        share.Network == setting.Shared.Network && share.Optimizer == setting.Shared.Optimizer.Name
        && (share.Regularization == setting.Shared.Regularization || share.Regularization == Regularization.None);

    /// <summary>What is not regularized begins the line of L2.</summary>
    private static Regularization Kind(PaperSparsity share) =>
        share.Regularization == Regularization.None ? Regularization.L2 : share.Regularization;

    private DotShape ShapeOf(string data) => _shapes[Array.IndexOf(_data, data) % _shapes.Length];
}
