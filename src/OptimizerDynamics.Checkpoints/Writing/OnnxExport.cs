namespace OptimizerDynamics.Checkpoints;

/// <summary>Writes a network as ONNX: its graph, its numbers, and the normalization of images before them.</summary>
/// <remarks>The input <c>pixels</c> are an image's bytes as float32, 0 to 255, [batch, channels, height, width]; the output <c>logits</c>
/// is [batch, classes], before the softmax. Initializers have the names of a state dict of PyTorch.</remarks>
public static class OnnxExport
{
    /// <summary>Version 8 of the file's format with operator set 17: what PyTorch 2's exporter has written, and
    /// every ONNX Runtime since 1.12 reads.</summary>
    private const int FileVersion = 8, OperatorSet = 17;

    /// <summary>Protocol Buffers count a message's bytes in 31 bits.</summary>
    private const long Longest = int.MaxValue;

    /// <summary>Writes a network.</summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    /// <param name="network">The network.</param>
    /// <exception cref="NotSupportedException">It has more than 2 GB of numbers.</exception>
    public static void Write(Stream destination, ExportedNetwork network)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(network);
        var model = new ProtoMessage() // ModelProto
            .Add(1, FileVersion).Add(2, "OptimizerDynamics").Add(7, OnnxGraph.Of(network))
            .Add(8, new ProtoMessage().Add(1, "").Add(2, OperatorSet)); // OperatorSetIdProto: the standard's own domain
        if (model.Length > Longest)
            throw new NotSupportedException(
                $"The network has {model.Length} bytes, and an ONNX file at most {Longest}: safetensors has no such bound.");
        model.Write(destination);
    }
}
