using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>The effect of one seed in one measure: above 0 where the seed agrees with the hypothesis.</summary>
/// <param name="By">What tells it from the hypothesis' other measures: <c>by γ</c>, <c>by activation</c>; empty where it has one.</param>
/// <param name="Definition">What the effect is, as part of a sentence.</param>
/// <param name="Of">The effect, given the results of a contrast's settings with the same seed, in the order of
/// <see cref="Contrast.Names"/>; NaN where there is none.</param>
public sealed record TestedMeasure(string By, string Definition, Func<ImmutableArray<TrainingResult>, double> Of)
{
    /// <summary>Whether the effect is a share or a difference of shares; else it is a number without unit.</summary>
    public bool IsOfShares { get; init; } = true;

    /// <summary>The name of measures by γ, which tables show in one column.</summary>
    public const string ByScale = "by γ";

    /// <summary>The name of measures by activation.</summary>
    public const string ByActivation = "by activation";

    /// <summary>A measure of one setting that is said to lie above a margin.</summary>
    /// <param name="by">What tells it from others.</param>
    /// <param name="measure">The measure.</param>
    /// <param name="margin">The margin, in the measure's unit.</param>
    public static TestedMeasure Above(string by, Measure measure, double margin = 0)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return new TestedMeasure(
            by, margin == 0 ? measure.Description : $"({measure.Description}) less {NumberText.Of(margin)}",
            results => measure.Of(results[0]) - margin)
        { IsOfShares = measure.Unit == MeasureUnit.Share };
    }

    /// <summary>A measure of one setting that is said to lie below a margin.</summary>
    /// <param name="by">What tells it from others.</param>
    /// <param name="measure">The measure.</param>
    /// <param name="margin">The margin, in the measure's unit.</param>
    public static TestedMeasure Below(string by, Measure measure, double margin)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return new TestedMeasure(
            by, $"{NumberText.Of(margin)} less ({measure.Description})", results => margin - measure.Of(results[0]))
        { IsOfShares = measure.Unit == MeasureUnit.Share };
    }

    /// <summary>A measure of the first setting less a part of that of the second.</summary>
    /// <param name="by">What tells it from others.</param>
    /// <param name="measure">The measure.</param>
    /// <param name="part">The part of the second's that is to be exceeded.</param>
    public static TestedMeasure Difference(string by, Measure measure, double part = 1)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return new TestedMeasure(
            by, $"{measure.Description}: the first's less {(part == 1 ? "" : $"{NumberText.Of(part)} times ")}the second's",
            results => measure.Of(results[0]) - part * measure.Of(results[1]))
        { IsOfShares = measure.Unit == MeasureUnit.Share };
    }

    /// <summary>What the first setting adds to a measure of its baseline, less what the second adds to that of its own.</summary>
    /// <param name="by">What tells it from others.</param>
    /// <param name="measure">The measure.</param>
    public static TestedMeasure DifferenceOverBaselines(string by, Measure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return new TestedMeasure(
            by, $"{measure.Description}: what the first adds to its baseline's, less what the second adds to its baseline's",
            results => measure.Of(results[0]) - measure.Of(results[1]) - (measure.Of(results[2]) - measure.Of(results[3])))
        { IsOfShares = measure.Unit == MeasureUnit.Share };
    }

    /// <summary>The first setting's sparsity less the second's, in both of the paper's measures.</summary>
    public static ImmutableArray<TestedMeasure> SparsityDifferences { get; } =
        OfSparsity((by, measure) => Difference(by, measure));

    /// <summary>Both of the paper's measures of sparsity, compared in one way.</summary>
    /// <param name="compare">Compares by a measure, which has a name.</param>
    public static ImmutableArray<TestedMeasure> OfSparsity(Func<string, Measure, TestedMeasure> compare)
    {
        ArgumentNullException.ThrowIfNull(compare);
        return [compare(ByScale, SparsityByScale.Paper), compare(ByActivation, SparsityByActivation.Paper)];
    }
}
