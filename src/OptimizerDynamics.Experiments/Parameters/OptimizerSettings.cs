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

    /// <summary>The optimizer of a trial's values as a chain, with their settings, schedule and decayed kinds of parameters.</summary>
    /// <param name="values">The trial's values.</param>
    /// <exception cref="ArgumentException">Two settings contradict each other.</exception>
    public static Chain BuildChain(this TrialValues values) => TrainingParameters.Optimizer.ValueIn(values).Build(
        values.SettingsOfOptimizer(), TrainingParameters.Schedule.ValueIn(values), TrainingParameters.Decayed.ValueIn(values));

    /// <summary>What keeps the optimizer of a trial's values from being built; null where nothing does.</summary>
    internal static ParameterConflict? ConflictOfSettings(TrialValues values)
    {
        try
        {
            values.BuildChain();
            return null;
        }
        catch (ArgumentException cause)
        {
            var optimizer = TrainingParameters.Optimizer;
            return new ParameterConflict(
                cause.ParamName ?? optimizer.Key, $"{optimizer.ValueIn(values).Name}: {Text.FirstLine(cause)}");
        }
    }

    /// <summary>What is wrong with a regularization that the optimizer does not have; null where it has it.</summary>
    internal static ParameterConflict? ConflictOfRegularization(TrialValues values)
    {
        var (optimizer, asked) = (TrainingParameters.Optimizer.ValueIn(values), TrainingParameters.Regularization.AskedIn(values));
        var has = asked switch
        {
            Regularization.L2 => TrainingParameters.L2.AppliesTo(values),
            Regularization.WeightDecay => TrainingParameters.WeightDecay.AppliesTo(values),
            _ => true,
        };
        var key = TrainingParameters.Regularization.Key;
        return has
            ? null
            : new ParameterConflict(
                key, $"{key}: expected optimizers that have {RegularizationNames.Of(asked)}, found '{optimizer.Name}'");
    }
}
