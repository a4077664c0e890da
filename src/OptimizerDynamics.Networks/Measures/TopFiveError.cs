namespace OptimizerDynamics.Networks;

/// <summary>The fraction of images whose class is not among the five largest logits.</summary>
public static class TopFiveError
{
    /// <summary>On the training set.</summary>
    public static Measure Training { get; } = new(
        "trainingTop5Error", "training error, top 5", MeasureUnit.Share, "top-5 error on the training set",
        result => result.Training.Top5Error)
    { FeatureColumn = null };

    /// <summary>On the test set.</summary>
    public static Measure Test { get; } = new(
        "testTop5Error", "test error, top 5", MeasureUnit.Share, "top-5 error on the test set", result => result.Test.Top5Error)
    { FeatureColumn = null };
}
