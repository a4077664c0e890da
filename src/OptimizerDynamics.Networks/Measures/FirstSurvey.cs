using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>What the features were like early in a training, when they were first surveyed.</summary>
public static class FirstSurvey
{
    /// <summary>The share of features that no image fires at the first survey, 1 % into the training: dead before decay can have killed
    /// them. NaN where features were not surveyed.</summary>
    public static Measure Dead { get; } = new(
        "deadAtFirstSurvey", "dead at 1 %", MeasureUnit.Share, "share of features that no training image fires at 1 % of the training",
        result => result.Surveys is [var first, ..] ? Average(first.Firing, (_, _) => true, firing => firing == 0 ? 1 : 0) : double.NaN)
    { FeatureColumn = 45 };

    /// <summary>The mean selectivity, at 2 % of the training, of the features that fire then (H15). NaN where features were not surveyed,
    /// or none fired.</summary>
    public static Measure Selectivity { get; } = new(
        "selectivityAt2Percent", "selectivity at 2 %", MeasureUnit.Share,
        "mean selectivity, at 2 % of the training, of the features that fire",
        result => result.SurveyNear(SurveyPoint.Early) is { } survey
            ? Average(survey.Selectivity, (layer, feature) => survey.Firing[layer][feature] > 0, selectivity => selectivity)
            : double.NaN)
    { FeatureColumn = 52 };

    private static double Average(
        ImmutableArray<ImmutableArray<double>> layers, Func<int, int, bool> counts, Func<double, double> valueOf) =>
        layers.SelectMany((values, layer) => values.Where((_, feature) => counts(layer, feature))).Select(valueOf)
            .DefaultIfEmpty(double.NaN).Average();
}
