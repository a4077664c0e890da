using OptimizerDynamics.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>Trains networks of every kind with libtorch, on the CPU or on a CUDA device.</summary>
public sealed class TorchBackend : IPackingBackend
{
    /// <summary>The backend's name in records and checkpoints.</summary>
    public const string BackendName = "libtorch";

    /// <summary>A backend on a device, in float32.</summary>
    /// <param name="device">Where it computes: <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
    /// <exception cref="NativeTorchException">libtorch cannot be used here.</exception>
    public TorchBackend(string device = "cpu")
        : this(device, ScalarType.Float32)
    {
    }

    /// <summary>A backend on a device.</summary>
    /// <param name="device">Where it computes: <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
    /// <param name="elementType">float32, or float64 to compare with: θ and logits are float32 for the caller all the same.</param>
    /// <exception cref="ArgumentException">The element type is neither.</exception>
    /// <exception cref="NativeTorchException">libtorch cannot be used here.</exception>
    public TorchBackend(string device, ScalarType elementType)
    {
        if (elementType is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"elementType = {elementType}: expected Float32 or Float64.", nameof(elementType));
        NativeTorch.Load();
        (Device, ElementType) = (torch.device(device), elementType);
    }

    /// <inheritdoc/>
    public string Name => BackendName;

    /// <summary>The device that it computes on.</summary>
    public Device Device { get; }

    /// <summary>What it computes in: float32, or float64.</summary>
    public ScalarType ElementType { get; }

    /// <inheritdoc/>
    public IBackendNetwork Create(NetworkGraph graph, NetworkInput input) => new TorchNetwork(Make(graph), input);

    /// <inheritdoc/>
    public ITrainingNetwork CreateForTraining(NetworkGraph graph, NetworkInput input, Chain chain, long iterations) =>
        new TorchTrainingNetwork(Make(graph), input, chain, iterations);

    /// <inheritdoc/>
    public INetworkPack Pack(IReadOnlyList<ITrainingNetwork> networks) => new TorchPack([.. networks.Cast<TorchTrainingNetwork>()]);

    private GraphNetwork Make(NetworkGraph graph)
    {
        var network = new GraphNetwork(graph);
        network.to(Device, ElementType);
        return network;
    }
}
