using System.Diagnostics;
using System.Runtime.InteropServices;
using OptimizerDynamics.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>A network on libtorch, to be evaluated.</summary>
public class TorchNetwork : IBackendNetwork
{
    internal TorchNetwork(GraphNetwork module, NetworkInput input) => (Module, Input) = (module, input);

    /// <summary>The network as a module of TorchSharp. Its numbers may be changed in place.</summary>
    public GraphNetwork Module { get; }

    /// <inheritdoc/>
    public NetworkGraph Graph => Module.Graph;

    /// <summary>The size of its images, and how bytes become numbers.</summary>
    public NetworkInput Input { get; }

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<float> parameters, ReadOnlySpan<float> statistics)
    {
        Module.LoadParameters(parameters);
        Module.LoadStatistics(statistics);
    }

    /// <inheritdoc/>
    public void Read(Span<float> parameters, Span<float> statistics)
    {
        Module.ReadParameters().CopyTo(parameters);
        Module.ReadStatistics().CopyTo(statistics);
    }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits)
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        Module.eval();
        var found = Module.Classify(ImagesOf(pixels));
        CopyTo(found, logits);
        var loss = nn.functional.cross_entropy(found, LabelsOf(labels), reduction: nn.Reduction.Sum);
        return loss.to_type(ScalarType.Float64).item<double>();
    }

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<byte> pixels, Span<float> largest, Span<float> means)
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        Module.eval();
        var images = ImagesOf(pixels);
        int[] first = [0, .. Graph.FeatureLayers.Select(layer => layer.Features)];
        for (var i = 1; i < first.Length; i++)
            first[i] += first[i - 1];
        Tensor Whole() => zeros(images.shape[0], first[^1], Module.ElementType, Module.Device);
        var (maxima, averages) = (Whole(), means.IsEmpty ? null : Whole());
        Module.Classify(images, (layer, activation) =>
        {
            Tensor Own(Tensor whole) => whole.narrow(1, first[layer], first[layer + 1] - first[layer]);
            Own(maxima).copy_(activation.abs().amax([2, 3]));
            if (averages is not null)
                Own(averages).copy_(activation.mean([2, 3]));
        });
        CopyTo(maxima, largest);
        if (averages is not null)
            CopyTo(averages, means);
    }

    /// <inheritdoc/>
    public double Evaluate(
        ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits, Span<float> largest, Span<float> means)
    {
        Observe(pixels, largest, means);
        return Evaluate(pixels, labels, logits);
    }

    /// <inheritdoc/>
    public double Time(ReadOnlySpan<byte> pixels)
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        Module.eval();
        var images = ImagesOf(pixels);
        Wait();
        var start = Stopwatch.GetTimestamp();
        Module.forward(images);
        Wait();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the network.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Module.Dispose();
    }

    /// <summary>Images as numbers on the device, [batch, channels, height, width].</summary>
    internal Tensor ImagesOf(ReadOnlySpan<byte> pixels)
    {
        using var scope = NewDisposeScope();
        var bytes = ImageTensors.OfPixels(pixels, Graph.Channels, Input.Height, Input.Width).to(Module.Device);
        return Input.Normalization.Apply(bytes, Module.ElementType).MoveToOuterDisposeScope();
    }

    /// <summary>Classes on the device, [batch].</summary>
    internal Tensor LabelsOf(ReadOnlySpan<int> labels) => ImageTensors.OfLabels(labels).to(Module.Device);

    /// <summary>The numbers of a tensor, in row-major order.</summary>
    internal static void CopyTo(Tensor values, Span<float> destination)
    {
        using var scope = NewDisposeScope();
        var found = values.detach().cpu().to_type(ScalarType.Float32).contiguous();
        MemoryMarshal.Cast<byte, float>(found.bytes).CopyTo(destination);
    }

    private void Wait()
    {
        if (Module.Device.type == DeviceType.CUDA)
            cuda.synchronize(Module.Device);
    }
}
