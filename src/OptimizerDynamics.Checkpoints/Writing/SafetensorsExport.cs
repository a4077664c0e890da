using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace OptimizerDynamics.Checkpoints;

/// <summary>Writes a network as safetensors, with the names and shapes of a state dict of PyTorch.</summary>
/// <remarks>Names are <c>C1.weight</c>, <c>N1.weight</c>, <c>N1.bias</c>, <c>N1.running_mean</c>, <c>N1.running_var</c>: a module of
/// PyTorch with those attributes takes them by <c>load_state_dict(safetensors.torch.load_file(file))</c>. What the network reads stands in
/// the metadata: <c>mean</c> and <c>deviation</c> of each channel, by which (byte − mean)/deviation is its input; and
/// <c>network</c>.</remarks>
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
        foreach (var (_, numbers) in network.Tensors())
            destination.Write(FloatBytes.Of(numbers.Span));
    }

    private static byte[] HeaderOf(ExportedNetwork network)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteMetadata(json, network);
            var offset = 0L;
            foreach (var (range, numbers) in network.Tensors())
            {
                json.WriteStartObject(range.Name);
                json.WriteString("dtype", "F32");
                WriteNumbers(json, "shape", range.Shape.Select(size => (long)size));
                WriteNumbers(json, "data_offsets", [offset, offset += sizeof(float) * (long)numbers.Length]);
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
