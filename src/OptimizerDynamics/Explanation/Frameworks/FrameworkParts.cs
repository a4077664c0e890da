using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>What the descriptions of several frameworks are made of.</summary>
internal static class FrameworkParts
{
    /// <summary>The learning rate; NaN where the framework has no default.</summary>
    public static FrameworkArgument Rate(string name, double otherwise) => new(name, UpdateSetting.RateKey, otherwise);

    /// <summary>An argument that holds both of Adam's averages' weights.</summary>
    public static FrameworkArgument Betas(string name, double beta1, double beta2) => new(name, [("beta1", beta1), ("beta2", beta2)]);

    /// <summary>Settings that an optimizer does not have, with the values that it behaves as.</summary>
    public static ImmutableSortedDictionary<string, double> Always(params (string Key, double Value)[] values) =>
        values.ToImmutableSortedDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal);

    /// <summary>Whether the learning rate changes while a velocity remembers steps of the old one.</summary>
    public static bool HasScheduledMomentum(UpdateSetting setting) => setting.Values["momentum"] > 0 && !setting.Schedule.IsIdentity;

    /// <summary>Whether there is an ε.</summary>
    public static bool HasEpsilon(UpdateSetting setting) => setting.Values["epsilon"] > 0;

    /// <summary>ε̂: added to √v before the bias of v is corrected.</summary>
    public static FrameworkDifference EarlyEpsilon(Citation source) => new(
        "ε is added to √v before the bias of v is corrected (the article's ε̂): larger by 1/√(1 − β₂ᵗ) in the first steps", HasEpsilon,
        source)
    { IsEarly = true };

    /// <summary>RAdam's ε behind the correction of the bias of v.</summary>
    public static FrameworkDifference LateEpsilon(Citation source) => new(
        "ε is added behind the correction of v's bias, here to √v before it: smaller there by √(1 − β₂ᵗ) in the first steps", HasEpsilon,
        source)
    { IsEarly = true };

    /// <summary>The learning rate inside the velocity.</summary>
    public static FrameworkDifference RateInVelocity(Citation source) => new(
        "the velocity holds the learning rate: steps taken before the schedule lowers it keep the old one for 1/(1 − μ) steps",
        HasScheduledMomentum, source);

    /// <summary>ε inside the root where it is behind it here.</summary>
    public static FrameworkDifference InsideRoot(Citation source) => new(
        "ε stands inside the root: √(v + ε²) for √v + ε, at most a factor of √2 apart, and only where √v is about ε", HasEpsilon, source);

    /// <summary>Whole iterations at which a schedule drops, and its factor; null for a schedule of another kind.</summary>
    public static (ImmutableArray<long> At, double Factor)? DropsOf(Schedule schedule, long iterations) => schedule switch
    {
        StepDrops drops => (drops.At, drops.Factor),
        FractionDrops drops => ([.. drops.At.Select(fraction => (long)Math.Round(fraction * iterations))], drops.Factor),
        _ => null,
    };

    /// <summary>Whole numbers joined by commas.</summary>
    public static string Joined(IEnumerable<long> values) =>
        string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A multiplier of the iteration t as an expression of Python's, with <c>math</c> imported.</summary>
    public static string Multiplier(Schedule schedule, long iterations)
    {
        static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        if (DropsOf(schedule, iterations) is { } drops)
            return Say($"{SettingText.Of(drops.Factor)} ** sum(t >= at for at in ({Joined(drops.At)},))");
        var wave = Say($"0.5 * (1 + math.cos(math.pi * t / {iterations}))");
        return schedule switch
        {
            CosineSchedule { Floor: 0 } => wave,
            CosineSchedule cosine => Say($"{SettingText.Of(cosine.Floor)} + {SettingText.Of(1 - cosine.Floor)} * {wave}"),
            InverseTimeDecay decay => Say($"1 / (1 + {SettingText.Of(decay.Rate)} * t)"),
            LinearWarmUp { Then.IsIdentity: true } warmUp => Say($"min(1, (t + 1) / {warmUp.Length})"),
            LinearWarmUp warmUp => Say($"min(1, (t + 1) / {warmUp.Length}) * ({Multiplier(warmUp.Then, iterations)})"),
            _ => "1",
        };
    }
}
