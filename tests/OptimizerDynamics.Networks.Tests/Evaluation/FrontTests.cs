using System.Collections.Immutable;

namespace OptimizerDynamics.Networks.Tests;

/// <summary>Fronts of pruned networks, computed by hand.</summary>
public sealed class FrontTests
{
    /// <summary>10 % with all MACs, 12 % with half of them, 30 % with a fifth.</summary>
    private static readonly TrainingResult _pruned =
        Result(0.1, ("a", 0.3, 500, 0.5, 0.12), ("a", 0.6, 200, 0.9, 0.3), ("b", 0.3, 400, 0.2, null));

    [Fact]
    public void A_front_goes_from_the_whole_network_down()
    {
        Assert.Equal<(double, double)>([(1.0, 0.1), (0.5, 0.5), (0.2, 0.9)], Front.Of(_pruned, "a", isFineTuned: false)!.Points.ToArray());
        Assert.Equal<(double, double)>([(1.0, 0.1), (0.5, 0.12), (0.2, 0.3)], Front.Of(_pruned, "a", isFineTuned: true)!.Points.ToArray());
        Assert.Equal<(double, double)>([(1.0, 0.1), (0.4, 0.2)], Front.Of(_pruned, "b", isFineTuned: false)!.Points.ToArray());
        Assert.Null(Front.Of(_pruned, "b", isFineTuned: true));
        Assert.Null(Front.Of(_pruned, "c", isFineTuned: false));
    }

    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(0.75, 0.11)]
    [InlineData(0.5, 0.12)]
    [InlineData(0.35, 0.21)]
    [InlineData(0.2, 0.3)]
    [InlineData(0.19, double.NaN)]
    public void Errors_lie_on_straight_lines(double macsLeft, double error) =>
        Assert.Equal(error, Front.Of(_pruned, "a", isFineTuned: true)!.ErrorAt(macsLeft), 1e-12);

    [Theory]
    [InlineData(0.09, double.NaN)] // not even the whole network
    [InlineData(0.1, 1)]
    [InlineData(0.12, 0.5)]
    [InlineData(0.21, 0.35)]
    [InlineData(0.3, 0.2)]
    [InlineData(0.9, 0.2)] // as far as was tried
    public void A_limit_says_how_far_down_it_goes(double limit, double macsLeft) =>
        Assert.Equal(macsLeft, Front.Of(_pruned, "a", isFineTuned: true)!.MacsAt(limit), 1e-12);

    [Fact]
    public void A_front_that_rises_and_falls_ends_where_it_first_exceeds_the_limit() => Assert.Equal(
        0.75, Front.Of(Result(0.1, ("a", 0.3, 500, 0.3, null), ("a", 0.6, 200, 0.1, null)), "a", isFineTuned: false)!.MacsAt(0.2), 1e-12);

    [Fact]
    public void Measures_are_those_of_the_networks_smallest_scales()
    {
        var result = Result(0.1, ("smallest-scale", 0.3, 500, 0.5, 0.11), ("smallest-scale", 0.6, 200, 0.9, 0.14));
        Assert.Equal(0.11, FrontMeasures.ErrorAtHalf.Of(result), 1e-12);
        Assert.Equal(0.4, FrontMeasures.MacsWithinTwoPoints.Of(result), 1e-12);
        Assert.True(double.IsNaN(FrontMeasures.ErrorAtHalf.Of(_pruned)));
        Assert.Equal(0.3, BranchMeasures.TakenBy("smallest-scale", 0.3).Of(result), 1e-12);
        Assert.Equal(0.14, BranchMeasures.FineTunedError("smallest-scale", 0.6).Of(result), 1e-12);
        Assert.True(double.IsNaN(BranchMeasures.FineTunedError("smallest-scale", 0.5).Of(result)));
    }

    [Fact]
    public void Pulled_features_are_those_of_the_survey_and_its_window()
    {
        ImmutableArray<ImmutableArray<double>> Ten(double first) => [[first, .. Enumerable.Repeat(0.5, 9)]];
        var result = Result(0.1) with
        {
            Surveys = [new(1, Ten(0.9), Ten(0), Ten(1), Ten(0)), new(10, Ten(0.2), Ten(0), Ten(1), Ten(0))],
            DecayRates = [
                new(1, 3, Ten(1e-5), Ten(0)), new(4, 12, Ten(1e-3), Ten(0)) { Share = Ten(0.75) }, new(13, 100, Ten(double.NaN), Ten(0))],
        };
        var features = PulledFeatures.Of(result, 0.1).ToList();
        Assert.Equal(10, features.Count);
        Assert.Equal(new PulledFeature(0, 0.2, 0.5, 0, 1e-3, 0.75, Dies: true), features[0]);
        Assert.Equal(new PulledFeature(0, 0.9, 0.5, 0, 1e-5, double.NaN, Dies: true), PulledFeatures.Of(result, 0.01).First());
        Assert.Empty(PulledFeatures.Of(result with { DecayRates = [] }, 0.1));
        Assert.Empty(PulledFeatures.Of(result with { Surveys = [] }, 0.1));
    }

    /// <summary>
    /// A network of ten features, all dead, and 1,000 MACs, with branches of one feature taken for each tenth of the amount.
    /// </summary>
    private static TrainingResult Result(
        double error, params (string Criterion, double Amount, long Macs, double Pruned, double? FineTuned)[] branches)
    {
        static Evaluation Of(double error) => new(1, error, 0);
        ImmutableArray<double> zeros = [.. new double[10]];
        return new TrainingResult(
            ImmutableSortedDictionary<string, Evaluation>.Empty.Add(ResultNames.Training, Of(0)).Add(ResultNames.Test, Of(error)),
            ImmutableSortedDictionary<string, NetworkCost>.Empty.Add(ResultNames.Cost, new NetworkCost(100, 1000)),
            [new FeatureStatistics("C1", zeros, zeros, zeros, zeros, zeros)],
            [new CurvePoint(100, 1, 1, [10], [zeros], [zeros])])
        {
            Branches =
            [
                .. branches.Select(branch => new PrunedBranch(
                    branch.Criterion, branch.Amount, (int)Math.Round(10 * branch.Amount), new NetworkCost(50, branch.Macs),
                    Of(branch.Pruned),
                    branch.FineTuned is { } tuned ? Of(tuned) : null)),
            ],
        };
    }
}
