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
        values.SettingsOfOptimizer(), TrainingParameters.Schedule.ValueIn(values), values.Decayed());

    /// <summary>The kinds of parameters that each regularization of a trial acts on.</summary>
    /// <param name="values">The trial's values.</param>
    public static DecayedKinds Decayed(this TrialValues values) => Enum.GetValues<Regularization>().Aggregate(
        new DecayedKinds(TrainingParameters.Decayed.ValueIn(values)),
        (all, regularization) =>
            RegularizationParameters.KindsOf(regularization) is { } kinds ? all.With(regularization, kinds.ValueIn(values)) : all);

    /// <summary>The same values with the kinds of parameters that each regularization acts on.</summary>
    /// <param name="values">The trial's values.</param>
    /// <param name="decayed">The kinds.</param>
    public static TrialValues WithDecayed(this TrialValues values, DecayedKinds decayed)
    {
        ArgumentNullException.ThrowIfNull(decayed);
        return Enum.GetValues<Regularization>().Aggregate(
            TrainingParameters.Decayed.Assign(values, decayed.Every),
            (all, regularization) => RegularizationParameters.KindsOf(regularization)?.Assign(all, decayed.Of(regularization)) ?? all);
    }

    /// <summary>The optimizer of fine-tuning: that of the training with its settings, but without its explicit sparsifiers, with the
    /// schedule of fine-tuning, and with its learning rate, or where that is 0, with the training's times what its schedule's multiplier is
    /// after the last step.</summary>
    /// <param name="values">The trial's values.</param>
    /// <param name="iterations">The number of steps of the training.</param>
    /// <exception cref="ArgumentException">Two settings contradict each other.</exception>
    public static Chain BuildFineTuningChain(this TrialValues values, long iterations)
    {
        var (optimizer, settings) = (TrainingParameters.Optimizer.ValueIn(values), values.SettingsOfOptimizer());
        foreach (var sparsifier in CommonSettings.Sparsifiers)
            settings = settings.SetItem(sparsifier.Key, 0);
        var (key, given) = (TrainingParameters.LearningRate.Key, TrainingParameters.FineTuneLearningRate.ValueIn(values));
        settings = settings.SetItem(key, given > 0 ? given : settings[key] * LastMultiplier(values, iterations));
        return optimizer.Build(
            settings, TrainingParameters.FineTuneSchedule.ValueIn(values), values.Decayed());
    }

    /// <summary>What is wrong with fine-tuning at the rate at which the training ended; null where nothing is.</summary>
    internal static ParameterConflict? ConflictOfFineTuning(TrialValues values)
    {
        var parameter = TrainingParameters.FineTuneLearningRate;
        // How many steps epochs are is not known here: a schedule that ends at 0 does so after as many as one likes.
        var iterations = TrainingParameters.Iterations.ValueIn(values) is > 0 and var given ? given : IntegerParameter.LargestExact;
        return parameter.AppliesTo(values) && parameter.ValueIn(values).Equals(0) && LastMultiplier(values, iterations).Equals(0)
            ? new ParameterConflict(
                parameter.Key,
                $"{parameter.Key}: expected a learning rate above 0, because the training's schedule ends at 0: "
                    + ScheduleSettings.TextOf(TrainingParameters.Schedule.ValueIn(values)))
            : null;
    }

    private static double LastMultiplier(TrialValues values, long iterations) =>
        TrainingParameters.Schedule.ValueIn(values).MultiplierAt(iterations, iterations);

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
        var key = TrainingParameters.Regularization.Key;
        return RegularizationParameters.LambdaOf(asked)?.AppliesTo(values) ?? true
            ? null
            : new ParameterConflict(
                key, $"{key}: expected optimizers that have {RegularizationNames.Of(asked)}, found '{optimizer.Name}'");
    }
}
