using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>
/// Records of low-gradient trials and phase diagrams that nobody ran: one λ or none, one seed, a run that ends before the gradient falls
/// silent, outcomes never, at once or diverged, equal values, zeros.
/// </summary>
internal sealed class ArbitraryDecays
{
    private static readonly Lazy<LowGradientStudy> _study = new(() => (LowGradientStudy)StudyFile.Read(
        Registry.Standard, Path.Combine(AppContext.BaseDirectory, "low-gradient", "study.yaml"), "standard"));

    private readonly Draw _draw;
    private readonly long _transition, _iterations;
    private readonly ImmutableArray<long> _seeds;
    private readonly double[] _lambdas;
    private readonly ImmutableArray<GradientProcess> _processes;
    private readonly double _initial, _threshold;

    private ArbitraryDecays(int seed)
    {
        _draw = new Draw(seed);
        _transition = _draw.Pick(0L, 1, 100);
        _iterations = Math.Max(1, _transition + _draw.Pick(-50L, 0, 1, 7, 10, 11, 200, 20_000));
        _seeds = [.. Enumerable.Range(1, _draw.Pick(1, 2, 6)).Select(value => (long)value)];
        _lambdas = _draw.Pick<double[]>([0], [1], [1e-3], [1e-3, 1e-2], [1e-5, 1e-4, 1e-3], [0, 3e-4, 1e3]);
        _initial = _draw.Pick(0.0, 1, -1, 1e-12, 1e12);
        _threshold = _draw.Pick(1e-3, 1e-3, 1e3, 1e-30);
        _processes =
        [
            .. Enumerable.Range(0, _draw.Whole(1, 2)).Select(_ => new GradientProcess
            {
                NoiseBefore = _draw.Pick(0.0, 1, 1e6),
                NoiseAfter = _draw.Pick(0.0, 1e-5, 1),
                ActiveFraction = _draw.Pick(0.0, 1e-3, 1),
                BatchSize = _draw.Pick(1, 1, 8),
                Transition = _transition,
            }),
        ];
    }

    /// <summary>A study with its records.</summary>
    /// <param name="seed">What it is drawn from.</param>
    /// <param name="against">Over what its report is drawn; null for λ.</param>
    public static (LowGradientStudy Study, ImmutableArray<TrialRecord> Records) Of(int seed, string? against)
    {
        var made = new ArbitraryDecays(seed);
        var trials = made.Trials(against is not null).DistinctBy(trial => trial.Specification.Id).ToImmutableArray();
        ImmutableArray<PhaseDiagramTrial> diagrams = against is null && made._draw.Chance(0.4) ? [.. made.Diagrams(trials)] : [];
        var study = _study.Value with
        {
            Trials = trials,
            Diagrams = diagrams,
            Report = new LowGradientReport("Made up", [.. made._lambdas.Where(lambda => lambda > 0)], 10, against),
        };
        return (study,
        [
            .. trials.Select(trial => Record(trial, made.Result(trial).ToJson())),
            .. diagrams.Select(diagram => Record(diagram, made.Times(diagram).ToJson())),
        ]);
    }

    private static TrialRecord Record(IStudyTrial trial, System.Text.Json.Nodes.JsonObject result) => new(
        "made-up", trial.Specification, new RunEnvironment("1.2.3", ImmutableSortedDictionary<string, string>.Empty, null, null, "cpu"),
        new DateTime(2026, 11, 28, 0, 0, 0, DateTimeKind.Utc), 0, TrialStatus.Completed, null, result);

    private IEnumerable<LowGradientTrial> Trials(bool hasL2)
    {
        var known = _study.Value.Trials.DistinctBy(trial => trial.Optimizer).ToList();
        LowGradientTrial[] optimizers =
        [
            .. Enumerable.Range(0, _draw.Whole(1, 3)).Select(_ => known[_draw.Whole(0, known.Count - 1)]).Distinct(),
        ];
        var all = Enum.GetValues<Regularization>();
        var kinds = hasL2
            ? [Regularization.L2]
            : _draw.Pick<Regularization[]>([Regularization.None], [Regularization.L2], [Regularization.WeightDecay], all, all);
        return from one in optimizers
               from kind in kinds
               from lambda in kind == Regularization.None ? [0] : _lambdas
               from process in _processes
               where hasL2 || _draw.Chance(0.9) || (one == optimizers[0] && kind == kinds[0])
               select one with
               {
                   Regularization = kind,
                   Lambda = lambda,
                   Process = process,
                   InitialValue = _initial,
                   Iterations = _iterations,
                   Threshold = _threshold,
                   Seeds = _seeds,
               };
    }

    private LowGradientResult Result(LowGradientTrial trial)
    {
        var mode = _draw.Whole(0, 6);
        double Of(double usual) => mode switch
        {
            0 => double.PositiveInfinity,
            1 => 0,
            2 => double.NaN,
            3 => usual,
            4 => _draw.Pick(double.PositiveInfinity, double.NaN, 0, 1),
            5 => _draw.Pick(double.PositiveInfinity, 0, 1, 50),
            _ => _draw.LogUniform(1e-12, 1e6),
        };
        double Finite(double value) => double.IsInfinity(value) ? double.NaN : value;
        ImmutableArray<DecayOutcome> outcomes =
        [
            .. trial.Seeds.Select(_ => new DecayOutcome(Finite(Of(1)), Of(5), Of(9), Finite(Of(0.5)))),
        ];
        ImmutableArray<LowGradientPoint> curve =
        [
            .. Enumerable.Range(0, _draw.Pick(0, 1, 2, 20))
                .Select(i => new LowGradientPoint(i * trial.Iterations / 20, Of(1), Of(0.5), Of(2))),
        ];
        return new LowGradientResult(outcomes, curve);
    }

    private IEnumerable<PhaseDiagramTrial> Diagrams(ImmutableArray<LowGradientTrial> trials)
    {
        var axis = _draw.Pick(Enum.GetValues<PhaseAxis>());
        var (lambda, rows) = (new LogarithmicCells(1e-6, 1e-1, _draw.Whole(2, 4)), new LogarithmicCells(1e-4, 1, _draw.Whole(2, 4)));
        return from one in trials.DistinctBy(trial => trial.Optimizer)
               from kind in _draw.Pick<Regularization[]>(
                   [Regularization.L2], [Regularization.WeightDecay], [Regularization.L2, Regularization.WeightDecay])
               select new PhaseDiagramTrial
               {
                   Optimizer = one.Optimizer,
                   Settings = one.Settings,
                   Regularization = kind,
                   Lambda = lambda,
                   Axis = axis,
                   Rows = rows,
                   Process = one.Process,
                   InitialValue = _initial,
                   Iterations = _iterations,
                   Threshold = _threshold,
                   Schedule = one.Schedule,
                   Seed = 1,
               };
    }

    private PhaseDiagramResult Times(PhaseDiagramTrial diagram)
    {
        var mode = _draw.Whole(0, 4);
        return new PhaseDiagramResult([.. Enumerable.Range(0, diagram.Lambda.Cells * diagram.Rows.Cells).Select(_ => mode switch
        {
            0 => double.PositiveInfinity,
            1 => 0,
            2 => double.NaN,
            3 => _draw.Pick(double.PositiveInfinity, double.NaN, 0, 1),
            _ => (double)_draw.Whole(0, 20_000),
        })]);
    }
}
