using OptimizerDynamics.Networks;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>A network on libtorch together with its optimizer.</summary>
public sealed class TorchTrainingNetwork : TorchNetwork, ITrainingNetwork
{
    internal TorchTrainingNetwork(GraphNetwork module, NetworkInput input, Chain chain, long iterations)
        : base(module, input) => Optimizer = new ModelOptimizer(module, chain, iterations);

    /// <summary>The optimizer over the network's parameters.</summary>
    internal ModelOptimizer Optimizer { get; }

    /// <inheritdoc/>
    public double TakeStep(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits)
    {
        using var scope = NewDisposeScope();
        Module.train();
        Optimizer.ZeroGradients();
        var found = Module.Classify(ImagesOf(pixels));
        var loss = nn.functional.cross_entropy(found, LabelsOf(labels));
        loss.backward();
        Optimizer.Step();
        CopyTo(found, logits);
        return loss.to_type(ScalarType.Float64).item<double>();
    }

    /// <inheritdoc/>
    public bool MeasureDecay() => false;

    /// <inheritdoc/>
    public void ReadDecay(DecaySums sums)
    {
        ArgumentNullException.ThrowIfNull(sums);
        sums.Clear();
    }

    /// <inheritdoc/>
    public void LoadDecay(DecaySums sums)
    {
    }

    /// <inheritdoc/>
    public void SaveOptimizer(Stream destination) => Optimizer.SaveState(destination);

    /// <inheritdoc/>
    public void LoadOptimizer(Stream source) => Optimizer.LoadState(source);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Optimizer.Dispose();
        base.Dispose(disposing);
    }
}
