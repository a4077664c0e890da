using System.Text;

namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Safetensors, in one file and in several.</summary>
public sealed class SafetensorsTests : IDisposable
{
    private const string Vector = """{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""";

    private static readonly byte[] _floats = NumberBytes.Floats(1, -2, 3.5f, 4);

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Types_shapes_and_numbers_are_those_of_the_header()
    {
        const string Header = """
            {"__metadata__":{"format":"pt"},"m":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},
            "h":{"dtype":"F16","shape":[1],"data_offsets":[16,18]},"b":{"dtype":"BF16","shape":[],"data_offsets":[18,20]},
            "f":{"dtype":"F8_E4M3","shape":[3],"data_offsets":[20,23]},"none":{"dtype":"I64","shape":[0,7],"data_offsets":[23,23]},
            "t":{"dtype":"BOOL","shape":[1],"data_offsets":[23,24]}}
            """;
        byte[] content = [.. _floats, 0, 0x3c, 0xc0, 0xbf, 1, 2, 3, 1];

        _folder.Read("model.safetensors", NumberBytes.Safetensors(Header, content), read =>
        {
            Assert.Equal(("safetensors", null, null), (read.Format, read.Source, read.Root));
            Assert.Equal(["m", "h", "b", "f", "none", "t"], read.Tensors.Select(tensor => tensor.Name));
            Assert.Equal([2L, 2L], read.Tensors[0].Data.Shape);
            Assert.Equal([1, -2, 3.5, 4], read.Tensors[0].Data.ToArray());
            Assert.Equal([1], read.Tensors[1].Data.ToArray());
            Assert.Equal([-1.5], read.Tensors[2].Data.ToArray());
            Assert.Equal(ElementType.Other, read.Tensors[3].Data.ElementType);
            Assert.Empty(read.Tensors[4].Data.ToArray());
            Assert.Equal([1], read.Tensors[5].Data.ToArray());
        });
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,12]}}""", "a tensor of shape (4)")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "4 bytes at its end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[4,16]}}""", "neither gaps nor overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[5],"data_offsets":[0,20]}}""", "cut off in 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,16]}}""", "is damaged")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,16]}}""", "is damaged")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-4],"data_offsets":[0,16]}}""", "is damaged")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[16,0]}}""", "neither gaps nor overlaps")]
    [InlineData("""{"a":{"dtype":"F33","shape":[4],"data_offsets":[0,16]}}""", "type 'F33'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4]}}""", "not a dtype, a shape and data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16],"more":1}}""", "not a dtype, a shape and data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,16]}}""", "not a dtype, a shape and data_offsets")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", "twice")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "overlaps")]
    [InlineData("""{"a\u001b[2J":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "control character")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}""", "not the JSON of safetensors")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}} 1""", "not the JSON of safetensors")]
    public void A_header_that_does_not_fit_is_refused(string header, string problem) => Assert.Contains(
        problem, _folder.Refusal("model.safetensors", NumberBytes.Safetensors(header, _floats)), StringComparison.Ordinal);

    [Fact]
    public void A_file_without_a_tensor_is_refused() =>
        Assert.Contains("no tensors", _folder.Refusal("m.safetensors", NumberBytes.Safetensors("{}", [])), StringComparison.Ordinal);

    [Theory]
    [InlineData(57)]
    [InlineData(1_000_000_000)]
    [InlineData(1L << 39)]
    public void A_header_that_is_longer_than_the_file_is_refused(long length) => Assert.Contains(
        $"its header has {length} bytes", _folder.Refusal("m.safetensors", NumberBytes.Safetensors(Vector, [], length)),
        StringComparison.Ordinal);

    [Fact]
    public void Several_files_are_read_by_their_index_or_their_folder()
    {
        WriteShards("model-1.safetensors", "model-2.safetensors");
        foreach (var path in new[] { _folder.PathOf("model.safetensors.index.json"), _folder.PathOf(".") })
        {
            using var file = CheckpointFile.Open(path);
            Assert.Equal("safetensors-sharded", file.Content.Format);
            Assert.Equal(["b", "a"], file.Content.Tensors.Select(tensor => tensor.Name));
            Assert.Equal([1, -2, 3.5, 4], file.Content.Tensors[0].Data.ToArray());
        }
    }

    [Fact]
    public void Shards_that_are_missing_are_named()
    {
        WriteShards("model-1.safetensors", "model-2.safetensors");
        File.Delete(_folder.PathOf("model-2.safetensors"));

        var message = ScratchFolder.Refusal(_folder.PathOf("model.safetensors.index.json"));

        Assert.Contains("model-2.safetensors", message, StringComparison.Ordinal);
        Assert.DoesNotContain("model-1", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../model-2.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("C:model")]
    public void An_index_leads_to_no_other_folder(string shard)
    {
        WriteIndex("model-1.safetensors", shard);

        Assert.Contains(
            "index's own folder", ScratchFolder.Refusal(_folder.PathOf("model.safetensors.index.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_is_not_in_its_file_is_refused()
    {
        WriteShards("model-1.safetensors", "model-2.safetensors");
        WriteIndex("model-2.safetensors", "model-1.safetensors");

        Assert.Contains(
            "'b' is in model-1", ScratchFolder.Refusal(_folder.PathOf("model.safetensors.index.json")), StringComparison.Ordinal);
    }

    private void WriteShards(string a, string b)
    {
        _folder.Write(a, NumberBytes.Safetensors(Vector, _floats));
        _folder.Write(b, NumberBytes.Safetensors(Vector.Replace('a', 'b').Replace("dbtb_offsets", "data_offsets", StringComparison.Ordinal)
            .Replace("shbpe", "shape", StringComparison.Ordinal), _floats));
        WriteIndex(a, b);
    }

    private void WriteIndex(string a, string b) => _folder.Write(
        "model.safetensors.index.json",
        Encoding.UTF8.GetBytes($$$"""{"metadata":{"total_size":32},"weight_map":{"b":"{{{b}}}","a":"{{{a}}}"}}"""));
}
