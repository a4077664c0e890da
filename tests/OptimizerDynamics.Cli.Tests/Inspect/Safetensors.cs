using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>Writes small files of safetensors by their description: a length, a header in JSON, the data.</summary>
internal static class Safetensors
{
    /// <summary>Writes tensors of float32.</summary>
    public static void Write(string path, params (string Name, int[] Shape, float[] Values)[] tensors)
    {
        var (header, at) = (new StringBuilder("{"), 0);
        foreach (var (name, shape, values) in tensors)
        {
            var end = at + values.Length * sizeof(float);
            var (key, sizes) = (System.Text.Json.JsonSerializer.Serialize(name), string.Join(',', shape));
            header.Append(at > 0 ? "," : "")
                .Append($$"""{{key}}:{"dtype":"F32","shape":[{{sizes}}],"data_offsets":[{{at}},{{end}}]}""");
            at = end;
        }

        var text = Encoding.UTF8.GetBytes(header.Append('}').ToString());
        var bytes = new byte[8 + text.Length + at];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)text.Length);
        text.CopyTo(bytes, 8);
        at = 8 + text.Length;
        foreach (var values in tensors.Select(tensor => tensor.Values))
        {
            MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(bytes.AsSpan(at));
            at += values.Length * sizeof(float);
        }

        File.WriteAllBytes(path, bytes);
    }

    /// <summary>The tensors of a batch normalization with as many features as there are values.</summary>
    public static (string, int[], float[])[] Norm(string name, float[] scale, float[] shift) =>
    [
        ($"{name}.weight", [scale.Length], scale), ($"{name}.bias", [scale.Length], shift),
        ($"{name}.running_mean", [scale.Length], new float[scale.Length]), ($"{name}.running_var", [scale.Length], new float[scale.Length]),
    ];

    /// <summary>The tensor of a convolution of 1 × 1.</summary>
    public static (string, int[], float[]) Conv(string name, int filters, int inputs) =>
        ($"{name}.weight", [filters, inputs, 1, 1], [.. Enumerable.Repeat(0.5f, filters * inputs)]);
}
