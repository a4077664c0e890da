namespace OptimizerDynamics.Tests;

public sealed class LayoutTests
{
    private static readonly ParameterLayout _network = new(
    [
        ("conv.weight", ParameterKinds.Weight, [4, 3, 3, 3]),
        ("conv.bias", ParameterKinds.Bias, [4]),
        ("bn.scale", ParameterKinds.NormScale, [4]),
        ("bn.shift", ParameterKinds.NormShift, [4]),
        ("fc.weight", ParameterKinds.Weight, [2, 4]),
        ("temperature", ParameterKinds.Weight, []),
    ]);

    [Fact]
    public void Tensors_lie_one_behind_the_other()
    {
        Assert.Equal(108 + 4 + 4 + 4 + 8 + 1, _network.Length);
        Assert.Equal([0, 108, 112, 116, 120, 128], _network.Ranges.Select(range => range.Offset));
        Assert.Equal(1, _network.Ranges[^1].Length);
        Assert.Equal("conv.weight: weight [4, 3, 3, 3]", _network.Ranges[0].ToString());
        for (var i = 0; i < _network.Length; i++)
            Assert.InRange(i, _network.RangeAt(i).Offset, _network.RangeAt(i).End - 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => _network.RangeAt(_network.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => _network.RangeAt(-1));
    }

    [Theory]
    [InlineData("weight", new[] { 0, 108, 120, 9 })]
    [InlineData("scale+shift", new[] { 112, 8 })]
    [InlineData("bias", new[] { 108, 4 })]
    [InlineData("all", new[] { 0, 129 })]
    [InlineData("none", new int[0])]
    public void Kinds_are_found_by_name_in_any_window(string kinds, int[] stretches)
    {
        var members = new bool[_network.Length];
        for (var i = 0; i < stretches.Length; i += 2)
            members.AsSpan(stretches[i], stretches[i + 1]).Fill(true);

        for (var start = 0; start < _network.Length; start += 7)
        {
            for (var length = 1; start + length <= _network.Length; length += 5)
            {
                var found = new bool[length];
                foreach (var (from, count) in _network.StretchesOf(ParameterKindNames.Parse(kinds), start, length))
                    found.AsSpan(from, count).Fill(true);
                Assert.Equal(members[start..(start + length)], found);
            }
        }
    }

    [Fact]
    public void Decay_limited_to_kinds_leaves_the_others_alone()
    {
        foreach (var blockLength in (int[])[1, 5, 64, 1024])
        {
            var weights = ParameterKindNames.Parse("weight");
            var limited = new CpuOptimizer<double>(
                Optimizers.Sgd(1, 0, l2: 0.25, decayed: weights), _network, options: new CpuOptions { BlockLength = blockLength });
            var theta = Enumerable.Repeat(1.0, _network.Length).ToArray();

            limited.Step(theta, new double[_network.Length]);

            for (var i = 0; i < theta.Length; i++)
                Assert.Equal(_network.RangeAt(i).Kind == weights ? 0.75 : 1.0, theta[i]);
        }
    }

    [Fact]
    public void Decay_limited_to_kinds_works_behind_other_rules_too()
    {
        var weights = ParameterKindNames.Parse("weight");
        var optimizer = new CpuOptimizer<double>(Optimizers.Lion(0.5, weightDecay: 0.25, decayed: weights), _network);
        var theta = Enumerable.Repeat(1.0, _network.Length).ToArray();

        optimizer.Step(theta, Enumerable.Repeat(2.0, _network.Length).ToArray());

        for (var i = 0; i < theta.Length; i++)
            Assert.Equal(_network.RangeAt(i).Kind == weights ? 0.25 : 0.5, theta[i]);
    }

    [Fact]
    public void Names_of_kinds_read_back_and_others_are_refused()
    {
        for (var kinds = ParameterKinds.None; kinds <= ParameterKinds.All; kinds++)
            Assert.Equal(kinds, ParameterKindNames.Parse(kinds.ToText()));
        Assert.Equal("'gamma' is no kind of parameter; the kinds are weight, bias, scale, shift and all.",
            Assert.Throws<FormatException>(() => ParameterKindNames.Parse("weight+gamma")).Message);
    }

    [Fact]
    public void Impossible_layouts_are_refused()
    {
        Refuses("at least one tensor");
        Refuses("unique", ("a", ParameterKinds.Weight, [1]), ("a", ParameterKinds.Bias, [1]));
        Refuses("non-empty", (" ", ParameterKinds.Weight, [1]));
        Refuses("exactly one", ("a", ParameterKinds.All, [1]));
        Refuses("exactly one", ("a", ParameterKinds.None, [1]));
        Refuses("size 0", ("a", ParameterKinds.Weight, [3, 0]));
        Refuses("no shape", ("a", ParameterKinds.Weight, default));
        Refuses("alone exceeds", ("a", ParameterKinds.Weight, [70_000, 70_000]));
        Refuses("exceeds", ("a", ParameterKinds.Weight, [2_000_000_000]), ("b", ParameterKinds.Weight, [2_000_000_000]));

        static void Refuses(string words, params (string, ParameterKinds, System.Collections.Immutable.ImmutableArray<int>)[] tensors) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(() => new ParameterLayout(tensors)).Message);
    }

    [Fact]
    public void Windows_and_kinds_that_do_not_exist_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _network.StretchesOf(ParameterKinds.All, -1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => _network.StretchesOf(ParameterKinds.All, 100, 30));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AddDecayedWeights(0.1, (ParameterKinds)16));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => OptimizerCatalog.Find("sgd")!.Build(new Dictionary<string, double> { ["nesterov"] = 0.5 }));
    }

    [Fact]
    public void Layouts_are_equal_when_their_tensors_are()
    {
        Assert.Equal(ParameterLayout.Vector(3), new ParameterLayout([("theta", ParameterKinds.Weight, [3])]));
        Assert.NotEqual(ParameterLayout.Vector(3), ParameterLayout.Vector(4));
        Assert.NotEqual(ParameterLayout.Vector(6), new ParameterLayout([("theta", ParameterKinds.Weight, [2, 3])]));
        Assert.NotEqual(ParameterLayout.Vector(3), new ParameterLayout([("theta", ParameterKinds.Bias, [3])]));
    }
}
