namespace OptimizerDynamics.Networks;

/// <summary>The share of features with |γ| below 1e-3 in one stage of a network: in the layers whose names begin with its name and a dot,
/// or are its name.</summary>
public static class StageSparsity
{
    /// <summary>The measure of a stage; NaN where a network has none of the name.</summary>
    /// <param name="stage">The stage, such as <c>res3</c>.</param>
    public static Measure Of(string stage) => new(
        $"inactiveByScale:{stage}", stage, MeasureUnit.Share, $"share of features of {stage} with |γ| < 1e-3",
        result => FeatureStatistics.InactiveShareByScale([.. result.Layers.Where(layer => NameOf(layer.Name) == stage)]))
    { FeatureColumn = null, IsInTrials = false, HasRange = true };

    /// <summary>The stage of a layer: its name up to the first dot.</summary>
    /// <param name="layer">The layer's name.</param>
    public static string NameOf(string layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Split('.')[0];
    }
}
