using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>A setting in a framework's terms, or why there is none.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Optimizer">Its optimizer; null where there is no equivalent.</param>
/// <param name="Values">Its settings by our key, in its own terms.</param>
/// <param name="L2">The number of its coupled decay; 0 for none.</param>
/// <param name="WeightDecay">The number of its decoupled decay; 0 for none.</param>
/// <param name="Code">Lines to paste; empty where there is no equivalent.</param>
/// <param name="Differences">What it does otherwise all the same.</param>
/// <param name="Refusal">Why there is no equivalent, a sentence without a full stop; null where there is one.</param>
public sealed record FrameworkEquivalent(
    Framework Framework,
    FrameworkOptimizer? Optimizer,
    ImmutableSortedDictionary<string, double> Values,
    double L2,
    double WeightDecay,
    ImmutableArray<string> Code,
    ImmutableArray<FrameworkDifference> Differences,
    string? Refusal)
{
    /// <summary>Whether it takes the same steps, but for rounding.</summary>
    public bool IsSame => Refusal is null && Differences.IsEmpty;

    /// <summary>The nearest setting of a framework: the same if it has one.</summary>
    /// <param name="framework">The framework.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="iterations">The length of the run, for schedules.</param>
    public static FrameworkEquivalent Of(Framework framework, UpdateSetting setting, long iterations)
    {
        ArgumentNullException.ThrowIfNull(framework);
        ArgumentNullException.ThrowIfNull(setting);
        var found = (from form in setting.Forms()
                     from optimizer in framework.Optimizers
                     where optimizer.Rule == setting.Rule.Name
                     select Try(framework, optimizer, form, iterations)).ToList();
        if (found.Count == 0)
            return None(framework, $"{framework.Title} has no {setting.Rule.Name}");
        // The first of the best: the same before the nearly same, arguments before lines of one's own, and refusals last.
        return found.MinBy(equivalent => equivalent.Refusal is not null ? int.MaxValue
            : 8 * equivalent.Differences.Length + equivalent.Effort)!;
    }

    /// <summary>How much has to be said beside the optimizer itself, and then whether it is the one that people take for it: one that
    /// decays unless told otherwise, for a setting that decays.</summary>
    private int Effort =>
        (L2 > 0 && Optimizer!.L2!.Spelling != DecaySpelling.Argument ? 2 : 0)
        + (WeightDecay > 0 && Optimizer!.WeightDecay!.Spelling != DecaySpelling.Argument ? 2 : 0)
        + (Framework.IsSettingsFile || (WeightDecay > 0) == (Optimizer!.WeightDecay is { } decay && !decay.Default.Equals(0)) ? 0 : 1);

    private static FrameworkEquivalent None(Framework framework, string refusal) =>
        new(framework, null, ImmutableSortedDictionary<string, double>.Empty, 0, 0, [], [], refusal);

    private static FrameworkEquivalent Try(
        Framework framework, FrameworkOptimizer optimizer, UpdateSetting setting, long iterations)
    {
        if (RefusalOf(optimizer, setting) is { } refusal)
            return None(framework, refusal);
        var values = optimizer.Arguments.SelectMany(argument => argument.Values).DistinctBy(value => value.Key).ToImmutableSortedDictionary(
            value => value.Key, value => InItsTerms(optimizer, value.Key, setting.Values[value.Key]), StringComparer.Ordinal);
        var l2 = setting.L2 / (optimizer.L2?.Factor ?? 1);
        var decay = setting.WeightDecay == 0 ? 0
            : setting.WeightDecay / (optimizer.WeightDecay!.Scaling == DecayScaling.LearningRate ? setting.LearningRate : 1);
        return new FrameworkEquivalent(
            framework, optimizer, values, l2, decay, FrameworkCode.Of(framework, optimizer, values, (l2, decay), setting, iterations),
            [.. optimizer.Differences.Where(difference => difference.Matters(setting))], null);
    }

    private static double InItsTerms(FrameworkOptimizer optimizer, string key, double value) =>
        key == "epsilon" && optimizer.Epsilon == EpsilonPlace.InsideRoot ? value * value : value;

    private static string? RefusalOf(FrameworkOptimizer optimizer, UpdateSetting setting)
    {
        foreach (var (key, value) in optimizer.Fixed)
        {
            if (!setting.Values[key].Equals(value))
                return $"{optimizer.Call} has no {key}: it behaves as {Say(key, value)}, and this is {Say(key, setting.Values[key])}";
        }

        if (!optimizer.TakesSchedule && !setting.Schedule.IsIdentity)
            return $"{optimizer.Call} takes no schedule of its learning rate";
        if (setting.L2 > 0 && optimizer.L2 is null)
            return $"{optimizer.Call} has no coupled L2: its decay is decoupled";
        if (setting.WeightDecay == 0)
            return null;
        if (optimizer.WeightDecay is not { } decay)
            return $"{optimizer.Call} has no decoupled decay";
        if (setting.L2 > 0 && !decay.GoesWithOther)
            return $"{optimizer.Call} has no decoupled decay beside L2";
        if (setting.LearningRate == 0 && decay.Scaling == DecayScaling.LearningRate)
            return $"the learning rate multiplies its {decay.Name}, and here it is 0";
        if (setting is { LearningRate: 0, IsDecayScheduled: true, Schedule.IsIdentity: false }
            && (decay.ScheduledTemplate?.Contains("{2}", StringComparison.Ordinal) ?? false))
            return $"the schedule of a learning rate of 0 cannot be told from 0, and its {decay.Name} has to follow it";
        return !setting.IsDecayScheduled && decay.Scaling != DecayScaling.Nothing
            ? $"the schedule multiplies its {decay.Name}, and this decay has none"
            : null;
    }

    private static string Say(string key, double value) => $"{key} = {SettingText.Of(value)}";
}
