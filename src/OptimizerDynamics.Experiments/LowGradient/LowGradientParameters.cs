using System.Collections.Immutable;
using static System.FormattableString;

namespace OptimizerDynamics.Experiments;

/// <summary>
/// The parameters of the low-gradient experiment besides those that it shares with trainings: ranges, defaults and words.
/// </summary>
internal static class LowGradientParameters
{
    /// <summary>σ of the gradient before the transition.</summary>
    public static TrialParameter<double> NoiseBefore { get; } = new NumberParameter("noiseBefore", Interval.NonNegative)
    {
        Meaning = "Standard deviation of the gradient before the transition.",
        Default = _ => 1,
    };

    /// <summary>σ of the gradient after the transition.</summary>
    public static TrialParameter<double> NoiseAfter { get; } = new NumberParameter("noiseAfter", Interval.NonNegative)
    {
        Meaning = "Standard deviation of the gradient after the transition.",
        Default = _ => 1e-5,
    };

    /// <summary>p, the fraction of images with a gradient after the transition.</summary>
    public static TrialParameter<double> ActiveFraction { get; } = new NumberParameter("activeFraction", Interval.Fraction)
    {
        Meaning = "The fraction of images that have a gradient after the transition.",
        Default = _ => 1,
    };

    /// <summary>B, images in a mini-batch.</summary>
    public static TrialParameter<long> BatchSize { get; } = new IntegerParameter("batchSize", 1, int.MaxValue)
    {
        Meaning = "Images in a mini-batch.",
        Default = _ => 1,
    };

    /// <summary>θ before the first iteration.</summary>
    public static TrialParameter<double> InitialValue { get; } = new NumberParameter("initialValue", Interval.Finite)
    {
        Meaning = "The parameter before the first iteration.",
        Default = _ => 1,
    };

    /// <summary>The iteration at which the gradient falls silent.</summary>
    public static TrialParameter<long> Transition { get; } = new IntegerParameter("transition", 0)
    {
        Meaning = "The iteration at which the gradient falls silent; below the number of iterations.",
        Default = _ => 100,
        Conflict = ConflictOfTransition,
    };

    /// <summary>The number of iterations, at least 1.</summary>
    public static TrialParameter<long> Iterations { get; } = new IntegerParameter("iterations", 1)
    {
        Meaning = "The number of iterations.",
        Default = _ => 20_000,
    };

    /// <summary>The magnitude below which the parameter counts as gone.</summary>
    public static TrialParameter<double> Threshold { get; } = new NumberParameter("threshold", Interval.Positive)
    {
        Meaning = "The magnitude below which the parameter counts as gone.",
        Default = _ => 1e-3,
    };

    /// <summary>What is wrong with the values that one value each of a study gives; null where nothing is.</summary>
    /// <param name="values">The study's values.</param>
    public static ParameterConflict? ConflictIn(StudyValues values)
    {
        var given = new TrialValues(values.Registry);
        foreach (var parameter in new[] { Transition, Iterations })
            given = values.Has(parameter.Key) ? parameter.Assign(given, One(values, parameter)) : given;
        return given.FindConflict([Transition, Iterations]);
    }

    /// <summary>The keys of what can be swept.</summary>
    public static ImmutableArray<string> Swept { get; } = Keys(
        TrainingParameters.Optimizer, TrainingParameters.Regularization, TrainingParameters.Lambda, NoiseBefore, NoiseAfter, ActiveFraction,
        BatchSize,
        InitialValue);

    /// <summary>The keys of what has one value.</summary>
    public static ImmutableArray<string> Single { get; } = Keys(Transition, Iterations, Threshold, TrainingParameters.Schedule);

    /// <summary>The values that a study gives a parameter, or its default.</summary>
    public static IReadOnlyList<T> Each<T>(StudyValues values, TrialParameter<T> parameter)
        where T : notnull => values.All(parameter) ?? [parameter.Default(new TrialValues(values.Registry))];

    /// <summary>The one value that a study gives a parameter, or its default.</summary>
    /// <exception cref="InputException">There are several.</exception>
    public static T One<T>(StudyValues values, TrialParameter<T> parameter)
        where T : notnull => Each(values, parameter) is [var one]
            ? one
            : throw values.Wrong(parameter.Key, $"{parameter.Key}: expected one value, found a list");

    /// <summary>Names the transition where it is given, and the iterations where only they are.</summary>
    private static ParameterConflict? ConflictOfTransition(TrialValues values)
    {
        var (transition, iterations) = (Transition.ValueIn(values), Iterations.ValueIn(values));
        return transition < iterations
            ? null
            : values.Given(Transition.CanonicalKey) is not null
            ? new ParameterConflict(Transition.Key, Invariant(
                $"transition: expected less than the {iterations} iterations: after it the decay is measured; found '{transition}'"))
            : new ParameterConflict(Iterations.Key, Invariant(
                $"iterations: expected more than the transition, {transition}: after it the decay is measured; found '{iterations}'"));
    }

    private static ImmutableArray<string> Keys(params ReadOnlySpan<TrialParameter> parameters)
    {
        var keys = ImmutableArray.CreateBuilder<string>(parameters.Length);
        foreach (var parameter in parameters)
            keys.Add(parameter.Key);
        return keys.MoveToImmutable();
    }
}
