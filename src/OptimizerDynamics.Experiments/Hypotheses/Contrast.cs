using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>The effects of the seeds in a setting, or in a pair of settings; above 0 where a seed agrees with the hypothesis.</summary>
/// <param name="Setting">The setting; the first of a pair.</param>
/// <param name="What">What it is compared with, or in what measure; empty where there is nothing to tell.</param>
/// <param name="Values">An effect for each seed; only finite ones.</param>
public sealed record SettingEffects(TrainingSetting Setting, string What, ImmutableArray<double> Values);

/// <summary>What a hypothesis compares: settings with a margin (<see cref="AgainstMargin"/>), or with one another, seed by seed
/// (<see cref="Between"/>, <see cref="Along"/>).</summary>
public abstract record Contrast
{
    /// <summary>The effects in each setting or pair that is compared.</summary>
    /// <param name="settings">The settings that were trained.</param>
    public abstract IEnumerable<SettingEffects> Compare(ImmutableArray<TrainingSetting> settings);

    /// <summary>The effects in pairs of settings that have all parameters in common, but for some.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="isPair">Whether a setting is to be compared with another.</param>
    /// <param name="differing">The parameters in which they may differ.</param>
    /// <param name="effect">The effect in two networks of the same seed.</param>
    private protected static IEnumerable<(TrainingSetting Setting, ImmutableArray<double> Effects)> Paired(
        ImmutableArray<TrainingSetting> settings, Func<TrainingTrial, TrainingTrial, bool> isPair, ImmutableArray<TrialParameter> differing,
        Func<TrainingResult, TrainingResult, double> effect) =>
        from one in settings
        from other in settings
        where isPair(one.Shared, other.Shared) && one.Shared.DiffersOnlyIn(other.Shared, differing)
        select (one, Effects(one, other, effect));

    private static ImmutableArray<double> Effects(
        TrainingSetting one, TrainingSetting other, Func<TrainingResult, TrainingResult, double> effect) =>
    [
        .. one.Networks.Join(
            other.Networks, network => network.Trial.Seed, network => network.Trial.Seed,
            (first, second) => effect(first.Result, second.Result)).Where(double.IsFinite),
    ];

    /// <summary>A measure of single settings, against a margin.</summary>
    public sealed record AgainstMargin : Contrast
    {
        /// <summary>Whether a setting is compared; all are where null.</summary>
        public Func<TrainingSetting, bool>? Where { get; init; }

        /// <summary>The measures, each with what tells it from the others.</summary>
        public required ImmutableArray<(string What, Measure Measure)> Measures { get; init; }

        /// <summary>The hypothesis says that a measure lies below this; null where it says that it lies above 0.</summary>
        public double? Below { get; init; }

        /// <inheritdoc/>
        public override IEnumerable<SettingEffects> Compare(ImmutableArray<TrainingSetting> settings) =>
            from setting in settings
            where Where is null || Where(setting)
            from measure in Measures
            let effects = setting.Networks.Select(network => Effect(measure.Measure.Of(network.Result))).Where(double.IsFinite)
            select new SettingEffects(setting, measure.What, [.. effects]);

        private double Effect(double value) => Below is { } margin ? margin - value : value;
    }

    /// <summary>A measure of one setting less that of another, which differs from it in what the hypothesis is about.</summary>
    public sealed record Between : Contrast
    {
        /// <summary>Whether a setting is one that is said to have more.</summary>
        public required Func<TrainingTrial, bool> More { get; init; }

        /// <summary>Whether a second setting is said to have less than such a first one.</summary>
        public required Func<TrainingTrial, TrainingTrial, bool> Less { get; init; }

        /// <summary>The parameters in which the two may differ.</summary>
        public required ImmutableArray<TrialParameter> Differing { get; init; }

        /// <summary>The measure.</summary>
        public required Measure Measure { get; init; }

        /// <summary>What the other setting is, for readers.</summary>
        public required string Against { get; init; }

        /// <summary>The part of the other setting's measure that is to be exceeded.</summary>
        public double Part { get; init; } = 1;

        /// <inheritdoc/>
        public override IEnumerable<SettingEffects> Compare(ImmutableArray<TrainingSetting> settings) =>
            Paired(
                settings, (one, other) => More(one) && Less(one, other), Differing,
                (one, other) => Measure.Of(one) - Part * Measure.Of(other))
                .Select(pair => new SettingEffects(pair.Setting, Against, pair.Effects));
    }

    /// <summary>A measure along a parameter's values: of neighbours, and of the first and the last.</summary>
    public sealed record Along : Contrast
    {
        /// <summary>The parameter: one whose values are numbers.</summary>
        public required TrialParameter Parameter { get; init; }

        /// <summary>Whether the larger value is said to have more.</summary>
        public required bool IsLargerMore { get; init; }

        /// <summary>The measure.</summary>
        public required Measure Measure { get; init; }

        /// <inheritdoc/>
        public override IEnumerable<SettingEffects> Compare(ImmutableArray<TrainingSetting> settings)
        {
            double Value(TrainingTrial trial) => Parameter.NumberOf(trial.Values);
            double[] values = [.. settings.Select(setting => Value(setting.Shared)).Distinct().Order()];
            var neighbours = values.Zip(values.Skip(1)).Concat(values.Length > 2 ? [(values[0], values[^1])] : []);
            return from pair in neighbours
                   let more = IsLargerMore ? pair.Item2 : pair.Item1
                   let less = IsLargerMore ? pair.Item1 : pair.Item2
                   from found in Paired(
                       settings, (one, other) => Value(one).Equals(more) && Value(other).Equals(less), [Parameter],
                       (one, other) => Measure.Of(one) - Measure.Of(other))
                   select new SettingEffects(found.Setting, $"against {less.ToString(CultureInfo.InvariantCulture)}", found.Effects);
        }
    }
}
