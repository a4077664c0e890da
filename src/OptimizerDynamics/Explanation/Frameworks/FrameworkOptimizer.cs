using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>Where a framework adds ε to the root of a second moment.</summary>
public enum EpsilonPlace
{
    /// <summary>Behind the root, √v + ε, as here.</summary>
    BehindRoot,

    /// <summary>Inside, √(v + ε): a floor of √ε.</summary>
    InsideRoot,
}

/// <summary>An argument of a framework's optimizer: a number, or a few in brackets, such as <c>betas=(0.9, 0.999)</c>.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Values">The settings of ours that it holds, with the framework's defaults; NaN for none.</param>
public sealed record FrameworkArgument(string Name, ImmutableArray<(string Key, double Default)> Values)
{
    /// <summary>An argument that holds one setting.</summary>
    /// <param name="name">Its name there.</param>
    /// <param name="key">The setting of ours.</param>
    /// <param name="otherwise">The framework's default.</param>
    public FrameworkArgument(string name, string key, double otherwise)
        : this(name, [(key, otherwise)])
    {
    }
}

/// <summary>Something that a framework does otherwise than the rule here, and that no setting can make up for.</summary>
/// <param name="Text">What, and what comes of it: a sentence without a full stop.</param>
/// <param name="Matters">Whether it makes a difference for a setting.</param>
/// <param name="Source">Where it can be looked up.</param>
public sealed record FrameworkDifference(string Text, Func<UpdateSetting, bool> Matters, Citation Source)
{
    /// <summary>Whether the difference is gone after the first steps, some multiples of 1/(1 − β₂).</summary>
    public bool IsEarly { get; init; }
}

/// <summary>An optimizer as a framework has it: which rule it is, how its arguments are called, and what it does otherwise.</summary>
/// <param name="Name">The name by which <c>--optimizer</c> finds it, one of the catalog's; null for one that is only written.</param>
/// <param name="Rule">The catalog's name of the rule.</param>
/// <param name="Call">What is called, such as <c>torch.optim.AdamW</c>.</param>
/// <param name="Arguments">Its arguments but for those of decay, in the order in which they are written.</param>
/// <param name="Source">Where it can be looked up.</param>
public sealed record FrameworkOptimizer(
    string? Name, string Rule, string Call, ImmutableArray<FrameworkArgument> Arguments, Citation Source)
{
    /// <summary>How it is told coupled L2; null where it cannot be.</summary>
    public DecayArgument? L2 { get; init; }

    /// <summary>How it is told decoupled decay; null where it cannot be.</summary>
    public DecayArgument? WeightDecay { get; init; }

    /// <summary>Arguments that make it what it is, such as <c>amsgrad=True</c>; empty for none.</summary>
    public string Extra { get; init; } = "";

    /// <summary>Settings of the rule that it does not have, and the values that it behaves as.</summary>
    public ImmutableSortedDictionary<string, double> Fixed { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Where its ε stands.</summary>
    public EpsilonPlace Epsilon { get; init; }

    /// <summary>Whether its learning rate can have a schedule.</summary>
    public bool TakesSchedule { get; init; } = true;

    /// <summary>What it does otherwise.</summary>
    public ImmutableArray<FrameworkDifference> Differences { get; init; } = [];

    /// <summary>The framework's defaults by our keys, those of decay included.</summary>
    public ImmutableSortedDictionary<string, double> Defaults
    {
        get
        {
            var defaults = Fixed.ToBuilder();
            foreach (var (key, value) in Arguments.SelectMany(argument => argument.Values))
                defaults[key] = value;
            foreach (var decay in new[] { L2, WeightDecay })
            {
                if (decay?.Key is { } key)
                    defaults[key] = decay.Default;
            }

            return defaults.ToImmutable();
        }
    }

    /// <summary>What the framework calls a setting of ours: <c>eps</c> for <c>epsilon</c>; null where it has none.</summary>
    /// <param name="key">Our key.</param>
    public string? NameOf(string key)
    {
        if (new[] { WeightDecay, L2 }.FirstOrDefault(decay => decay?.Key == key) is { } decay)
            return decay.Name;
        var argument = Arguments.FirstOrDefault(argument => argument.Values.Any(value => value.Key == key));
        return argument is null ? null
            : argument.Values.Length == 1 ? argument.Name
            : $"{argument.Name}[{argument.Values.IndexOf(argument.Values.First(value => value.Key == key))}]";
    }
}
