using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>Values of parameters: those that were given, and defaults for the others. Immutable.</summary>
public sealed class TrialValues
{
    private readonly ImmutableSortedDictionary<string, object> _given;

    /// <summary>No values but the defaults.</summary>
    /// <param name="registry">The parameters, and what names can mean.</param>
    public TrialValues(Registry registry)
        : this(registry, ImmutableSortedDictionary.Create<string, object>(StringComparer.Ordinal))
    {
    }

    private TrialValues(Registry registry, ImmutableSortedDictionary<string, object> given)
    {
        ArgumentNullException.ThrowIfNull(registry);
        (Registry, _given) = (registry, given);
    }

    /// <summary>The parameters, and what names can mean.</summary>
    public Registry Registry { get; }

    /// <summary>The values that a specification holds.</summary>
    /// <param name="registry">The parameters, and what names can mean.</param>
    /// <param name="specification">The specification.</param>
    /// <exception cref="FormatException">A value is missing or cannot be used, or there is one of no parameter.</exception>
    public static TrialValues From(Registry registry, TrialSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(specification);
        var values = new TrialValues(registry);
        var left = specification.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var parameter in registry.Parameters.Where(parameter => parameter.IsStored))
        {
            if (left.Remove(parameter.CanonicalKey))
                values = parameter.WithCanonical(values, specification);
            else if (parameter.IsAlwaysWritten && parameter.AppliesTo(values))
                throw new FormatException($"the specification has no '{parameter.CanonicalKey}': {specification.Canonical}");
            else
                values = parameter.WithoutCanonical(values);
        }

        return left.Count == 0
            ? values
            : throw new FormatException(
                $"the specification has '{left.Order(StringComparer.Ordinal).First()}', which is no parameter here");
    }

    /// <summary>The first conflict between the values of the registry's parameters; null where there is none.</summary>
    public ParameterConflict? FindConflict() => FindConflict(Registry.Parameters);

    /// <summary>The first conflict between the values of some parameters; null where there is none.</summary>
    /// <param name="parameters">The parameters.</param>
    public ParameterConflict? FindConflict(IEnumerable<TrialParameter> parameters) =>
        parameters.Select(parameter => parameter.Conflict?.Invoke(this)).FirstOrDefault(conflict => conflict is not null);

    /// <summary>What a specification holds of these values.</summary>
    public IEnumerable<KeyValuePair<string, object>> ToSpecification() =>
        from parameter in Registry.Parameters
        let value = parameter.Canonical(this)
        where value is not null
        select KeyValuePair.Create(parameter.CanonicalKey, value);

    /// <summary>The value that was given under a key of specifications; null where none was.</summary>
    internal object? Given(string key) => _given.GetValueOrDefault(key);

    /// <summary>The same values with another one given.</summary>
    internal TrialValues WithGiven(string key, object value) => new(Registry, _given.SetItem(key, value));
}
