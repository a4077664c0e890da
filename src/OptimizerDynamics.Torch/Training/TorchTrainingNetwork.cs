using OptimizerDynamics.Networks;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>A network on libtorch together with its optimizer.</summary>
public sealed class TorchTrainingNetwork : TorchNetwork, ITrainingNetwork
{
    internal TorchTrainingNetwork(GraphNetwork module, NetworkInput input, Chain chain, long iterations)
        : base(module, input) => Optimizer = new ModelOptimizer(module, chain, iterations);

    private TorchDecay? _decay;

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
        StepOptimizer();
        CopyTo(found, logits);
        return loss.to_type(ScalarType.Float64).item<double>();
    }

    /// <inheritdoc/>
    public bool MeasureDecay()
    {
        if (!Optimizer.Chain.HasDecayPart)
            return false;
        _decay = new TorchDecay(Graph, Optimizer);
        return true;
    }

    /// <inheritdoc/>
    public void ReadDecay(DecaySums sums)
    {
        ArgumentNullException.ThrowIfNull(sums);
        sums.Clear();
        _decay?.CopyTo(sums);
    }

    /// <inheritdoc/>
    public void LoadDecay(DecaySums sums) => _decay?.CopyFrom(sums);

    /// <summary>The optimizer's step with the gradients that are there.</summary>
    internal void StepOptimizer()
    {
        Optimizer.Step();
        _decay?.Add();
    }

    /// <inheritdoc/>
    public void SaveOptimizer(Stream destination) => Optimizer.SaveState(destination);

    /// <inheritdoc/>
    public void LoadOptimizer(Stream source) => Optimizer.LoadState(source);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Optimizer.Dispose();
            _decay?.Dispose();
        }

        base.Dispose(disposing);
    }
}
