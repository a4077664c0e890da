using System.Buffers;
using System.Globalization;
using System.Text.Json;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Checkpoints;

/// <summary>Writes a network as safetensors, with the names and shapes of a state dict of PyTorch.</summary>
/// <remarks>A plain network is two <c>Sequential</c> of PyTorch, <c>features</c> and behind the global pooling <c>classifier</c>: a module
/// with those takes the tensors by <c>load_state_dict(safetensors.torch.load_file(file))</c>. What it reads stands in the metadata:
/// <c>mean</c> and <c>deviation</c> of each channel, by which (byte − mean)/deviation is its input; and <c>graph</c>
/// (<see cref="GraphJson"/>).</remarks>
public static class SafetensorsExport
{
    /// <summary>Numbers begin at a multiple of this, as readers that map the file expect.</summary>
    private const int Alignment = 8;

    /// <summary>Writes a network.</summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    /// <param name="network">The network.</param>
    public static void Write(Stream destination, ExportedNetwork network)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(network);
        var header = HeaderOf(network);
        destination.Write(BitConverter.GetBytes((long)header.Length));
        destination.Write(header);
        foreach (var tensor in network.Tensors())
            destination.Write(FloatBytes.Of(tensor.Numbers.Span));
    }

    private static byte[] HeaderOf(ExportedNetwork network)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteMetadata(json, network);
            var offset = 0L;
            foreach (var tensor in network.Tensors())
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", "F32");
                WriteNumbers(json, "shape", tensor.Shape.Select(size => (long)size));
                WriteNumbers(json, "data_offsets", [offset, offset += sizeof(float) * (long)tensor.Numbers.Length]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        var padded = new byte[(buffer.WrittenCount + Alignment - 1) / Alignment * Alignment];
        padded.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(padded);
        return padded;
    }

    private static void WriteMetadata(Utf8JsonWriter json, ExportedNetwork network)
    {
        json.WriteStartObject("__metadata__");
        json.WriteString("format", "pt");
        json.WriteString("network", network.Graph.ToString());
        json.WriteString("graph", GraphJson.Write(network.Graph));
        json.WriteString("mean", Texts(network.Normalization.Mean));
        json.WriteString("deviation", Texts(network.Normalization.Deviation));
        json.WriteEndObject();
    }

    private static string Texts(IEnumerable<double> numbers) =>
        string.Join(", ", numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

    private static void WriteNumbers(Utf8JsonWriter json, string key, IEnumerable<long> numbers)
    {
        json.WriteStartArray(key);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
