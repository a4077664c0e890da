namespace OptimizerDynamics.Networks;

/// <summary>Evaluates networks: goes through a set of images in evaluation mode.</summary>
public static class Evaluator
{
    /// <summary>Images that are shown to a backend at once. Their losses are added first, so that it decides the last bits of the mean
    /// loss.</summary>
    internal const int BatchSize = 500;

    /// <summary>How well a network classifies a set.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">The set.</param>
    /// <returns>Mean cross-entropy and errors (<see cref="Classification.IsRight"/>); the loss is NaN or infinite where the network
    /// is.</returns>
    public static Evaluation Evaluate(IBackendNetwork network, IImageSource images)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        var sum = new EvaluationSum();
        foreach (var batch in ImageBatch.All(images, BatchSize))
            sum.Add(network, batch);
        return sum.Mean;
    }
}
