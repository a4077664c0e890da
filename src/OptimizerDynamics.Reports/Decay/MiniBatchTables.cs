using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The tables and sentences of a low-gradient report over the mini-batch.</summary>
internal sealed class MiniBatchTables(IReadOnlyList<SimulatedTrial> trials)
{
    private readonly int[] _sizes = [.. trials.Select(of => of.Trial.Process.BatchSize).Distinct().Order()];
    private readonly List<IGrouping<(NamedOptimizer Optimizer, double Lambda, double Fraction), SimulatedTrial>> _lines =
    [
        .. trials.GroupBy(of => (of.Trial.Optimizer, of.Trial.Lambda, of.Trial.Process.ActiveFraction)),
    ];

    /// <summary>A trial's half-life: the median over its seeds. The time until the parameter is gone would say less: near zero the noise
    /// takes it across, not L2.</summary>
    public static SampleMedian Time(SimulatedTrial trial) => SampleMedian.Of(
        trial.Result.Outcomes.Select(outcome => double.IsNaN(outcome.HalfLife) ? double.PositiveInfinity : outcome.HalfLife));

    /// <summary>The medians of trials.</summary>
    public static IEnumerable<double> Times(IEnumerable<SimulatedTrial> of) => of.Select(trial => Time(trial).Median);

    /// <summary>What theory says of that; infinite where it says nothing: of optimizers that do not forget, and where less than a step of α
    /// is left of the gradients, which is as fast as it can be.</summary>
    public static double Predicted(LowGradientTrial trial)
    {
        if (Beta2(trial) is not { } beta2)
            return double.PositiveInfinity;
        var root = DecayLaws.MeanInverseRoot(trial.Process.ActiveFraction, trial.Process.BatchSize, trial.Process.NoiseAfter, beta2);
        var steps = DecayLaws.StepsUnderRareGradients(trial.Settings["lr"], trial.Lambda, root, 0.5);
        return steps > Math.Abs(trial.InitialValue) / 2 / trial.Settings["lr"] ? steps : double.PositiveInfinity;
    }

    /// <summary>The answer, for the first optimizer that forgets.</summary>
    public string Answer()
    {
        if (_lines.FirstOrDefault(line => Beta2(line.First().Trial) is not null)?.Key is not { } key)
            return "";
        var lines = _lines.Where(line => (line.Key.Optimizer, line.Key.Lambda) == (key.Optimizer, key.Lambda))
            .OrderByDescending(line => line.Key.Fraction);
        var parts = (from line in lines
                     let slowest = Slowest(line)
                     where slowest is not null
                     select $"{Say.Count(slowest.Value)} (p = {Say.Setting(line.Key.Fraction)})").ToList();
        if (parts.Count == 0)
            return $"**With {Theme.TitleOf(key.Optimizer.Name)}, no mini-batch stands out as the slowest.**";
        return $"**With {Theme.TitleOf(key.Optimizer.Name)}, L2 takes longest with a mini-batch of {string.Join(", ", parts)}.** Smaller "
            + "mini-batches kill sooner where a feature hardly ever has a gradient, and larger ones everywhere else.";
    }

    /// <summary>The mini-batch with which it takes longest, and what theory says of it.</summary>
    public ReportTable Slowest() => new(
        [
            "optimizer", "λ", "p", "slowest mini-batch", "in theory, without bounds", "half-life with it", $"with {_sizes[0]}",
            $"with {_sizes[^1]}"],
        [.. _lines.Select(line => ImmutableArray.Create(
            Theme.TitleOf(line.Key.Optimizer.Name), Say.Setting(line.Key.Lambda), Say.Setting(line.Key.Fraction),
            Slowest(line) is { } slowest ? Say.Count(slowest) : "beyond the run", SlowestInTheory(line.Key.Fraction, line.First().Trial),
            InWords(Times(line).Max(), line), InWords(TimeAt(line, _sizes[0]), line), InWords(TimeAt(line, _sizes[^1]), line)))],
        3);

    /// <summary>Everything of every trial.</summary>
    public ReportTable All() => new(
        ["optimizer", "lambda", "activeFraction", "batchSize", "median", "low", "high", "theory"],
        [.. trials.Select(trial =>
        {
            var (time, predicted) = (Time(trial), Predicted(trial.Trial));
            double[] numbers =
            [
                trial.Trial.Lambda, trial.Trial.Process.ActiveFraction, trial.Trial.Process.BatchSize, time.Median, time.Low, time.High,
            ];
            string Of(double number, string infinite) =>
                double.IsPositiveInfinity(number) ? infinite : number.ToString("G6", CultureInfo.InvariantCulture);
            return ImmutableArray.CreateRange(
                [trial.Trial.Optimizer.Name, .. numbers.Select(number => Of(number, "never")), Of(predicted, "none")]);
        })],
        1);

    private static double? Beta2(LowGradientTrial trial) => trial.Optimizer.Name switch
    {
        "adam" => trial.Settings["beta2"],
        "rmsprop" => trial.Settings["alpha"],
        _ => null,
    };

    /// <summary>The mini-batch with which theory expects the longest half-life, in images; – where it expects none.</summary>
    private static string SlowestInTheory(double fraction, LowGradientTrial trial) =>
        Beta2(trial) is { } beta2 && DecayLaws.SlowestBatchSize(fraction, beta2) is var size && double.IsFinite(size)
            ? Say.Setting(size)
            : "–";

    /// <summary>Where a line is highest; null where it is so at several places: beyond the run.</summary>
    private static int? Slowest(IEnumerable<SimulatedTrial> line)
    {
        var sorted = line.OrderByDescending(trial => Time(trial).Median).Take(2).ToArray();
        return sorted.Length == 2 && Time(sorted[0]).Median > Time(sorted[1]).Median ? sorted[0].Trial.Process.BatchSize : null;
    }

    private static double TimeAt(IEnumerable<SimulatedTrial> line, int size) =>
        line.Where(trial => trial.Trial.Process.BatchSize == size).Select(trial => Time(trial).Median).FirstOrDefault(double.NaN);

    private static string InWords(double time, IEnumerable<SimulatedTrial> line) =>
        DecayText.Time(time, line.First().Trial.Iterations - line.First().Trial.Process.Transition);
}
