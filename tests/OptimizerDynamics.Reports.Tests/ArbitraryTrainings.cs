using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>
/// Records of trainings that nobody ran: one setting or several, one seed or several, layers of one feature, all dead, none dead, equal
/// values, zeros, huge values, a curve of one point, no selectivity on the way.
/// </summary>
internal sealed class ArbitraryTrainings
{
    private static readonly Lazy<TrainingStudy> _study = new(() => MadeUpTrainings.Study());

    private readonly Draw _draw;
    private readonly int[] _features;
    private readonly long _last;
    private readonly int _points;
    private readonly bool _hasEarly;
    private readonly double _largest;

    private ArbitraryTrainings(int seed)
    {
        _draw = new Draw(seed);
        _features = _draw.Pick<int[]>([1], [1, 1, 1], [3, 1, 4], [.. Enumerable.Repeat(2, 21)]);
        _last = _draw.Pick(0L, 1, 3, 100, 1_999, 2_000, 1_000_000);
        _points = _last == 0 ? 1 : _draw.Pick(1, 2, 5);
        _hasEarly = _draw.Chance(0.7);
        _largest = _draw.Pick(1.0, 1.0, 1e-12, 1e12);
    }

    /// <summary>A study with its records, as its report takes them.</summary>
    /// <param name="seed">What it is drawn from.</param>
    public static (TrainingStudy Study, ImmutableArray<TrialRecord> Records) Of(int seed)
    {
        var made = new ArbitraryTrainings(seed);
        var numbers = Registry.Standard.Parameters.Where(parameter => parameter is { IsFactor: true, HasNumber: true }).ToArray();
        var study = _study.Value with
        {
            Trials = [.. made.Trials().Distinct()],
            Report = _study.Value.Report with
            {
                Layer = made._draw.Pick("C1", "C3", "C9"),
                Against = made._draw.Pick([null, TrainingParameters.Lambda, TrainingParameters.LearningRate, .. numbers]),
            },
        };
        return (study, [.. study.Reported(study.Trials.Select(made.Record))]);
    }

    private IEnumerable<TrainingTrial> Trials()
    {
        var seeds = _draw.Pick(1, 1, 2, 6);
        IEnumerable<TrainingTrial> all = [_study.Value.Trials[0]];
        for (var factor = _draw.Whole(0, 2); factor > 0; factor--)
            all = Swept(all, _draw.Whole(0, 8)).ToList();
        return all.SelectMany(trial => Enumerable.Range(1, seeds).Select(seed => trial.With(TrainingParameters.Seed, seed)));
    }

    /// <summary>All trials once for each value of something.</summary>
    private static IEnumerable<TrainingTrial> Swept(IEnumerable<TrainingTrial> trials, int what)
    {
        IEnumerable<TrainingTrial> Each<T>(TrialParameter<T> parameter, params T[] values)
            where T : notnull => trials.SelectMany(trial => values.Select(value => trial.With(parameter, value)));
        return what switch
        {
            0 => Each(TrainingParameters.Lambda, 0, 1e-3, 1),
            1 => Each(TrainingParameters.Regularization, Enum.GetValues<Regularization>()),
            2 => Each(TrainingParameters.Optimizer, OptimizerCatalog.Find("sgd")!, OptimizerCatalog.Find("adam")!),
            3 => Each(TrainingParameters.NegativeSlope, 0, 0.1),
            4 => Each(TrainingParameters.Width, 0.125, 0.25, 4),
            5 => Each(TrainingParameters.BatchSize, 2, 1_000_000),
            6 => Each(TrainingParameters.LearningRate, 1e-9, 1),
            7 => Each(TrainingParameters.Size, 0, 8),
            _ => Each(TrainingParameters.Data, "objects-clean", "objects-cluttered"),
        };
    }

    private TrialRecord Record(TrainingTrial trial)
    {
        var environment = new RunEnvironment("1.2.3", ImmutableSortedDictionary<string, string>.Empty, null, null, "cpu");
        var started = new DateTime(2026, 11, 28, 0, 0, 0, DateTimeKind.Utc);
        return trial.Seed > 1 && _draw.Chance(0.1)
            ? new TrialRecord("made-up", trial.Specification, environment, started, 0, TrialStatus.Diverged, "the loss is not finite", [])
            : new TrialRecord("made-up", trial.Specification, environment, started, 0, TrialStatus.Completed, null, Result().ToJson());
    }

    private TrainingResult Result()
    {
        var mode = _draw.Whole(0, 4);
        double Scale() => mode switch
        {
            0 => 0,
            1 => 1e-5,
            2 => _largest,
            3 => _draw.Pick(0.0, 5e-3, 1e-3, -1),
            _ => _draw.Normal() * _largest,
        };
        double Share() => _draw.Pick(0.0, 1, 0.5, _draw.Uniform(0, 1));
        ImmutableArray<ImmutableArray<double>> All(Func<double> of) => [.. _features.Select(count => Each(count, of))];
        Evaluation Measured() => new(_draw.Pick(0.0, 1, 1e30), Share(), Share());
        var scales = Enumerable.Range(0, _points).Select(_ => All(Scale)).ToList();
        FeatureStatistics[] layers =
        [
            .. _features.Select((count, layer) => new FeatureStatistics(
                $"C{layer + 1}", scales[^1][layer], Each(count, () => _draw.Pick(0.0, -1, 1) * _largest),
                Each(count, () => Math.Abs(Scale())), Each(count, Share), Each(count, Share))),
        ];
        var evaluations = ImmutableSortedDictionary<string, Evaluation>.Empty
            .Add(ResultNames.Training, Measured()).Add(ResultNames.Test, Measured());
        var costs = ImmutableSortedDictionary<string, NetworkCost>.Empty.Add(ResultNames.Cost, new NetworkCost(1000, 5000));
        if (_draw.Chance(0.8))
        {
            evaluations = evaluations.Add(ResultNames.PrunedTest, Measured()).Add(ResultNames.ZeroedTest, Measured());
            costs = costs.Add(ResultNames.PrunedCost, new NetworkCost(_draw.Pick(0, 10, 1000), _draw.Pick(0, 5000)));
        }

        return new TrainingResult(evaluations, costs, [.. layers], [.. scales.Select((scale, place) => Point(scale, place))]);

        CurvePoint Point(ImmutableArray<ImmutableArray<double>> scale, int place)
        {
            var iteration = _points == 1 ? _last : place * _last / (_points - 1);
            var (loss, error) = place == 0 ? (double.NaN, double.NaN) : (_draw.Pick(0.0, 1, 1e30), Share());
            return CurvePoint.Of(iteration, loss, error, scale, All(() => _draw.Pick(0.0, -1, 1) * _largest)) with
            {
                Selectivity = _hasEarly && place == _points / 4 ? All(Share) : [],
            };
        }
    }

    private static ImmutableArray<double> Each(int count, Func<double> of) => [.. Enumerable.Range(0, count).Select(_ => of())];
}
