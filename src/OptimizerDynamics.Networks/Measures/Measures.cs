using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>The measures of trained networks.</summary>
public static class Measures
{
    /// <summary>All measures that come with the library, in the order of the columns of <c>trials.csv</c>.</summary>
    public static ImmutableArray<Measure> All { get; } =
    [
        SparsityByScale.Paper, SparsityByScale.Looser, SparsityByActivation.Paper, SparsityByActivation.Looser,
        ClassificationError.Training, TopFiveError.Training, CrossEntropy.Training,
        ClassificationError.Test, TopFiveError.Test, CrossEntropy.Test,
        ClassificationError.ZeroedByScale, ClassificationError.Zeroed, ClassificationError.Pruned,
        ParameterCount.Whole, ParameterCount.Pruned, ParameterCount.Left, MacCount.Whole, MacCount.Pruned, MacCount.Left,
        MeanSelectivity.Measure, MeanClassSelectivity.Measure, EarlySelectivity.Measure, FirstSurvey.Dead,
        FirstSurvey.Selectivity,
        FrontMeasures.ErrorAtHalf, FrontMeasures.MacsWithinTwoPoints,
        SecondsPerImage.Whole, SecondsPerImage.Pruned, SecondsPerImage.Speed,
    ];
}
