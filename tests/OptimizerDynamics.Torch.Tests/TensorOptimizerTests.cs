using System.Collections.Immutable;
using OptimizerDynamics.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>What the tensor interpreter promises beside its numbers: blocks, operations, memory, states, errors.</summary>
public sealed class TensorOptimizerTests
{
    public TensorOptimizerTests() => NativeTorch.Load();

    public static TheoryData<string> Everyone => [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name)];

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Neither_block_length_nor_threads_change_a_bit(string name)
    {
        const int Length = 70_001; // libtorch shares out from 2¹⁵ elements on
        var gradients = Vectors.Ramp<float>(Length);
        var threads = TorchThreads.Count;
        try
        {
            TorchThreads.Count = 1;
            var expected = Run(null);
            Assert.Equal(expected, Run(1_001));
            Assert.Equal(expected, Run(40_000));
            TorchThreads.Count = 2;
            Assert.Equal(expected, Run(Length));
        }
        finally
        {
            TorchThreads.Count = threads;
        }

        float[] Run(int? blockLength)
        {
            using var scope = NewDisposeScope();
            var (theta, g) = (tensor(Vectors.Ramp<float>(Length)), tensor(gradients));
            using var optimizer = new TensorOptimizer(Vectors.AllSettings(name), Vectors.Layout(Length), theta, g, 20, blockLength);
            for (var step = 0; step < 3; step++)
                optimizer.Step();
            return theta.data<float>().ToArray();
        }
    }

    /// <summary>
    /// Seven for Adam; coupled L2 writes g + λθ out, decoupled decay is one more; a limit to some kinds costs no more than that.
    /// </summary>
    [Fact]
    public void The_number_of_operations_is_the_chains_whatever_the_layers()
    {
        Assert.Equal(7, Operations(Optimizers.Adam(), Layers(1)));
        Assert.Equal(9, Operations(Optimizers.Adam(l2: 1e-3), Layers(1)));
        Assert.Equal(8, Operations(Optimizers.Adam(weightDecay: 1e-3), Layers(1)));
        Assert.Equal(3, Operations(Optimizers.Sgd(), Layers(1)));
        Assert.Equal(4, Operations(Optimizers.Sgd(l2: 1e-3), Layers(1)));
        foreach (var optimizer in OptimizerCatalog.All)
        {
            var chain = Vectors.AllSettings(optimizer.Name);
            Assert.Equal(Operations(chain, Layers(1)), Operations(chain, Layers(50)));
        }

        Chain limited = [
            new AddDecayedWeights(1e-3, ParameterKinds.Weight), new ScaleByAdam(), new AddDecayedWeights(1e-3, ParameterKinds.NormScale)];
        Assert.Equal(10, Operations(limited, Layers(1)));
        Assert.Equal(10, Operations(limited, Layers(50)));

        static ParameterLayout Layers(int count) =>
            new(Enumerable.Range(0, count).SelectMany(i => new (string, ParameterKinds, ImmutableArray<int>)[]
            {
                ($"{i}.weight", ParameterKinds.Weight, [60 / count]), ($"{i}.scale", ParameterKinds.NormScale, [60 / count]),
            }));

        static long Operations(Chain chain, ParameterLayout layout)
        {
            using var scope = NewDisposeScope();
            using var optimizer = new TensorOptimizer(chain, layout, ones(layout.Length), ones(layout.Length), 10);
            optimizer.Step();
            return optimizer.OperationsOfLastStep;
        }
    }

    /// <summary>Each decay is of θ before the step: 1 − ¼ − ½, not 1 · ¾ · ½.</summary>
    [Fact]
    public void Several_decays_take_from_the_same_parameters()
    {
        var layout = new ParameterLayout([("w", ParameterKinds.Weight, [1]), ("gamma", ParameterKinds.NormScale, [1])]);
        using var engine = Engine.Create(
            "tensor", ScalarType.Float64, "cpu", [new AddDecayedWeights(0.25), new AddDecayedWeights(0.5, ParameterKinds.Weight)], layout,
            1);
        Assert.Equal([0.25, 0.75], engine.Step([1, 1], [0, 0]));
    }

    /// <summary>The schedule gives every step factors of its own.</summary>
    [Theory]
    [MemberData(nameof(Everyone))]
    public void A_thousand_steps_make_no_tensor(string name)
    {
        using var scope = NewDisposeScope();
        using var optimizer = new TensorOptimizer(Vectors.AllSettings(name), Vectors.Layout(100), ones(100), ones(100), 2000, 40);
        optimizer.Step();
        var before = DisposeScopeManager.Statistics.ToString();
        for (var step = 0; step < 1000; step++)
            optimizer.Step();
        Assert.Equal(before, DisposeScopeManager.Statistics.ToString());
        Assert.Equal(1001, optimizer.StepCount);
    }

    /// <summary>A parameter that met NaN stays NaN, also where the step is a sign; the one beside it does not notice. Of infinity either
    /// may make what its order of operations makes of it, but none makes a number of what the other has lost.</summary>
    [Theory]
    [MemberData(nameof(Everyone))]
    public void What_met_NaN_is_NaN_and_what_is_lost_in_the_reference_is_lost_on_tensors(string name)
    {
        var stream = new GradientStream(
            [1, 1, 1, 1], [[1, double.NaN, double.PositiveInfinity, 0], [1, 1, 1, double.NegativeInfinity], [1, 1, 1, 1]]);
        var optimizer = OptimizerCase.Default(name);
        using var reference = Engine.Create("cpu", ScalarType.Float64, "cpu", optimizer.Chain, ParameterLayout.Vector(4), 3);
        using var tensors = Engine.Create("tensor", ScalarType.Float64, "cpu", optimizer.Chain, ParameterLayout.Vector(4), 3);
        var (expected, found) = (stream.Initial, stream.Initial);
        foreach (var row in stream.Rows)
        {
            (expected, found) = (reference.Step(expected, row), tensors.Step(found, row));
            Assert.True(double.IsFinite(found[0]));
            Assert.True(double.IsNaN(found[1]));
            Assert.All(expected.Zip(found), pair => Assert.True(double.IsFinite(pair.First) || !double.IsFinite(pair.Second)));
        }
    }

    public static TheoryData<string, ScalarType> EveryoneInBothTypes
    {
        get
        {
            var data = new TheoryData<string, ScalarType>();
            foreach (var optimizer in OptimizerCatalog.All)
            {
                data.Add(optimizer.Name, ScalarType.Float64);
                data.Add(optimizer.Name, ScalarType.Float32);
            }

            return data;
        }
    }

    /// <summary>Steps on one interpreter, the rest on the other: the bytes of the state are the same, and so is the way on.</summary>
    [Theory]
    [MemberData(nameof(EveryoneInBothTypes))]
    public void A_state_moves_between_the_interpreters(string name, ScalarType dtype)
    {
        if (dtype == ScalarType.Float32)
            StateMove.Check<float>(name, "cpu");
        else
            StateMove.Check<double>(name, "cpu");
    }

    [Fact]
    public void A_damaged_or_foreign_state_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var (theta, g) = (ones(50, ScalarType.Float64), ones(50, ScalarType.Float64));
        using var optimizer = new TensorOptimizer(Optimizers.Adam(l2: 1e-4), ParameterLayout.Vector(50), theta, g);
        optimizer.Step();
        var state = Saved(optimizer);
        optimizer.Step();
        var later = Saved(optimizer);

        for (var at = 0; at < state.Length; at += 37)
        {
            var damaged = (byte[])state.Clone();
            damaged[at] ^= 0x40;
            Assert.Throws<OptimizerStateException>(() => optimizer.LoadState(new MemoryStream(damaged)));
        }

        Assert.Throws<OptimizerStateException>(() => optimizer.LoadState(new MemoryStream(state[..^1])));
        using var other = new TensorOptimizer(Optimizers.Adam(l2: 1e-3), ParameterLayout.Vector(50), theta, g);
        Assert.Contains(
            "another chain", Assert.Throws<OptimizerStateException>(() => other.LoadState(new MemoryStream(state))).Message,
            StringComparison.Ordinal);
        Assert.Equal(later, Saved(optimizer));

        optimizer.LoadState(new MemoryStream(state));
        Assert.Equal(state, Saved(optimizer));
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_refused_in_words()
    {
        using var scope = NewDisposeScope();
        var layout = ParameterLayout.Vector(4);
        var good = zeros(4);
        Refuses("parameters", "4 elements", zeros(5), good);
        Refuses("parameters", "shape [2, 2]", zeros(2, 2), good);
        Refuses("gradients", "contiguous", good, zeros(8)[TensorIndex.Slice(0, 8, 2)]);
        Refuses("parameters", "found Float16", zeros(4, ScalarType.Float16), good);
        Refuses("gradients", "Float64", good, zeros(4, ScalarType.Float64));
        Refuses("parameters", "without gradient tracking", zeros(4, requires_grad: true), good);
        Refuses("gradients", "overlap in memory", good, good);
        var memory = zeros(7);
        Refuses("gradients", "overlap in memory", memory.narrow(0, 0, 4), memory.narrow(0, 3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorOptimizer(Optimizers.Adam(), layout, good, good, blockLength: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorOptimizer(Optimizers.Adam(), layout, good, good, runLength: 0));
        var needsLength = Assert.Throws<ArgumentException>(
            () => new TensorOptimizer(Optimizers.Adam(schedule: new CosineSchedule()), layout, good, good));
        Assert.Contains("give runLength", needsLength.Message, StringComparison.Ordinal);

        void Refuses(string parameter, string words, Tensor theta, Tensor g)
        {
            var error = Assert.Throws<ArgumentException>(() => new TensorOptimizer(Optimizers.Adam(), layout, theta, g));
            Assert.Equal(parameter, error.ParamName);
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_rule_from_elsewhere_is_left_to_the_reference()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<NotSupportedException>(
            () => new TensorOptimizer([new Doubling()], ParameterLayout.Vector(1), zeros(1), zeros(1)));
        Assert.Contains(nameof(Doubling), error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(ITensorRule), error.Message, StringComparison.Ordinal);
        Assert.Contains("run it on the CPU", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_that_is_not_there_is_named()
    {
        using var scope = NewDisposeScope();
        using var optimizer = new TensorOptimizer(Optimizers.Adam(), ParameterLayout.Vector(3), zeros(3), zeros(3));
        Assert.Equal(3, optimizer.State(0, "v").numel());
        Assert.Contains("it has: m, v", Assert.Throws<ArgumentException>(() => optimizer.State(0, "w")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => optimizer.State(5, "v"));
    }

    private static byte[] Saved(TensorOptimizer optimizer)
    {
        using var stream = new MemoryStream();
        optimizer.SaveState(stream);
        return stream.ToArray();
    }

    private sealed record Doubling : UpdateRule
    {
        protected override string Arguments => "";

        public override void Apply<T>(in RuleBlock<T> block) => block.Scale(block.Update, block.Incoming, 2);
    }
}
