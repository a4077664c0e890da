using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>Settings as somebody says them in a framework's terms, and what they mean.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Optimizer">Its optimizer.</param>
/// <param name="Values">The value of each of its settings by our key, in its own terms; what was not given has the framework's
/// default.</param>
/// <param name="Taken">The keys that were not given.</param>
/// <param name="Setting">What it means.</param>
public sealed record FrameworkSetting(
    Framework Framework,
    FrameworkOptimizer Optimizer,
    ImmutableSortedDictionary<string, double> Values,
    ImmutableArray<string> Taken,
    UpdateSetting Setting)
{
    private static readonly string[] _memories = ["beta2", "alpha", "rho"];

    /// <summary>The number that says how strongly θ decays, as it was said; 0 without decay, the larger of two.</summary>
    public double DecayNumber => new[] { Optimizer.L2, Optimizer.WeightDecay }
        .Max(decay => decay?.Key is { } key ? Values[key] : 0);

    /// <summary>Reads settings.</summary>
    /// <param name="framework">The framework.</param>
    /// <param name="name">The optimizer's name in the catalog.</param>
    /// <param name="given">Values by our key, in the framework's terms.</param>
    /// <param name="schedule">The multiplier of the learning rate.</param>
    /// <exception cref="InvalidSettingException">The framework has no such optimizer, or that no such setting, or a value is missing or
    /// cannot be used.</exception>
    public static FrameworkSetting Read(
        Framework framework, string name, IReadOnlyDictionary<string, double> given, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(framework);
        ArgumentNullException.ThrowIfNull(given);
        var optimizer = framework.Find(name) ?? throw new InvalidSettingException(
            "optimizer",
            $"{framework.Title} has no {name}; it has "
                + $"{string.Join(", ", framework.Optimizers.Select(known => known.Name).OfType<string>())}");
        var values = optimizer.Defaults;
        foreach (var (key, value) in given)
        {
            if (optimizer.NameOf(key) is null)
                throw new InvalidSettingException(key, $"{optimizer.Call} has no such setting; it has {SettingsOf(optimizer)}");
            values = values.SetItem(key, value);
        }

        if (values.FirstOrDefault(value => double.IsNaN(value.Value)) is { Key: { } missing })
            throw new InvalidSettingException(missing, $"expected a number, because {optimizer.Call} has no default for it");
        if (!optimizer.TakesSchedule && !schedule.IsIdentity)
            throw new InvalidSettingException("schedule", $"{optimizer.Call} takes no schedule of its learning rate");
        var setting = Meaning(optimizer, values, schedule);
        RequireBuildable(setting);
        return new FrameworkSetting(framework, optimizer, values, [.. values.Keys.Where(key => !given.ContainsKey(key)
            && !optimizer.Fixed.ContainsKey(key))], setting);
    }

    /// <summary>The key of the number that says how strongly θ decays: of the larger where there are two, of the one that could be given
    /// where there is none.</summary>
    public string DecayKey => new[] { Optimizer.L2?.Key, Optimizer.WeightDecay?.Key }.OfType<string>().MaxBy(key => Values[key])!;

    /// <summary>The key of the second moment's memory: β₂, or what the rule has in its stead; null where it has none.</summary>
    public string? MemoryKey => _memories.FirstOrDefault(key => Optimizer.NameOf(key) is not null);

    /// <summary>The same with another value of a setting, in the framework's terms.</summary>
    /// <param name="key">Our key.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidSettingException">The value cannot be used.</exception>
    public FrameworkSetting With(string key, double value) => Read(
        Framework, Optimizer.Name!, Values.RemoveRange(Optimizer.Fixed.Keys).SetItem(key, value), Setting.Schedule);

    /// <summary>The settings of a framework's optimizer, each as our option and, where it differs, as its own name.</summary>
    /// <param name="optimizer">The optimizer.</param>
    public static string SettingsOf(FrameworkOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return string.Join(", ", optimizer.Defaults.Keys.Where(key => !optimizer.Fixed.ContainsKey(key))
            .Select(key => optimizer.NameOf(key) is { } name && name != key ? $"{key} ({name})" : key));
    }

    /// <summary>How strongly θ decays under one kind of regularization with the same number: what the framework's users compare.</summary>
    /// <param name="regularization">Where it stands.</param>
    /// <returns>The setting with <see cref="DecayNumber"/> there and nothing at the other place; itself where it is of that kind
    /// alone.</returns>
    public UpdateSetting With(Regularization regularization)
    {
        var number = DecayNumber;
        return regularization switch
        {
            Regularization.L2 when Setting is { L2: > 0 } => Setting with { WeightDecay = 0 },
            Regularization.L2 => Setting with { L2 = number, WeightDecay = 0 },
            Regularization.WeightDecay when Setting is { WeightDecay: > 0 } => Setting with { L2 = 0 },
            Regularization.WeightDecay => Setting with { L2 = 0, WeightDecay = number * DecoupledUnit },
            _ => Setting with { L2 = 0, WeightDecay = 0 },
        };
    }

    /// <summary>What decoupled decay takes of θ in a step for each 1 of its number: by this optimizer, or by another of the rule's, or by
    /// any that the framework has.</summary>
    private double DecoupledUnit
    {
        get
        {
            var decaying = Framework.Optimizers.Where(other => other.WeightDecay?.Key is not null).ToList();
            var nearest = decaying.Find(other => other == Optimizer) ?? decaying.Find(other => other.Rule == Optimizer.Rule) ?? decaying[0];
            return nearest.WeightDecay!.Scaling == DecayScaling.LearningRate ? Setting.LearningRate : 1;
        }
    }

    private static void RequireBuildable(UpdateSetting setting)
    {
        try
        {
            _ = setting.Chain;
        }
        catch (ArgumentException cause)
        {
            // Its own words, without what the runtime adds about the parameter.
            var words = cause.Message.Split(" (Parameter '")[0].Split('\n')[0].TrimEnd('.');
            throw new InvalidSettingException(cause.ParamName ?? "", words);
        }
    }

    private static UpdateSetting Meaning(
        FrameworkOptimizer optimizer, ImmutableSortedDictionary<string, double> values, Schedule schedule)
    {
        var rule = OptimizerCatalog.Find(optimizer.Rule)!;
        double Number(DecayArgument? decay) => decay?.Key is { } key ? values[key] : 0;
        var (l2, decay) = (optimizer.L2, optimizer.WeightDecay);
        var own = rule.Settings.Select(setting => setting.Key)
            .Where(key => CommonSettings.RegularizationOf(key) == Regularization.None)
            .ToImmutableSortedDictionary(key => key, key => values[key], StringComparer.Ordinal);
        if (optimizer.Epsilon == EpsilonPlace.InsideRoot)
            own = own.SetItem("epsilon", Math.Sqrt(own["epsilon"]));
        return new UpdateSetting(
            rule, own, Number(l2) * (l2?.Factor ?? 1),
            Number(decay) * (decay?.Scaling == DecayScaling.LearningRate ? values[UpdateSetting.RateKey] : 1), schedule)
        {
            IsDecayScheduled = schedule.IsIdentity || decay?.Scaling != DecayScaling.Nothing || Number(decay) == 0,
        };
    }
}
