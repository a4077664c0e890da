namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>
/// What PyTorch wrote before 1.6 and under Python 2, by bytes put together here: torchvision's first models are such files.
/// </summary>
public sealed class OlderFormatTests : IDisposable
{
    private static readonly byte[] _magic = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Python_2_writes_texts_as_strings_and_ordered_dictionaries_as_pairs()
    {
        var pickle = PickleText.Of(p => p.Global("collections", "OrderedDict").Add("(](").Add(Parameter("features.0.weight").Bytes)
            .Add(Parameter("features.0.bias").Bytes).Add("etR"));

        _folder.Read("vgg.pth", Legacy(pickle, "139", NumberBytes.Floats(1, 2, 3, 4)), content =>
        {
            Assert.Equal(("pytorch-legacy", null), (content.Format, content.Source));
            Assert.Equal(["features.0.weight", "features.0.bias"], content.Tensors.Select(tensor => tensor.Name));
            Assert.Equal([1, 2, 3, 4], content.Tensors[0].Data.ToArray());
        });

        static PickleText Parameter(string name) => new PickleText().Add("(").Text2(name)
            .Global("torch.nn.parameter", "Parameter").Add('(').Global("torch._utils", "_rebuild_tensor").Add("((").Text2("storage")
            .Global("torch", "FloatStorage").Text2("139").Text2("cuda:0").Int(4).Add("NtQ").Int(0).Tuple(2, 2).Tuple(2, 1)
            .Add("tRtR(").Add(0x88, 0x89).Global("collections", "OrderedDict").Add("(]tRtbl");
    }

    [Fact]
    public void A_part_of_a_storage_begins_where_it_says()
    {
        var pickle = PickleText.Of(p => p.Add("}").Text("weight").Global("torch._utils", "_rebuild_tensor").Add("((").Text("storage")
            .Global("torch", "FloatStorage").Text("7").Text("cpu").Int(4).Add('(').Text("8").Int(1).Int(3).Add("ttQ").Int(1).Tuple(2)
            .Tuple(1).Add("tRs"));

        _folder.Read("model.pth", Legacy(pickle, "7", NumberBytes.Floats(1, 2, 3, 4)), content =>
            Assert.Equal([3, 4], content.Tensors[0].Data.ToArray()));
    }

    [Fact]
    public void Protocol_0_writes_numbers_and_texts_as_lines()
    {
        var pickle = PickleText.Of(p => p.Add("(dp0\nS'lr'\np1\nF0.5\nsVn\\u00e4me\np2\nL12L\nsS'flag'\nI01\nsS'big'\n")
            .Add("L99999999999999999999L\nsg1\nF0.25\ns").Text("weight").Vector("7", 4).Add('s'));

        _folder.Read("model.pth", Legacy(pickle, "7", NumberBytes.Floats(1, 2, 3, 4)), content =>
        {
            var root = (CheckpointValue.Map)content.Root!;
            Assert.Equal(new CheckpointValue.Real(0.25), root.Find("lr"));
            Assert.Equal(new CheckpointValue.WholeNumber(12), root.Find("näme"));
            Assert.Equal(new CheckpointValue.Flag(true), root.Find("flag"));
            Assert.Equal("int", Assert.IsAssignableFrom<CheckpointValue.Opaque>(root.Find("big")).What);
            Assert.Equal(5, root.Entries.Count);
        });
    }

    [Fact]
    public void A_whole_model_is_named()
    {
        var pickle =
            PickleText.Of(p => p.Add("(").Text("module").Global("collections", "OrderedDict").Text("net.py").Text("class").Add("tQ"));

        Assert.Contains(
            "whole model (collections.OrderedDict)", _folder.Refusal("m.pth", Legacy(pickle, "7", [])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", 16, "two lengths", 5)]
    [InlineData("8", 16, "belongs to no tensor", 4)]
    [InlineData("7", 15, "cut off in its storage '7'", 4)]
    [InlineData("7", 0, "cut off in its storage '7'", 4)]
    public void Storages_that_do_not_fit_are_refused(string key, int bytes, string problem, int count)
    {
        var pickle = PickleText.Of(p => p.Add("}(").Text("a").Vector("7", 4).Text("b").Vector("7", count).Add('u'));

        Assert.Contains(
            problem, _folder.Refusal("m.pth", Legacy(pickle, key, NumberBytes.Floats(1, 2, 3, 4)[..bytes])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_storage_that_is_said_to_be_longer_than_the_file_is_refused()
    {
        var pickle = PickleText.Of(p => p.Add("}").Text("a").Vector("7", long.MaxValue / 2).Add('s'));

        Assert.Contains("longer than the file", _folder.Refusal("m.pth", Legacy(pickle, "7", [])), StringComparison.Ordinal);
    }

    private static byte[] Legacy(byte[] pickle, string key, byte[] storage) =>
    [
        .. _magic, .. PickleText.Of(p => p.Add('M').Add(0xe9, 3)),
        .. PickleText.Of(p => p.Add("}").Text("little_endian").Add(0x88).Add('s')),
        .. pickle, .. PickleText.Of(p => p.Add("]").Text(key).Add('a')),
        .. BitConverter.GetBytes(4L), .. storage,
    ];
}
