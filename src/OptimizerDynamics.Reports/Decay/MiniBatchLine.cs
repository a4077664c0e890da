using System.Collections.Immutable;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>How long L2 takes over the mini-batch, for one optimizer with its settings, one λ and one fraction of images; and what the laws
/// say of the mini-batch with which it takes longest.</summary>
/// <param name="trials">Trials that differ in the mini-batch only, at least one.</param>
internal sealed class MiniBatchLine(IEnumerable<SimulatedTrial> trials)
{
    /// <summary>The plan's margin: a law gives a peak that it predicts within this factor, one step of the study's grid.</summary>
    public const double Factor = 2;

    /// <summary>The plan's condition of the closed form: where <see cref="RareGradientLaw.ClosedFormMargin"/> is not below this.</summary>
    public const double LeastMargin = 10;

    private double? _slowestByLaw;

    /// <summary>The trials, by the size of their mini-batch.</summary>
    public ImmutableArray<SimulatedTrial> Trials { get; } = [.. trials.OrderBy(trial => trial.Trial.Process.BatchSize)];

    /// <summary>The first trial, for what all share.</summary>
    public LowGradientTrial Shared => Trials[0].Trial;

    /// <summary>β₂ of a second moment that forgets; null where there is none that a law knows.</summary>
    public double? Beta2 => Beta2Of(Shared);

    /// <summary>The law, with one image in a mini-batch; null where there is none: of optimizers that do not forget, and without
    /// gradients.</summary>
    public RareGradientLaw? Law => LawOf(Shared);

    /// <summary>The longest median half-life; infinite beyond the run.</summary>
    public double Longest => Trials.Max(trial => Time(trial).Median);

    /// <summary>The mini-batch with the longest median half-life; null where that is beyond the run, or where several have it.</summary>
    public int? Peak =>
        double.IsFinite(Longest) && Trials.Where(trial => Time(trial).Median.Equals(Longest)).ToList() is [var one]
            ? one.Trial.Process.BatchSize
            : null;

    /// <summary>The smallest and the largest mini-batch whose interval reaches the longest median.</summary>
    public (int Low, int High) Range
    {
        get
        {
            int[] reaching = [.. Trials.Where(trial => Time(trial).High >= Longest).Select(trial => trial.Trial.Process.BatchSize)];
            return (reaching[0], reaching[^1]);
        }
    }

    /// <summary>Whether a peak is inside the grid, so that a law can be compared with it.</summary>
    public bool IsCompared =>
        Law is not null && Peak is { } peak && peak > Trials[0].Trial.Process.BatchSize && peak < Trials[^1].Trial.Process.BatchSize;

    /// <summary>The slowest mini-batch by <see cref="RareGradientLaw"/>; NaN where there is no law.</summary>
    public double SlowestByLaw => _slowestByLaw ??= Law?.SlowestBatchSize(0.5) ?? double.NaN;

    /// <summary>The same by the closed form, 1.58·(1 − β₂)/p, where it is claimed and where it is not; NaN where there is no law.</summary>
    public double SlowestByClosedForm =>
        Law is { } law ? DecayLaws.SlowestBatchSize(law.ActiveFraction, law.Beta2) : double.NaN;

    /// <summary>Whether the closed form is claimed here.</summary>
    public bool IsClosedFormClaimed => Law?.ClosedFormMargin >= LeastMargin * (1 - 1e-9); // 10 is 9.999… in doubles

    /// <summary>Whether a prediction is within <see cref="Factor"/> of the peak itself, too: more than the plan asks for.</summary>
    public bool IsAtPeak(double predicted) => Ratio(predicted) is >= 1 / Factor and <= Factor;

    /// <summary>The longest median half-life over the shortest.</summary>
    public double Contrast => Longest / Trials.Min(trial => Time(trial).Median);

    /// <summary>Whether a prediction is within <see cref="Factor"/> of <see cref="Range"/>.</summary>
    public bool IsGiven(double predicted) => predicted >= Range.Low / Factor && predicted <= Range.High * Factor;

    /// <summary>A prediction over the measured peak; NaN where that is not inside the grid.</summary>
    public double Ratio(double predicted) => IsCompared ? predicted / Peak!.Value : double.NaN;

    /// <summary>A trial's half-life: the median over its seeds. The time until the parameter is gone would say less: near zero the noise
    /// takes it across, not L2.</summary>
    public static SampleMedian Time(SimulatedTrial trial) => SampleMedian.Of(
        trial.Result.Outcomes.Select(outcome => double.IsNaN(outcome.HalfLife) ? double.PositiveInfinity : outcome.HalfLife));

    /// <summary>The half-life by the law; infinite where there is none.</summary>
    public static double Predicted(LowGradientTrial trial) =>
        LawOf(trial) is { } law ? (law with { BatchSize = trial.Process.BatchSize }).Steps(0.5) : double.PositiveInfinity;

    private static RareGradientLaw? LawOf(LowGradientTrial trial) =>
        Beta2Of(trial) is { } beta2 and > 0 and < 1 && trial.Process is { ActiveFraction: > 0, NoiseAfter: > 0, Transition: 0 }
            && trial.Settings["lr"] > 0 && trial.Lambda > 0 && trial.InitialValue != 0 && trial.Schedule == Schedule.Constant
            ? new RareGradientLaw
            {
                ActiveFraction = trial.Process.ActiveFraction,
                BatchSize = 1,
                Beta2 = beta2,
                LearningRate = trial.Settings["lr"],
                Lambda = trial.Lambda,
                Noise = trial.Process.NoiseAfter,
                Initial = Math.Abs(trial.InitialValue),
                IsBiasCorrected = trial.Optimizer.Name == "adam",
            }
            : null;

    private static double? Beta2Of(LowGradientTrial trial) => trial.Optimizer.Name switch
    {
        "adam" => trial.Settings["beta2"],
        "rmsprop" => trial.Settings["alpha"],
        _ => null,
    };
}
