using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using static OptimizerDynamics.Reports.TrainingText;

namespace OptimizerDynamics.Reports;

/// <summary>What is left of networks and what it costs: test error over the share of MACs left, before and after fine-tuning, a line for
/// each sparsifier.</summary>
internal sealed class FrontFigure
{
    /// <summary>As pruned, and fine-tuned.</summary>
    private static readonly bool[] _stages = [false, true];

    private readonly TrainingRecords _records;
    private readonly IReadOnlyList<PruningCriterion> _criteria;
    private readonly ImmutableArray<Line> _lines;

    /// <summary>The figure of some trainings.</summary>
    /// <param name="records">The trainings.</param>
    /// <param name="criteria">The criteria, for their labels.</param>
    public FrontFigure(TrainingRecords records, IReadOnlyList<PruningCriterion> criteria)
    {
        (_records, _criteria) = (records, criteria);
        _lines =
        [
            .. from setting in records.Settings
               from branches in setting.Networks.SelectMany(network => network.Result.Branches.Select(branch => (network, branch)))
                   .GroupBy(of => of.branch.Criterion)
               select new Line(setting, branches.Key, [.. branches.Select(of => new Pruned(of.network.Result, of.branch))]),
        ];
    }

    /// <summary>Whether any training went on to be pruned in stages.</summary>
    public bool HasAny => !_lines.IsEmpty;

    /// <summary>The figure: what a criterion leaves of all settings that it pruned, and below what all criteria leave of a setting that has
    /// several; left before, right after fine-tuning.</summary>
    public Figure Draw()
    {
        var errors = _lines.SelectMany(line => line.Points).SelectMany(
            of => new[] { of.Branch.Pruned.Top1Error, of.Branch.FineTuned?.Top1Error ?? 0, of.Whole.Test.Top1Error });
        var least = _lines.SelectMany(line => line.Points).Min(point => point.Branch.MacsLeft(point.Whole));
        Line[] ranked = [.. _lines.OrderBy(line => line.Criterion == Usual ? 0 : 1)];
        Ink InkOf(Line line) => Theme.InkOfSeries(Array.IndexOf(ranked, line));
        var panels = Groups().SelectMany(group => _stages
            .Where(isFineTuned => group.Lines.Any(line => line.Has(isFineTuned)))
            .Select(isFineTuned => new Panel(
                $"{group.Title}, {(isFineTuned ? "fine-tuned" : "as pruned")}", "", Ink.Text,
                [.. group.Lines.Where(line => line.Has(isFineTuned)).SelectMany(line => Marks(line, isFineTuned, InkOf(line)))]))).ToList();
        return new Figure(
            "fronts", "What does a smaller network cost, by what made it sparse?",
            "Each line goes from the whole network (right) to what is left as more is pruned; further to the lower left is better. A dot "
                + "for "
            + "each seed, lines are means.",
            Caption(_records), 2, 210,
            FigureAxis.Logarithmic("share of MACs left", least * 0.85, 1.08) with { Labels = Shares(least) },
            CurveFigure.Shares("test error", errors.Max()), [.. panels],
            [.. ranked.Select(line => new LegendEntry(TitleOf(line), InkOf(line), StrokeOf(line)))]);
    }

    /// <summary>Every branch of every setting: what was taken, what is left, and the errors.</summary>
    public ReportTable Table() => new(
        [
            .. Headings(_records), "criterion", "amount", "features taken", "MACs left",
            "parameters left",
            "test error", "as pruned", "fine-tuned",
        ],
        [.. _lines.SelectMany(line => line.ByAmount().Select(points => Row(line, points)))], Headings(_records).Length + 1);

    private ImmutableArray<string> Row(Line line, IGrouping<double, Pruned> points)
    {
        string Range(Func<Pruned, double> of)
        {
            double[] values = [.. points.Select(of)];
            return values.Any(value => !double.IsFinite(value)) ? "–"
                : values.Length == 1 ? Percent(values[0])
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Percent(values.Average())} ({100 * values.Min():0.0}–{100 * values.Max():0.0})");
        }

        return
        [
            .. CellsOf(_records, line.Setting), LabelOf(line.Criterion),
            Say.Setting(points.Key), Percent(points.Average(of => (double)of.Branch.Removed / of.Whole.Features)),
            Percent(points.Average(of => of.Branch.MacsLeft(of.Whole))),
            Percent(points.Average(of => (double)of.Branch.Cost.Parameters / of.Whole.Cost.Parameters)),
            Range(of => of.Whole.Test.Top1Error), Range(of => of.Branch.Pruned.Top1Error),
            Range(of => of.Branch.FineTuned?.Top1Error ?? double.NaN),
        ];
    }

    /// <summary>The criterion that most lines have: the one by which settings are compared.</summary>
    private string Usual => _lines.GroupBy(line => line.Criterion).MaxBy(group => group.Count())!.Key;

    private IEnumerable<(string Title, Line[] Lines)> Groups()
    {
        foreach (var group in _lines.GroupBy(line => line.Criterion).OrderByDescending(group => group.Key == Usual)
            .Where(group => group.Key == Usual || group.Count() > 1))
            yield return ($"By {LabelOf(group.Key)}", [.. group]);
        foreach (var group in _lines.GroupBy(line => line.Setting).Where(group => group.Count() > 1))
            yield return (TrainingText.TitleOf(_records, group.Key), [.. group]);
    }

    private string TitleOf(Line line)
    {
        var title = TrainingText.TitleOf(_records, line.Setting);
        return _lines.Count(other => other.Setting == line.Setting) > 1 || line.Criterion != Usual
            ? $"{title}: {LabelOf(line.Criterion)}" : title;
    }

    private string LabelOf(string criterion) => _criteria.FirstOrDefault(known => known.Name == criterion)?.Label ?? criterion;

    private static Stroke StrokeOf(Line line) => Theme.StrokeOf(line.Setting.Shared.Regularization);

    private static ImmutableArray<AxisLabel> Shares(double least) =>
    [
        .. new[] { 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1 }.Where(share => share >= least * 0.85)
            .Select(share => new AxisLabel(share, $"{Math.Round(100 * share)} %")),
    ];

    private static IEnumerable<Mark> Marks(Line line, bool isFineTuned, Ink ink)
    {
        double ErrorOf(PrunedBranch branch) => (isFineTuned ? branch.FineTuned : branch.Pruned)?.Top1Error ?? double.NaN;
        var whole = line.Setting.Networks.Where(network => !network.Result.Branches.IsEmpty).ToList();
        var means = line.ByAmount().Select(points => new PlotPoint(
            points.Average(of => of.Branch.MacsLeft(of.Whole)), points.Average(of => ErrorOf(of.Branch))));
        yield return new Curve(
            line.Criterion,
            [.. means.Append(new PlotPoint(1, whole.Average(network => network.Result.Test.Top1Error))).OrderBy(point => point.X)], ink,
            StrokeOf(line));
        yield return new Dots(
            line.Criterion, [.. line.Points.Select(of => new PlotPoint(of.Branch.MacsLeft(of.Whole), ErrorOf(of.Branch)))],
            ink.Clear(0.5), Size: 1.6);
    }

    /// <summary>A network before and after it was pruned.</summary>
    private sealed record Pruned(TrainingResult Whole, PrunedBranch Branch);

    /// <summary>What a criterion left of a setting's networks.</summary>
    private sealed record Line(TrainingSetting Setting, string Criterion, ImmutableArray<Pruned> Points)
    {
        public bool Has(bool isFineTuned) => !isFineTuned || Points.Any(of => of.Branch.FineTuned is not null);

        public IEnumerable<IGrouping<double, Pruned>> ByAmount() =>
            Points.GroupBy(of => of.Branch.Amount).OrderBy(group => group.Key);
    }
}
