namespace OptimizerDynamics.Networks;

/// <summary>Selects the features of a trained network that are removed. A new criterion is one class.</summary>
public abstract class PruningCriterion
{
    /// <summary>Its name in records and files: lower-case letters and <c>-</c>, such as <c>activation</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Its name for readers, with its threshold, such as <c>|γ| &lt; 1e-3</c>.</summary>
    public abstract string Label { get; }

    /// <summary>The name under which a result keeps how well the network that it prunes classifies the test set.</summary>
    public string TestName => $"{ResultNames.PrunedTest}:{Name}";

    /// <summary>The name under which a result keeps what the network that it prunes costs.</summary>
    public string CostName => $"{ResultNames.PrunedCost}:{Name}";

    /// <summary>Selects the features to remove.</summary>
    /// <param name="layers">What was measured of the features, for each of <see cref="NetworkGraph.FeatureLayers"/>.</param>
    public FilterMask Select(IReadOnlyList<FeatureStatistics> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return Choose(layers);
    }

    /// <summary>Selects the features to remove (<see cref="Select"/>).</summary>
    /// <param name="layers">What was measured of the features, for each of <see cref="NetworkGraph.FeatureLayers"/>.</param>
    protected abstract FilterMask Choose(IReadOnlyList<FeatureStatistics> layers);
}
