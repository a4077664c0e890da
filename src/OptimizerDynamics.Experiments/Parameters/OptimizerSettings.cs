using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>The settings of a trial's optimizer among its values.</summary>
public static class OptimizerSettings
{
    /// <summary>All settings of the optimizer, by key, defaults written out; 0 and 1 for false and true.</summary>
    /// <param name="values">The trial's values.</param>
    public static ImmutableSortedDictionary<string, double> SettingsOfOptimizer(this TrialValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return TrainingParameters.Optimizer.ValueIn(values).Settings.ToImmutableSortedDictionary(
            setting => setting.Key,
            setting => values.Given(SettingParameter.Prefix + setting.Key) is double given ? given : setting.Default,
            StringComparer.Ordinal);
    }

    /// <summary>The same values with settings of the optimizer.</summary>
    /// <param name="values">The trial's values.</param>
    /// <param name="settings">The settings by their keys.</param>
    /// <exception cref="ArgumentException">A key is no setting of the registry's optimizers.</exception>
    public static TrialValues WithSettings(this TrialValues values, IEnumerable<KeyValuePair<string, double>> settings)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Aggregate(values, (all, setting) =>
            all.Registry.Parameters.OfType<SettingParameter>()
                .FirstOrDefault(parameter => parameter.Key == setting.Key)
                ?.Assign(all, setting.Value)
            ?? throw new ArgumentException($"There is no setting '{setting.Key}'.", nameof(settings)));
    }
}
