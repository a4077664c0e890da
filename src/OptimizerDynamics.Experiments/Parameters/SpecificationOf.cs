using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>What the kinds of low-gradient trials have in common, as values of a specification and back.</summary>
internal static class SpecificationOf
{
    private const string OptimizerKey = "optimizer", Prefix = OptimizerKey + ".";

    /// <summary>The names of the regularizations, in study files and specifications.</summary>
    public static ImmutableSortedDictionary<string, Regularization> Regularizations { get; } =
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("none", OptimizerDynamics.Regularization.None),
            KeyValuePair.Create("l2", OptimizerDynamics.Regularization.L2),
            KeyValuePair.Create("weightDecay", OptimizerDynamics.Regularization.WeightDecay),
        ]);

    /// <summary>A regularization's name.</summary>
    public static string Regularization(Regularization regularization) => Regularizations.First(name => name.Value == regularization).Key;

    /// <summary>The regularization that a specification names.</summary>
    public static Regularization Regularization(TrialSpecification specification) =>
        Regularizations.TryGetValue(specification.Text("regularization"), out var regularization)
            ? regularization
            : throw new FormatException($"there is no regularization '{specification.Text("regularization")}'");

    /// <summary>An optimizer and its settings.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Optimizer(
        NamedOptimizer optimizer, IReadOnlyDictionary<string, double> settings) =>
        [
            KeyValuePair.Create(OptimizerKey, (object)optimizer.Name),
            .. settings.Select(setting => KeyValuePair.Create(Prefix + setting.Key, (object)setting.Value))];

    /// <summary>The optimizer that a specification names.</summary>
    public static NamedOptimizer Optimizer(Registry registry, TrialSpecification specification) =>
        registry.FindOptimizer(specification.Text(OptimizerKey))
            ?? throw new FormatException($"there is no optimizer '{specification.Text(OptimizerKey)}'");

    /// <summary>The settings of a specification's optimizer.</summary>
    public static ImmutableSortedDictionary<string, double> Settings(TrialSpecification specification) => specification.Keys
        .Where(key => key.StartsWith(Prefix, StringComparison.Ordinal))
        .ToImmutableSortedDictionary(key => key[Prefix.Length..], specification.Number, StringComparer.Ordinal);

    /// <summary>Reads a specification of a kind, whatever can be wrong with it being one kind of error.</summary>
    /// <exception cref="FormatException">It is of another kind, or a value is missing or cannot be used.</exception>
    public static T Read<T>(TrialSpecification specification, string kind, Func<TrialSpecification, T> read)
    {
        ArgumentNullException.ThrowIfNull(specification);
        if (specification.Kind != kind)
            throw new FormatException($"the specification is of a trial of kind '{specification.Kind}'; expected '{kind}'");
        try
        {
            return read(specification);
        }
        catch (Exception cause) when (cause is KeyNotFoundException or ArgumentException or InputException)
        {
            throw new FormatException(Text.WordsOf(cause), cause);
        }
    }
}
