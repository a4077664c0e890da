using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Stranger.Tests;

/// <summary>A measure that is computed with the trained network: the test error with the features of the second layer silenced.</summary>
public static class SilencedError
{
    /// <summary>The measure.</summary>
    public static Measure Measure { get; } = Measure.Computed(
        "silencedTestError", "C2 silenced", MeasureUnit.Share, "test error with the features of C2 set to zero",
        model =>
        {
            var silent = model.Graph.FeatureLayers.Select(layer => layer.Name).ToList().IndexOf("C2");
            return model.Evaluate(model.Zero(FilterMask.Of(model.Graph, (layer, _) => layer == silent)), model.Test).Top1Error;
        });
}
