namespace OptimizerDynamics.Networks;

/// <summary>Adds up how well a network classifies batch after batch.</summary>
internal sealed class EvaluationSum
{
    private double _loss;
    private long _images, _first, _five;
    private float[] _logits = [];

    /// <summary>The means over all images so far: at least one.</summary>
    public Evaluation Mean => new(_loss / _images, (double)_first / _images, (double)_five / _images);

    /// <summary>Evaluates a batch.</summary>
    /// <param name="network">The network.</param>
    /// <param name="batch">The batch.</param>
    public void Add(IBackendNetwork network, ImageBatch batch)
    {
        var logits = LogitsOf(network, batch);
        Add(batch, network.Evaluate(batch.Pixels, batch.Labels, logits), logits);
    }

    /// <summary>Evaluates a batch and observes the features at that.</summary>
    /// <param name="network">The network.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="largest">Receives the features' largest magnitudes, [images, features].</param>
    /// <param name="means">Receives their means, [images, features].</param>
    public void Add(IBackendNetwork network, ImageBatch batch, Span<float> largest, Span<float> means)
    {
        var logits = LogitsOf(network, batch);
        Add(batch, network.Evaluate(batch.Pixels, batch.Labels, logits, largest, means), logits);
    }

    private Span<float> LogitsOf(IBackendNetwork network, ImageBatch batch)
    {
        var length = batch.Count * network.Graph.Classes;
        if (_logits.Length < length)
            _logits = new float[length];
        return _logits.AsSpan(0, length);
    }

    private void Add(ImageBatch batch, double loss, ReadOnlySpan<float> logits)
    {
        _loss += loss;
        _images += batch.Count;
        _first += batch.Count - Classification.CountRight(logits, batch.Labels);
        _five += batch.Count - Classification.CountRight(logits, batch.Labels, 5);
    }
}
