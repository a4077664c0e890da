namespace OptimizerDynamics.Networks;

/// <summary>The mean cross-entropy of the predicted classes, in nats.</summary>
public static class CrossEntropy
{
    /// <summary>On the training set.</summary>
    public static Measure Training { get; } = new(
        "trainingLoss", "training loss", MeasureUnit.Nats, "loss on the training set", result => result.Training.Loss)
    { FeatureColumn = null };

    /// <summary>On the test set.</summary>
    public static Measure Test { get; } = new(
        "testLoss", "test loss", MeasureUnit.Nats, "loss on the test set", result => result.Test.Loss)
    { FeatureColumn = null };
}
