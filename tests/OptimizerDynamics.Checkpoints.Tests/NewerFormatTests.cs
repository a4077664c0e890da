namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>What versions of PyTorch newer than that of the fixtures write, by bytes put together here after its source.</summary>
public sealed class NewerFormatTests : IDisposable
{
    private static readonly byte[] _floats = NumberBytes.Floats(1, -2, 3.5f, 4);

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parts_that_newer_versions_add_are_passed_over() => _folder.Read(
        "model.pt", ArchiveBytes.Checkpoint(PickleText.Of(p => p.Add("}").Text("weight").Vector("0", 4).Add('s')), ("0", _floats)),
        content =>
        {
            Assert.Equal("pytorch-zip", content.Format);
            Assert.Equal([1, -2, 3.5, 4], Assert.Single(content.Tensors).Data.ToArray());
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_records_of_large_archives_are_read(bool isEntryLarge)
    {
        var pickle = PickleText.Of(p => p.Add("}").Text("weight").Vector("0", 4).Add('s'));
        var archive = new ArchiveBytes().Add("a/data.pkl", pickle).Add("a/data/0", _floats, isLarge: isEntryLarge);

        _folder.Read("model.pt", archive.End(isLarge: true), content => Assert.Equal([1, -2, 3.5, 4], content.Tensors[0].Data.ToArray()));
    }

    [Fact]
    public void Numbers_of_a_big_endian_computer_are_turned_around()
    {
        byte[] content = [0, 0, 0, 0, 0, 0, 0x3f, 0xc0, 0xc0, 0];
        var archive = new ArchiveBytes()
            .Add("a/data.pkl", PickleText.Of(p => p.Add("}(").Text("long").Tensor("LongStorage", "0", 1, 0, [], [])
                .Text("float").Tensor("FloatStorage", "1", 1, 0, [1], [1]).Text("half").Tensor("HalfStorage", "2", 1, 0, [1], [1])
                .Text("bfloat16").Tensor("BFloat16Storage", "1", 2, 0, [2], [1]).Text("double").Tensor("DoubleStorage", "3", 1, 0, [1], [1])
                .Add('u')))
            .Add("a/byteorder", "big"u8)
            .Add("a/data/0", [0, 0, 0, 0, 0, 0, 1, 2]).Add("a/data/1", content.AsSpan(6)).Add("a/data/2", [0x3c, 0])
            .Add("a/data/3", [0xbf, 0xf8, 0, 0, 0, 0, 0, 0]).End();

        _folder.Read("model.pt", archive, read => Assert.Equal(
            [258, 1.505859375, 1, 1.5, -2, -1.5], read.Tensors.SelectMany(tensor => tensor.Data.ToArray())));
    }

    [Fact]
    public void Untyped_storages_have_the_type_that_the_tensor_names()
    {
        var pickle = PickleText.Of(p => p.Add("}(")
            .Text("weight").Add(Untyped("float32", 16, [4])).Text("unsigned").Add(Untyped("uint16", 16, [8])).Add('u'));

        _folder.Read("model.pt", ArchiveBytes.Checkpoint(pickle, ("0", _floats)), content =>
        {
            Assert.Equal([1, -2, 3.5, 4], content.Tensors[0].Data.ToArray());
            Assert.Equal((ElementType.Other, 8), (content.Tensors[1].Data.ElementType, content.Tensors[1].Data.Count));
        });

        static byte[] Untyped(string type, long bytes, long[] shape) => new PickleText()
            .Global("torch._utils", "_rebuild_tensor_v3").Add("((").Text("storage").Global("torch.storage", "UntypedStorage")
            .Text("0").Text("cuda:0").Long(bytes).Add("tQ").Long(0).Tuple(shape).Tuple(1).Add(0x89).Global("collections", "OrderedDict")
            .Add(")R").Global("torch", type).Add("NtR").Bytes;
    }

    [Fact]
    public void Parameters_are_tensors_with_or_without_attributes()
    {
        var pickle = PickleText.Of(p => p.Add("}(")
            .Text("plain").Global("torch._utils", "_rebuild_parameter").Add('(').Vector("0", 4).Add([0x88]).Add("}tR")
            .Text("state").Global("torch._utils", "_rebuild_parameter_with_state").Add('(').Vector("0", 4).Add([0x88]).Add("}}tR")
            .Text("typed").Global("torch._tensor", "_rebuild_from_type_v2").Add('(').Global("torch._utils", "_rebuild_parameter")
            .Global("torch.nn.parameter", "Parameter").Add('(').Vector("0", 4).Add([0x88]).Add("}t}tR").Add('u'));

        _folder.Read("model.pt", ArchiveBytes.Checkpoint(pickle, ("0", _floats)), content =>
        {
            Assert.Equal(3, content.Tensors.Count);
            Assert.All(content.Tensors, tensor => Assert.Equal(3.5, tensor.Data.ToArray()[2]));
        });
    }

    [Fact]
    public void A_compiled_model_within_Lightning_loses_both_prefixes() => _folder.Read(
        "last.ckpt",
        ArchiveBytes.Checkpoint(
            PickleText.Of(p => p.Add("}(").Text("pytorch-lightning_version").Text("2.4").Text("state_dict")
                .Add("}(").Text("model._orig_mod.a.weight").Vector("0", 4).Text("model._orig_mod.a.bias").Vector("0", 4).Add("uu")),
            ("0", _floats)),
        content =>
        {
            Assert.Equal(["a.weight", "a.bias"], content.Tensors.Select(tensor => tensor.Name));
            Assert.Contains("'model._orig_mod.'", Assert.Single(content.Notes), StringComparison.Ordinal);
        });
}
