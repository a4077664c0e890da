using OptimizerDynamics.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Convolution = OptimizerDynamics.Networks.Convolution;

namespace OptimizerDynamics.Torch;

/// <summary>A network of libtorch that computes a <see cref="NetworkGraph"/>.</summary>
/// <remarks>
/// Its modules are the graph's layers with parameters, under their names (with underscores for dots), so that <c>named_parameters()</c>,
/// the vector of a <see cref="ParameterBuffer"/> and <see cref="NetworkGraph.Parameters"/> are one and the same θ. New networks are
/// initialized as PyTorch does, by libtorch's own random numbers; <see cref="LoadParameters"/> of <see cref="NetworkGraph.Initialize"/>
/// depends on a seed alone.
/// </remarks>
public sealed class GraphNetwork : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor>?[] _modules;

    /// <summary>A network, in float32 on the CPU and in training mode.</summary>
    /// <param name="graph">The network as a graph of layers.</param>
    public GraphNetwork(NetworkGraph graph)
        : base((graph ?? throw new ArgumentNullException(nameof(graph))).Name)
    {
        NativeTorch.Load();
        Graph = graph;
        _modules = [.. graph.Layers.Select(layer => LayerOperations.ModuleOf(graph, layer))];
        foreach (var (layer, module) in graph.Layers.Zip(_modules))
        {
            if (module is not null)
                register_module(LayerOperations.NameOf(layer), module);
        }
    }

    /// <summary>The network as a graph of layers.</summary>
    public NetworkGraph Graph { get; }

    /// <summary>float32, or float64 where it was made so.</summary>
    public ScalarType ElementType => First.dtype;

    /// <summary>The device of its parameters.</summary>
    public Device Device => First.device;

    /// <summary>Classifies a mini-batch.</summary>
    /// <param name="input">Images, [batch, channels, height, width].</param>
    /// <returns>Logits, [batch, classes]: before the softmax.</returns>
    public override Tensor forward(Tensor input) => Classify(input);

    /// <summary>Classifies a mini-batch, and shows the output of each feature layer.</summary>
    /// <param name="input">Images, [batch, channels, height, width].</param>
    /// <param name="observe">Is given the index of a layer in <see cref="NetworkGraph.FeatureLayers"/> and its output behind the
    /// activation, [batch, features, height, width], which belongs to the network: whoever keeps it has to copy it.</param>
    /// <returns>Logits, [batch, classes].</returns>
    public Tensor Classify(Tensor input, Action<int, Tensor>? observe = null)
    {
        using var scope = NewDisposeScope();
        var image = LayerOperations.ChannelsLast(input);
        var outputs = new Tensor[Graph.Layers.Length];
        var next = 0;
        foreach (var (index, layer) in Graph.Layers.Index())
        {
            Tensor Of(int read) => read == NetworkGraph.Image ? image : outputs[read];
            outputs[index] = layer is Addition { Other: var other }
                ? Sum(layer.Input, Of(layer.Input), Of(other))
                : LayerOperations.Apply(layer, _modules[index], Of(layer.Input));
            if (Graph.IsVector(index) && !Graph.IsVector(layer.Input))
                outputs[index] = outputs[index].flatten(1);
            if (next < Graph.FeatureLayers.Length && Graph.FeatureLayers[next].Activation == index)
                observe?.Invoke(next++, outputs[index]);
        }

        return outputs[^1].MoveToOuterDisposeScope();
    }

    /// <summary>Sets all parameters.</summary>
    /// <param name="parameters">θ, as <see cref="NetworkGraph.Parameters"/> lays it out.</param>
    /// <exception cref="ArgumentException">Its length is not that of the layout.</exception>
    public void LoadParameters(ReadOnlySpan<float> parameters) =>
        Load(parameters, Graph.Parameters, [.. this.parameters()], nameof(parameters));

    /// <summary>All parameters: θ, as <see cref="NetworkGraph.Parameters"/> lays it out; rounded to float32 where they are
    /// float64.</summary>
    public float[] ReadParameters() => Read([.. parameters()]);

    /// <summary>Sets all running means and variances.</summary>
    /// <param name="statistics">As <see cref="NetworkGraph.Statistics"/> lays them out.</param>
    /// <exception cref="ArgumentException">Its length is not that of the layout.</exception>
    public void LoadStatistics(ReadOnlySpan<float> statistics) => Load(statistics, Graph.Statistics, Statistics(), nameof(statistics));

    /// <summary>All running means and variances, as <see cref="NetworkGraph.Statistics"/> lays them out; rounded to float32 where they are
    /// float64.</summary>
    public float[] ReadStatistics() => Read(Statistics());

    /// <summary>Its first parameter as it is now: moving a module makes new ones.</summary>
    private Tensor First => parameters().First();

    /// <summary>The sum of two layers. It takes the first one's memory where nothing else, and no gradient, needs what was there.</summary>
    private Tensor Sum(int first, Tensor signal, Tensor other)
    {
        var isFree = first != NetworkGraph.Image && Graph.Layers[first] is Convolution or Normalization && Graph.ReadersOf(first) is [_];
        return isFree ? signal.add_(other) : signal.add(other);
    }

    private Tensor[] Statistics() =>
        [.. _modules.OfType<BatchNorm2d>().SelectMany(normalization => new[] { normalization.running_mean!, normalization.running_var! })];

    private static void Load(ReadOnlySpan<float> values, ParameterLayout? layout, Tensor[] tensors, string name)
    {
        var expected = layout?.Length ?? 0;
        if (values.Length != expected)
            throw new ArgumentException($"{name} has {values.Length} numbers: expected {expected}.", name);
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        var whole = tensor(values.ToArray());
        foreach (var (range, target) in (layout?.Ranges ?? []).Zip(tensors))
            target.copy_(whole.narrow(0, range.Offset, range.Length).view(target.shape));
    }

    private static float[] Read(Tensor[] tensors)
    {
        if (tensors is [])
            return [];
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        return cat([.. tensors.Select(tensor => tensor.detach().flatten())]).to_type(ScalarType.Float32).cpu().data<float>().ToArray();
    }
}
