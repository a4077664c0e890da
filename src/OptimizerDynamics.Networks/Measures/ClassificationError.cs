namespace OptimizerDynamics.Networks;

/// <summary>The fraction of images whose class does not have the largest logit.</summary>
public static class ClassificationError
{
    /// <summary>On the training set.</summary>
    public static Measure Training { get; } =
        In(ResultNames.Training, "trainingError", "training error", "error on the training set") with { FeatureColumn = 60 };

    /// <summary>On the test set.</summary>
    public static Measure Test { get; } =
        In(ResultNames.Test, "testError", "test error", "error on the test set") with
        { FeatureColumn = 70, PruningColumn = 10, HasRange = true };

    /// <summary>On the test set, with the features set to zero that are inactive by γ.</summary>
    public static Measure ZeroedByScale { get; } = In(
        ResultNames.ZeroedByScaleTest, "zeroedByScaleTestError", "zeroed by γ",
        "test error with the features set to zero that are inactive by γ") with
    { PruningColumn = 20 };

    /// <summary>On the test set, with the features set to zero that are inactive by activation.</summary>
    public static Measure Zeroed { get; } = In(
        ResultNames.ZeroedTest, "zeroedTestError", "zeroed by activation",
        "test error with the features set to zero that are inactive by activation") with
    { PruningColumn = 30 };

    /// <summary>On the test set, with the features taken out that are inactive by activation.</summary>
    public static Measure Pruned { get; } = In(
        ResultNames.PrunedTest, "prunedTestError", "pruned", "test error with the features taken out that are inactive by activation") with
    { PruningColumn = 40 };

    /// <summary>In any evaluation.</summary>
    /// <param name="evaluation">The evaluation's name in <see cref="TrainingResult.Evaluations"/>.</param>
    /// <param name="name">The measure's name.</param>
    /// <param name="label">Its label.</param>
    /// <param name="description">What it is.</param>
    public static Measure In(string evaluation, string name, string label, string description) =>
        new(name, label, MeasureUnit.Share, description, result => result.ErrorOf(evaluation)) { FeatureColumn = null };
}
