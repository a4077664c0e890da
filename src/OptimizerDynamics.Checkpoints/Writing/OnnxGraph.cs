using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Checkpoints;

/// <summary>A network as a GraphProto. Field numbers are those of <c>onnx.proto</c> (ONNX 1.12, IR version 8); what an operator reads and
/// what its attributes mean is in ONNX's <c>Operators.md</c>.</summary>
internal sealed class OnnxGraph
{
    private const string Pixels = "pixels", Mean = "pixels.mean", Deviation = "pixels.deviation", Centred = "pixels.centred",
        Image = "image", Logits = "logits";

    private readonly ProtoMessage _graph = new();
    private readonly ExportedNetwork _exported;
    private readonly NetworkGraph _network;

    private OnnxGraph(ExportedNetwork network) => (_exported, _network) = (network, network.Graph);

    /// <summary>The graph of a network.</summary>
    /// <param name="network">The network.</param>
    public static ProtoMessage Of(ExportedNetwork network) => new OnnxGraph(network).Build();

    private ProtoMessage Build()
    {
        Node("Sub", [Pixels, Mean], Centred);
        Node("Div", [Centred, Deviation], Image);
        for (var index = 0; index < _network.Layers.Length; index++)
            AddLayer(index);
        _graph.Add(2, _network.Name);
        int[] channels = [1, _network.Channels, 1, 1];
        _graph.Add(5, Tensor(Mean, channels, [.. _exported.Normalization.Mean.Select(mean => (float)mean)]));
        _graph.Add(5, Tensor(Deviation, channels, [.. _exported.Normalization.Deviation.Select(deviation => (float)deviation)]));
        foreach (var tensor in _exported.Tensors())
            _graph.Add(5, Tensor(tensor.Name, tensor.Shape, tensor.Numbers.Span));
        return _graph
            .Add(11, Value(Pixels, Dimension("batch"), Dimension(_network.Channels), Dimension("height"), Dimension("width")))
            .Add(12, Value(Logits, Dimension("batch"), Dimension(_network.Classes)));
    }

    private void AddLayer(int index)
    {
        var layer = _network.Layers[index];
        var output = NameOf(index);
        string[] inputs = [.. layer.Inputs.Select(NameOf), .. _exported.TensorsOf(index).Select(tensor => tensor.Name)];
        switch (layer)
        {
            case Convolution convolution: Node("Conv", inputs, output, WindowOf(convolution.Window)); break;
            case Normalization: Node("BatchNormalization", inputs, output, Attribute("epsilon", (float)Normalization.Epsilon)); break;
            case Activation { NegativeSlope: 0 }: Node("Relu", inputs, output); break;
            case Activation activation: Node("LeakyRelu", inputs, output, Attribute("alpha", (float)activation.NegativeSlope)); break;
            case MaxPooling pooling: Node("MaxPool", inputs, output, WindowOf(pooling.Window)); break;
            case GlobalMaxPooling: AddGlobal("GlobalMaxPool", inputs, output); break;
            case GlobalMeanPooling: AddGlobal("GlobalAveragePool", inputs, output); break;
            case Addition: Node("Add", inputs, output); break;
            case Linear: Node("Gemm", inputs, output, Attribute("transB", 1L)); break;
            default: throw new NotSupportedException($"{layer.Name} has no operator of ONNX.");
        }
    }

    /// <summary>ONNX's global poolings leave planes of one pixel, of which ours make vectors.</summary>
    private void AddGlobal(string operation, string[] inputs, string output)
    {
        Node(operation, inputs, output + ".planes");
        Node("Flatten", [output + ".planes"], output, Attribute("axis", 1L));
    }

    /// <summary>What a layer's output is called. (No layer's name has a slash before it, so it is no other's.)</summary>
    private string NameOf(int layer) => layer == NetworkGraph.Image ? Image
        : layer == _network.Layers.Length - 1 ? Logits
        : "/" + _network.Layers[layer].Name;

    /// <summary>NodeProto.</summary>
    private void Node(string operation, string[] inputs, string output, params ProtoMessage[] attributes)
    {
        var node = new ProtoMessage();
        foreach (var input in inputs)
            node.Add(1, input);
        node.Add(2, output).Add(3, output).Add(4, operation);
        foreach (var attribute in attributes)
            node.Add(5, attribute);
        _graph.Add(1, node);
    }

    private static ProtoMessage[] WindowOf(Window window) =>
    [
        Attribute("kernel_shape", window.Kernel, window.Kernel), Attribute("strides", window.Stride, window.Stride),
        Attribute("pads", window.Padding, window.Padding, window.Padding, window.Padding),
    ];

    /// <summary>AttributeProto of type FLOAT.</summary>
    private static ProtoMessage Attribute(string name, float value) => new ProtoMessage().Add(1, name).Add(2, value).Add(20, 1L);

    /// <summary>AttributeProto of type INT.</summary>
    private static ProtoMessage Attribute(string name, long value) => new ProtoMessage().Add(1, name).Add(3, value).Add(20, 2L);

    /// <summary>AttributeProto of type INTS.</summary>
    private static ProtoMessage Attribute(string name, params int[] values)
    {
        var attribute = new ProtoMessage().Add(1, name);
        foreach (var value in values)
            attribute.Add(8, value);
        return attribute.Add(20, 7L);
    }

    /// <summary>TensorProto of type FLOAT.</summary>
    private static ProtoMessage Tensor(string name, IEnumerable<int> shape, ReadOnlySpan<float> numbers)
    {
        var tensor = new ProtoMessage();
        foreach (var size in shape)
            tensor.Add(1, (long)size);
        return tensor.Add(2, 1L).Add(8, name).Add(9, FloatBytes.Of(numbers));
    }

    /// <summary>ValueInfoProto of a tensor of FLOAT.</summary>
    private static ProtoMessage Value(string name, params ProtoMessage[] dimensions)
    {
        var shape = new ProtoMessage();
        foreach (var dimension in dimensions)
            shape.Add(1, dimension);
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, new ProtoMessage().Add(1, 1L).Add(2, shape)));
    }

    private static ProtoMessage Dimension(string name) => new ProtoMessage().Add(2, name);

    private static ProtoMessage Dimension(int size) => new ProtoMessage().Add(1, (long)size);
}
