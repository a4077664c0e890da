using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>Measures a trained network: its errors, its features, what is left of it without inactive features, and measures that are
/// computed with the network itself.</summary>
public static class NetworkMeasurement
{
    /// <summary>Measures a network.</summary>
    /// <param name="backend">Computes what is pruned of it.</param>
    /// <param name="network">The network, on that backend.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="training">The training set, on which features are measured.</param>
    /// <param name="test">The test set.</param>
    /// <param name="curve">The points of the training's curve.</param>
    /// <param name="criteria">Pruning criteria besides those of the library, by each of which the network is pruned, too, where an amount
    /// is usual: the evaluation on the test set and the cost of what is left stand under <see cref="PruningCriterion.TestName"/> and
    /// <see cref="PruningCriterion.CostName"/>.</param>
    /// <param name="measures">Measures, of which those that are computed with the network are: their values stand in
    /// <see cref="TrainingResult.Values"/>.</param>
    /// <param name="seed">The training's seed, for criteria that draw.</param>
    /// <returns>The result. Losses are NaN or infinite where the network is.</returns>
    public static TrainingResult Measure(
        ITrainingBackend backend, IBackendNetwork network, NetworkInput input, IImageSource training, IImageSource test,
        ImmutableArray<CurvePoint> curve, IEnumerable<PruningCriterion>? criteria = null, IEnumerable<Measure>? measures = null,
        ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        using var model = new TrainedModel(backend, network, input, training, test, seed);
        var (byActivation, byScale) = (PruningCriteria.Activation.Select(model.Subject), PruningCriteria.Scale.Select(model.Subject));
        var smaller = model.Prune(byActivation);
        using var pruned = model.Create(smaller);
        var evaluations = ImmutableSortedDictionary.CreateBuilder<string, Evaluation>();
        evaluations[ResultNames.Training] = model.OnTraining;
        evaluations[ResultNames.Test] = model.Evaluate(test);
        // What nothing is taken from is the network itself.
        var whole = evaluations[ResultNames.Test];
        var zeroed = byActivation.Count == 0 ? whole : model.Evaluate(model.Zero(byActivation), test);
        evaluations[ResultNames.ZeroedTest] = zeroed;
        evaluations[ResultNames.ZeroedByScaleTest] = byScale.Equals(byActivation) ? zeroed
            : byScale.Count == 0 ? whole : model.Evaluate(model.Zero(byScale), test);
        evaluations[ResultNames.PrunedTest] = byActivation.Count == 0 ? whole : Evaluator.Evaluate(pruned, test);
        var costs = ImmutableSortedDictionary.CreateBuilder<string, NetworkCost>();
        costs[ResultNames.Cost] = model.Graph.CostOf(input.Height);
        costs[ResultNames.PrunedCost] = smaller.Graph.CostOf(input.Height);
        foreach (var criterion in (criteria ?? []).Except(PruningCriteria.All).Where(criterion => criterion.IsUsual))
        {
            var left = model.Prune(criterion.Select(model.Subject));
            evaluations[criterion.TestName] = model.Evaluate(left, test);
            costs[criterion.CostName] = left.Graph.CostOf(input.Height);
        }

        var seconds = InferenceTime.Measure(test, network, pruned);
        return new TrainingResult(evaluations.ToImmutable(), costs.ToImmutable(), model.Features, curve)
        {
            Values = Computed(model, measures ?? []),
            Digest = ParameterDigest.Of(model.Parameters.AsSpan()),
            Machine = ImmutableSortedDictionary<string, double>.Empty
                .Add(ResultNames.InferenceSeconds, seconds[0]).Add(ResultNames.PrunedInferenceSeconds, seconds[1]),
        };
    }

    /// <summary>The values of measures that are computed with the network. One that is not finite says that there is none.</summary>
    private static ImmutableSortedDictionary<string, double> Computed(TrainedModel model, IEnumerable<Measure> measures)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var measure in measures)
        {
            if (measure.Compute?.Invoke(model) is { } value && double.IsFinite(value))
                values[measure.Name] = value;
        }

        return values.ToImmutable();
    }
}
