using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments.Tests;

/// <summary>Studies and results without a training.</summary>
internal static class MadeUp
{
    /// <summary>A study of four trainings, of sixty steps each.</summary>
    public const string Study =
        """
        study: pool
        kind: training
        question: What becomes of them?
        base: {data: objects-clean, size: 16, classes: 2, images: 40, testImages: 20, width: 0.0625, batchSize: 10, iterations: 60}
        sweep: {optimizer: [adam], regularization: [l2], lambda: [1e-3, 1e-2]}
        seeds: 2
        profiles: {standard: {}, failing: {classes: [2, 99], lambda: 1e-3, seeds: 1}}
        """;

    public static TrainingResult Result(ImmutableArray<CurvePoint> curve)
    {
        var evaluation = new Evaluation(0.5, 0.25, 0);
        return new TrainingResult(
            ImmutableSortedDictionary<string, Evaluation>.Empty.Add(ResultNames.Training, evaluation).Add(ResultNames.Test, evaluation)
                .Add(ResultNames.ZeroedTest, evaluation)
                .Add(ResultNames.ZeroedByScaleTest, evaluation)
                .Add(ResultNames.PrunedTest, evaluation),
            ImmutableSortedDictionary<string, NetworkCost>.Empty.Add(ResultNames.Cost, new NetworkCost(10, 20))
                .Add(ResultNames.PrunedCost, new NetworkCost(5, 10)),
            [new FeatureStatistics("C1", [1.0, 1e-4], [0.0, 0.1], [1, 0], [0.5, 1], [0.5, 0])],
            curve)
        {
            Machine = ImmutableSortedDictionary<string, double>.Empty.Add(ResultNames.InferenceSeconds, 0.001),
        };
    }
}
