using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>Optimizer, settings and regularization of low-gradient trials and phase diagrams, as values of a specification and
/// back.</summary>
internal static class LowGradientSpecification
{
    private const string OptimizerKey = "optimizer", RegularizationKey = "regularization", Prefix = OptimizerKey + ".";

    /// <summary>The values of an optimizer with its settings, and of a regularization.</summary>
    public static IEnumerable<KeyValuePair<string, object>> ValuesOf(
        NamedOptimizer optimizer, IReadOnlyDictionary<string, double> settings, Regularization regularization) =>
    [
        KeyValuePair.Create(OptimizerKey, (object)optimizer.Name),
        .. settings.Select(setting => KeyValuePair.Create(Prefix + setting.Key, (object)setting.Value)),
        KeyValuePair.Create(RegularizationKey, (object)RegularizationNames.Of(regularization)),
    ];

    /// <summary>The optimizer that a specification names.</summary>
    /// <exception cref="FormatException">There is no such optimizer.</exception>
    public static NamedOptimizer OptimizerIn(TrialSpecification specification, Registry registry) =>
        registry.FindOptimizer(specification.Text(OptimizerKey))
            ?? throw new FormatException($"there is no optimizer '{specification.Text(OptimizerKey)}'");

    /// <summary>The settings of a specification's optimizer.</summary>
    public static ImmutableSortedDictionary<string, double> SettingsIn(TrialSpecification specification) => specification.Keys
        .Where(key => key.StartsWith(Prefix, StringComparison.Ordinal))
        .ToImmutableSortedDictionary(key => key[Prefix.Length..], specification.Number, StringComparer.Ordinal);

    /// <summary>The regularization that a specification names.</summary>
    /// <exception cref="FormatException">There is no such regularization.</exception>
    public static Regularization RegularizationIn(TrialSpecification specification) =>
        RegularizationNames.Parse(specification.Text(RegularizationKey));
}
