using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>What a simulation was, in words.</summary>
internal static class DecayText
{
    /// <summary>What stands in place of figures of a run without an iteration after the transition.</summary>
    public const string NothingToDraw = "The runs end before the gradient falls silent: there is no decay to draw.";

    /// <summary>The setting that trials share, for captions.</summary>
    public static string Caption(DecaySetting setting)
    {
        var shared = setting.Shared;
        var intervals = shared.Seeds.Length > 5 ? ", bands and verdicts from 95 % intervals" : "";
        return $"{Parameter(shared.InitialValue)} {Gradient(shared.Process, true, true)} {Say.Count(shared.Iterations)} iterations; "
            + $"{InWords(shared.Schedule)}medians over {shared.Seeds.Length} seeds{intervals}. "
            + $"{InWords(setting.Optimizers.Select(optimizer => (optimizer, setting.SettingsOf(optimizer))))}";
    }

    /// <summary>The setting that phase diagrams share, for captions.</summary>
    public static string Caption(DiagramSetting setting)
    {
        var shared = setting.Shared;
        var gradient = Gradient(shared.Process, shared.Axis != PhaseAxis.NoiseAfter, shared.Axis != PhaseAxis.ActiveFraction);
        return $"{Parameter(shared.InitialValue)} {gradient} {Say.Count(shared.Iterations)} iterations; {InWords(shared.Schedule)}"
            + $"{shared.Lambda.Cells} × {shared.Rows.Cells} cells of one simulation each, all with the same random numbers (seed "
            + $"{shared.Seed}). Dead: |θ| < {Say.Setting(shared.Threshold)}.";
    }

    /// <summary>What the decay figure shows, in numbers: the half-lives under the first optimizer of interest at the λ that are
    /// drawn.</summary>
    public static string HalfLives(DecaySetting setting, IReadOnlyList<double> lambdas)
    {
        if (setting.Optimizers.FirstOrDefault(optimizer => optimizer.Name == "adam") is not { } adam || lambdas.Count == 0)
            return "";
        string HalfLife(Regularization regularization, double lambda) =>
            Median(setting, setting.Find(adam, regularization, lambda), outcome => outcome.HalfLife);
        string Of(Regularization regularization) => string.Join(", ", lambdas.Select(lambda => HalfLife(regularization, lambda)));
        return $"Half-lives with Adam at λ = {string.Join(", ", lambdas.Select(Say.Setting))}: {Of(Regularization.L2)} iterations under "
            + $"L2, {Of(Regularization.WeightDecay)} under weight decay.";
    }

    /// <summary>The median of a trial's times in words.</summary>
    public static string Median(DecaySetting setting, SimulatedTrial? trial, Func<DecayOutcome, double> measure)
    {
        double[] times = [.. trial?.Result.Outcomes.Select(measure) ?? []];
        return times.Length == 0 ? ""
            : Array.Exists(times, double.IsNaN) ? "diverged"
            : Time(SampleMedian.Of(times).Median, setting.Horizon);
    }

    /// <summary>A time in words, the horizon where it was not reached; – where there is none.</summary>
    public static string Time(double iterations, double horizon) => iterations switch
    {
        double.NaN => "–",
        double.PositiveInfinity => horizon > 0 ? $"> {Say.Count(horizon)}" : "never",
        _ => Say.Count(iterations),
    };

    /// <summary>What tells a setting from another of the same study.</summary>
    public static string Setting(DecaySetting setting)
    {
        var (process, start) = (setting.Shared.Process, setting.Shared.InitialValue);
        var images = process.BatchSize == 1 ? "" : $"; {Say.Count(process.BatchSize)} images";
        return $"σ = {Say.Setting(process.NoiseAfter)}, before {Say.Setting(process.NoiseBefore)}; "
            + $"p = {Say.Setting(process.ActiveFraction)}{images}; θ from {Say.Setting(start)}"
            + (setting.Swept.Length == 0 ? "" : $"; {setting.Swept}");
    }

    /// <summary>Which settings optimizers have: where a study changes one, it is said.</summary>
    private static string InWords(IEnumerable<(NamedOptimizer Optimizer, IReadOnlyDictionary<string, double> Settings)> optimizers)
    {
        var changed = from of in optimizers
                      from setting in of.Optimizer.Settings
                      where of.Settings.TryGetValue(setting.Key, out var value) && !value.Equals(setting.Default)
                      select $"{Theme.TitleOf(of.Optimizer.Name)} {setting.Key} {Say.Setting(of.Settings[setting.Key])}";
        var words = string.Join(", ", changed);
        return "Settings: the paper's; of optimizers that it does not use, PyTorch's or their authors'"
            + $"{(words.Length == 0 ? "" : $"; changed: {words}")}.";
    }

    private static string Parameter(double initialValue) => $"One parameter θ, from {Say.Setting(initialValue)}.";

    private static string Gradient(GradientProcess process, bool hasNoise, bool hasFraction)
    {
        var noise = hasNoise ? $" N(0, σ²) with σ = {Say.Setting(process.NoiseAfter)}" : " N(0, σ²)";
        var (each, mean) = process.BatchSize == 1
            ? ("iterations", "")
            : ("images", $", of which a step sees the mean of {Say.Count(process.BatchSize)}");
        var fraction = !hasFraction ? $" in a fraction p of the {each}"
            : process.ActiveFraction < 1 ? $" in a fraction {Say.Setting(process.ActiveFraction)} of the {each}"
            : "";
        return $"Gradient N(0, {Say.Setting(process.NoiseBefore * process.NoiseBefore)}) for {Say.Count(process.Transition)} iterations, "
            + $"then{noise}{fraction}{mean};";
    }

    private static string InWords(Schedule schedule) => schedule == Schedule.Constant ? "" : $"schedule {schedule}; ";
}
