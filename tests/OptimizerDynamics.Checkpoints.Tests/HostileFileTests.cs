namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Files that are made to run code, to fill memory or to last for ever do none of it.</summary>
public sealed class HostileFileTests : IDisposable
{
    private static readonly byte[] _floats = NumberBytes.Floats(1, 2, 3, 4);

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("os", "system", true)]
    [InlineData("posix", "system", true)]
    [InlineData("builtins", "eval", true)]
    [InlineData("builtins", "exec", true)]
    [InlineData("builtins", "getattr", true)]
    [InlineData("__builtin__", "apply", true)]
    [InlineData("subprocess", "Popen", true)]
    [InlineData("runpy", "_run_code", true)]
    [InlineData("numpy.testing._private.utils", "runstring", true)]
    [InlineData("torch.storage", "_load_from_bytes", false)]
    [InlineData("torch.serialization", "load", false)]
    [InlineData("torch.optim.adam", "Adam.step", false)]
    [InlineData("pathlib", "os.system", false)]
    [InlineData("typing", "sys", false)]
    [InlineData("__main__", "Net", false)]
    public void A_name_that_is_not_known_is_refused_whether_it_is_called_or_only_stands_there(string module, string name, bool isHarmful)
    {
        var forms = new[]
        {
            new PickleText().Global(module, name).Bytes,
            new PickleText().Global(module, name).Add("(").Text($"touch {_folder.PathOf("owned")}").Add("tR").Bytes,
            new PickleText().Text(module).Text(name).Add((byte)0x93).Bytes,
            new PickleText().Add("(").Text("x").Add($"i{module}\n{name}\n").Bytes,
            new PickleText().Add("(").Global(module, name).Text("x").Add("o").Bytes,
            new PickleText().Global(module, name).Add(")").Add((byte)0x81).Bytes,
            new PickleText().Global("functools", "partial").Add("(").Global(module, name).Add("tR").Bytes,
        };

        Assert.All(forms, form =>
        {
            var message = _folder.Refusal("model.pt", Zip(p => p.Add("}").Text("a").Add(form).Add('s')));
            Assert.Contains(
                module == "torch.storage" ? "was written with pickle" : $"'{module}.{name}'", message, StringComparison.Ordinal);
            Assert.Equal(isHarmful, message.Contains("Do not load it", StringComparison.Ordinal));
            Assert.Contains("torch.save(model.state_dict()", message, StringComparison.Ordinal);
        });
        Assert.False(File.Exists(_folder.PathOf("owned")));
    }

    [Theory]
    [InlineData("a\u001b[2J\u202e", "x")]
    [InlineData("a", "x\u0007\r")]
    public void Names_cannot_rule_the_terminal(string module, string name) =>
        Assert.Contains("\\u", _folder.Refusal("model.pt", Zip(p => p.Text(module).Text(name).Add((byte)0x93))), StringComparison.Ordinal);

    [Fact]
    public void Lists_may_be_as_deep_as_the_file_is_long() => _folder.Read(
        "model.pt",
        Zip(p => p.Add("}(").Text("a").Vector("0", 4).Text("b").Add(new string(']', 1_000_000)).Add(new string('a', 999_999))
            .Add("u")),
        content => Assert.Equal("a", Assert.Single(content.Tensors).Name));

    [Fact]
    public void A_tree_that_contains_itself_is_read_and_searched() => _folder.Read(
        "model.pt",
        Zip(p => p.Add("}q\0(").Text("self").Add("h\0").Text("list").Add("]q\u0001h\u0001a").Text("model").Add("}q\u0002(")
            .Text("state_dict").Add("h\u0002").Text("w").Vector("0", 4).Add("uu")),
        content =>
        {
            Assert.Equal("model", content.Source);
            Assert.Equal("w", Assert.Single(content.Tensors).Name);
            Assert.Equal("Sequence of 1", ((CheckpointValue.Map)content.Root!).Find("list")!.ToString());
        });

    /// <summary>A tuple of two of a tuple of two …: 2¹⁰⁰⁰ items by 5,000 bytes; and dictionaries of 50 keys that all lead to one.</summary>
    [Fact]
    public void What_doubles_at_each_step_is_not_expanded()
    {
        var tuples = new PickleText().Add("N");
        for (var i = 0; i < 1000; i++)
            tuples.Add('2').Add((byte)0x86);
        var maps = new PickleText().Add("}");
        for (byte level = 0; level < 40; level++)
        {
            maps.Add((byte)'q', level).Add("}(");
            for (var key = 0; key < 50; key++)
                maps.Text($"k{key}").Add((byte)'h', level);
            maps.Add('u');
        }

        _folder.Read(
            "model.pt", Zip(p => p.Add("}(").Text("t").Add(tuples.Bytes).Text("m").Add(maps.Bytes).Text("w").Vector("0", 4).Add('u')),
            content => Assert.Single(content.Tensors));
    }

    [Theory]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff", "needs 4294967295 bytes")]
    [InlineData("\u008d\0\0\0\0\0\0\0\u007f", "needs 9151314442816847872 bytes")]
    [InlineData("\u008d\0\0\0\0\0\0\0\u0080", "a length of more than 2^63")]
    [InlineData("B\u00ff\u00ff\u00ff\u00ff", "needs 4294967295 bytes")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u007f", "needs 2147483647 bytes")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u00ff", "a length below 0")]
    [InlineData("\u0095\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\0\0", "a frame of")]
    [InlineData("Nr\u00ff\u00ff\u00ff\u00ff", "place 4294967295 of the memo")]
    [InlineData("j\u00ff\u00ff\u00ff\u00ff", "place 4294967295 of the memo")]
    [InlineData("t", "no mark")]
    [InlineData("0", "empty stack")]
    [InlineData("(0N0", "empty stack")]
    [InlineData("R", "empty stack")]
    [InlineData("N(R", "empty stack")]
    [InlineData("NNR", "no arguments")]
    [InlineData("N)R", "neither a class nor a function")]
    [InlineData("NNa", "no list")]
    [InlineData("NNNs", "no dictionary")]
    [InlineData(")Na", "no list")]
    [InlineData("}(Nu", "a key has no value")]
    [InlineData("(Nd", "a key has no value")]
    [InlineData("\u0080\u0009", "protocol 9")]
    [InlineData("\u0097", "outside of it")]
    [InlineData("\u0082\u0001", "only the program that wrote it knows")]
    [InlineData("\u00fe", "no instruction 0xfe")]
    [InlineData("I1x\n", "no number")]
    [InlineData("Px\n", "a storage")]
    [InlineData("NQ", "a storage")]
    public void Instructions_that_cannot_be_are_refused(string instructions, string problem) =>
        Assert.Contains(problem, _folder.Refusal("model.pt", Zip(p => p.Add(instructions))), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, new long[] { 5 }, new long[] { 1 }, "last element at 4")]
    [InlineData(1, new long[] { 4 }, new long[] { 1 }, "last element at 4")]
    [InlineData(4, new long[] { }, new long[] { }, "last element at 4")]
    [InlineData(0, new long[] { 2, 2 }, new long[] { 3, 1 }, "last element at 4")]
    [InlineData(0, new long[] { 4 }, new long[] { -1 }, "stride of -1")]
    [InlineData(-1, new long[] { 1 }, new long[] { 1 }, "is damaged")]
    [InlineData(0, new long[] { -2 }, new long[] { 1 }, "negative")]
    [InlineData(0, new long[] { 2, 2 }, new long[] { 1 }, "1 strides")]
    [InlineData(0, new long[] { 1L << 40, 1L << 40 }, new long[] { 0, 0 }, "2^63")]
    [InlineData(0, new long[] { long.MaxValue, 3 }, new long[] { long.MaxValue, long.MaxValue }, "2^63")]
    [InlineData(0, new long[] { 1L << 31 }, new long[] { 1L << 62 }, "last element at")]
    [InlineData(0, new long[] { 1L << 40 }, new long[] { 0 }, "repeats 4 stored elements")]
    public void Tensors_outside_of_their_storage_are_refused(long offset, long[] shape, long[] strides, string problem) => Assert.Contains(
        problem,
        _folder.Refusal("model.pt", Zip(p => p.Add("}").Text("a").Tensor("FloatStorage", "0", 4, offset, shape, strides).Add('s'))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("FloatStorage", 5, "has 16 bytes")]
    [InlineData("DoubleStorage", 3, "has 16 bytes")]
    [InlineData("FloatStorage", long.MaxValue, "has 16 bytes")]
    [InlineData("FloatStorage", -1, "is damaged")]
    [InlineData("FooStorage", 1, "torch.FooStorage")]
    public void Storages_that_are_shorter_than_they_are_said_to_be_are_refused(string type, long count, string problem) => Assert.Contains(
        problem, _folder.Refusal("model.pt", Zip(p => p.Add("}").Text("a").Tensor(type, "0", count, 0, [1], [1]).Add('s'))),
        StringComparison.Ordinal);

    [Fact]
    public void A_shape_of_more_dimensions_than_PyTorch_has_is_refused()
    {
        var ones = Enumerable.Repeat(1L, 100).ToArray();

        Assert.Contains(
            "is damaged", _folder.Refusal("m.pt", Zip(p => p.Add("}").Text("a").Tensor("FloatStorage", "0", 4, 0, ones, ones).Add('s'))),
            StringComparison.Ordinal);
    }

    /// <summary>Copies of a list of 100,000 items, by 6 bytes each.</summary>
    [Fact]
    public void Copies_are_counted_as_what_they_copy()
    {
        var items = new PickleText().Add("](").Add(new string('N', 100_000)).Add("eq\0").Global("builtins", "set").Add("q\u0001");
        for (var i = 0; i < 1000; i++)
            items.Add("h\u0001h\0\u0085R");

        Assert.Contains("values beside its tensors", _folder.Refusal("m.pt", Zip(p => p.Add(items.Bytes))), StringComparison.Ordinal);
    }

    /// <summary>Integers whose lower and upper halves are exchanged have one hash in .NET: 2¹⁷ of those would take minutes.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Keys_of_one_hash_take_no_longer_than_others()
    {
        var keys = new PickleText().Add("}(");
        for (var i = 0L; i < 1 << 17; i++)
            keys.Long((i << 32) | i).Add('N');

        await Task.Run(() => Assert.Contains(
            "no state dict", _folder.Refusal("m.pt", Zip(p => p.Add(keys.Bytes).Add('u'))), StringComparison.Ordinal));
    }

    private static byte[] Zip(Func<PickleText, PickleText> pickle) => ArchiveBytes.Checkpoint(PickleText.Of(pickle), ("0", _floats));
}
