using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>Measures a trained network: how well it classifies, what its features do, and what is left of it when inactive features
/// go.</summary>
public static class NetworkMeasurement
{
    /// <summary>Measures a network as it is.</summary>
    /// <param name="backend">Computes what is pruned of it.</param>
    /// <param name="network">The network, on that backend.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="training">The training set, with which features are measured.</param>
    /// <param name="test">The test set.</param>
    /// <param name="curve">What was seen on the way.</param>
    /// <param name="criteria">Pruning criteria besides those of the library, by each of which the network is pruned, too: the evaluation
    /// on the test set and the cost of what is left stand under <see cref="PruningCriterion.TestName"/> and
    /// <see cref="PruningCriterion.CostName"/>.</param>
    /// <returns>The result. Losses are NaN or infinite where the network is.</returns>
    public static TrainingResult Measure(
        ITrainingBackend backend, IBackendNetwork network, NetworkInput input, IImageSource training, IImageSource test,
        ImmutableArray<CurvePoint> curve, IEnumerable<PruningCriterion>? criteria = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        var graph = network.Graph;
        var (parameters, statistics) = (new float[graph.Parameters.Length], new float[graph.Statistics?.Length ?? 0]);
        network.Read(parameters, statistics);
        var evaluations = ImmutableSortedDictionary.CreateBuilder<string, Evaluation>();
        evaluations[ResultNames.Training] = Evaluator.Evaluate(network, training);
        evaluations[ResultNames.Test] = Evaluator.Evaluate(network, test);
        var features = FeatureSurvey.Survey(network, training);
        var (byActivation, byScale) = (PruningCriteria.Activation.Select(features), PruningCriteria.Scale.Select(features));
        using (var zeroed = backend.Create(graph, input))
        {
            void Zero(string name, FilterMask mask)
            {
                zeroed.Load(Prune.Zero(graph, parameters, mask), statistics);
                evaluations[name] = Evaluator.Evaluate(zeroed, test);
            }

            Zero(ResultNames.ZeroedTest, byActivation);
            Zero(ResultNames.ZeroedByScaleTest, byScale);
        }

        var smaller = Prune.Apply(graph, parameters, statistics, byActivation);
        using var pruned = backend.Create(smaller.Graph, input);
        pruned.Load(smaller.Parameters, smaller.Statistics);
        evaluations[ResultNames.PrunedTest] = Evaluator.Evaluate(pruned, test);
        var costs = ImmutableSortedDictionary.CreateBuilder<string, NetworkCost>();
        costs[ResultNames.Cost] = graph.CostOf(input.Height);
        costs[ResultNames.PrunedCost] = smaller.Graph.CostOf(input.Height);
        foreach (var criterion in (criteria ?? []).Except(PruningCriteria.All))
        {
            var left = Prune.Apply(graph, parameters, statistics, criterion.Select(features));
            using var remaining = backend.Create(left.Graph, input);
            remaining.Load(left.Parameters, left.Statistics);
            evaluations[criterion.TestName] = Evaluator.Evaluate(remaining, test);
            costs[criterion.CostName] = left.Graph.CostOf(input.Height);
        }

        var seconds = InferenceTime.Measure(test, network, pruned);
        return new TrainingResult(evaluations.ToImmutable(), costs.ToImmutable(), features, curve)
        {
            Machine = ImmutableSortedDictionary<string, double>.Empty
                .Add(ResultNames.InferenceSeconds, seconds[0]).Add(ResultNames.PrunedInferenceSeconds, seconds[1]),
        };
    }
}
