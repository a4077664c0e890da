namespace OptimizerDynamics.Networks;

/// <summary>Evaluates networks: goes through a set of images in evaluation mode.</summary>
public static class Evaluator
{
    private const int BatchSize = 500;

    /// <summary>How well a network classifies a set.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">The set.</param>
    /// <returns>Mean cross-entropy and errors (<see cref="Classification.IsRight"/>); the loss is NaN or infinite where the network
    /// is.</returns>
    public static Evaluation Evaluate(IBackendNetwork network, IImageSource images)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        var (loss, first, five) = (0.0, 0L, 0L);
        var logits = new float[BatchSize * network.Graph.Classes];
        foreach (var batch in ImageBatch.All(images, BatchSize))
        {
            var shown = logits.AsSpan(0, batch.Count * network.Graph.Classes);
            loss += network.Evaluate(batch.Pixels, batch.Labels, shown);
            first += batch.Count - Classification.CountRight(shown, batch.Labels);
            five += batch.Count - Classification.CountRight(shown, batch.Labels, 5);
        }

        return new Evaluation(loss / images.Count, (double)first / images.Count, (double)five / images.Count);
    }
}
