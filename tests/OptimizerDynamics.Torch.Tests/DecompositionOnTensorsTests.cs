using OptimizerDynamics.Networks;
using OptimizerDynamics.Testing;
using static OptimizerDynamics.Testing.TrainerSteps;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>The update taken apart by the tensor interpreter: the parts are the CPU interpreter's, and nothing else changes.</summary>
public sealed class DecompositionOnTensorsTests
{
    private const UpdateParts Everything = UpdateParts.Split | UpdateParts.Parameters | UpdateParts.WithoutDecay;

    public DecompositionOnTensorsTests() => NativeTorch.Load();

    public static TheoryData<string> Splitting =>
        [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name).Where(name => name != "lion")];

    /// <summary>Each step starts from the CPU interpreter's parameters and state, the parts' included, which the two exchange. Relative to
    /// the larger of both parts; measured over 100 trials of each: at most 3e-12 (AdaMax, where a moment's digits cancel), and half of
    /// them the same to the bit.</summary>
    [Theory]
    [MemberData(nameof(Splitting))]
    public void The_parts_are_those_of_the_cpu_interpreter(string name) => Properties.ForAll(Trial.Any(name, 2, 40), 8, trial =>
    {
        if (trial.Optimizer.Has("centered"))
            trial = trial with { Optimizer = trial.Optimizer.With("centered", 0) }; // whose v − a² cancels in either
        using var scope = NewDisposeScope();
        var chain = trial.Optimizer.Chain;
        var layout = ParameterLayout.Vector(trial.Stream.Dimension);
        var reference = new CpuOptimizer<double>(chain, layout, trial.Stream.Steps);
        var expected = reference.Decompose(Everything);
        var values = (double[])trial.Stream.Initial.Clone();
        var (theta, g) = (zeros(values.Length, ScalarType.Float64), zeros(values.Length, ScalarType.Float64));
        using var optimizer = new TensorOptimizer(chain, layout, theta, g, trial.Stream.Steps, blockLength: 2);
        optimizer.Decompose(Everything);
        foreach (var row in trial.Stream.Rows)
        {
            theta.copy_(tensor(values));
            g.copy_(tensor(row));
            using var state = new MemoryStream();
            reference.SaveState(state);
            state.Position = 0;
            optimizer.LoadState(state);
            reference.Step(values, row);
            optimizer.Step();
            for (var i = 0; i < values.Length; i++)
            {
                var scale = Math.Max(Math.Abs(expected.Loss[i]), Math.Abs(expected.Decay[i]));
                foreach (var part in (UpdateParts[])[UpdateParts.Loss, UpdateParts.Decay, UpdateParts.Update, UpdateParts.WithoutDecay])
                {
                    var (own, other) = (optimizer.Part(part)[i].item<double>(), expected.Of(part)[i]);
                    if (double.IsFinite(other) && scale > 1e-290)
                        Assert.InRange(Math.Abs(own - other) / Math.Max(scale, Math.Abs(other)), 0, 1e-9);
                }

                Assert.Equal(expected.Parameters[i], optimizer.Part(UpdateParts.Parameters)[i].item<double>());
            }
        }
    });

    [Theory]
    [MemberData(nameof(TensorOptimizerTests.Everyone), MemberType = typeof(TensorOptimizerTests))]
    public void Taking_apart_changes_no_bit_and_blocks_change_none_of_a_part(string name)
    {
        var chain = Vectors.AllSettings(name);
        var kept = chain.WhyNotSplit is null ? Everything : UpdateParts.WithoutDecay | UpdateParts.Update;
        var (plain, _) = Run(UpdateParts.None, null);
        var (whole, parts) = Run(kept, null);
        var (blocks, partsOfBlocks) = Run(kept, 300);
        Assert.Equal(plain, whole);
        Assert.Equal(plain, blocks);
        Assert.Equal(parts, partsOfBlocks);

        (float[] Theta, float[] Parts) Run(UpdateParts some, int? blockLength)
        {
            using var scope = NewDisposeScope();
            var (theta, g) = (tensor(Vectors.Ramp<float>(1001)), tensor(Vectors.Ramp<float>(1001)).mul_(-0.3));
            using var optimizer = new TensorOptimizer(chain, Vectors.Layout(1001), theta, g, 20, blockLength);
            if (some != UpdateParts.None)
                optimizer.Decompose(some);
            for (var step = 0; step < 3; step++)
                optimizer.Step();
            UpdateParts[] all = [UpdateParts.Loss, UpdateParts.Decay, UpdateParts.Update, UpdateParts.WithoutDecay];
            return (theta.data<float>().ToArray(),
                [.. all.Where(part => some.HasFlag(part)).SelectMany(part => optimizer.Part(part).data<float>().ToArray())]);
        }
    }

    [Fact]
    public void Lion_does_not_split_on_tensors_either()
    {
        using var optimizer = new TensorOptimizer(Optimizers.Lion(l2: 0.1), ParameterLayout.Vector(2), ones(2), ones(2));
        Assert.Contains("ScaleByLion", Assert.Throws<NotSupportedException>(() => optimizer.Decompose()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => optimizer.Part(UpdateParts.Loss));
    }

    /// <summary>What the parts remember moves with the module, and a part is the same on both interpreters.</summary>
    [Theory]
    [InlineData(Interpreter.Cpu)]
    [InlineData(Interpreter.Tensor)]
    public void The_parts_of_a_module_move_with_it(Interpreter interpreter)
    {
        using var scope = NewDisposeScope();
        var network = ParameterBufferTests.Small();
        using var optimizer = new ModelOptimizer(network, Optimizers.Sgd(l2: 1e-2), interpreter: interpreter);
        optimizer.Decompose();
        Step();
        optimizer.MoveTo(elementType: ScalarType.Float64);
        var before = optimizer.Parameters.Values.clone();
        Step();
        var (loss, decay, update) = (
            optimizer.Part(UpdateParts.Loss), optimizer.Part(UpdateParts.Decay), optimizer.Part(UpdateParts.Update));
        Assert.True(loss.add(decay).allclose(update, 1e-6, 1e-9));
        Assert.True(before.sub(update).allclose(optimizer.Parameters.Values, 1e-12, 1e-14));
        Assert.True(decay.abs().max().item<double>() > 0);

        void Step()
        {
            optimizer.ZeroGradients();
            network.forward(ones(5, 3, optimizer.Parameters.ElementType)).square().sum().backward();
            optimizer.Step();
        }
    }

    /// <summary>Trainings on libtorch sum up what the CPU engine does: alone, packed, and on tensors.</summary>
    [Fact]
    public void A_training_on_libtorch_has_the_rates_of_the_engine()
    {
        using var set = SmallSets.Squares(40, 2, size: 16);
        var graph = Architectures.BasicNet.Build(1.0 / 16, 1, 4);
        var chain = Optimizers.AdamW(weightDecay: 1e-2);
        Trainer Made(ITrainingBackend backend) => new(backend, graph, set, chain, new TrainingOptions(8, 26, 5));
        var torchBackend = new TorchBackend();
        using var engine = Made(new CpuBackend());
        using var alone = Made(torchBackend);
        using var first = Made(torchBackend);
        using var second = Made(torchBackend);
        using (var pack = new PackedTrainer([first, second]))
        {
            while (!pack.IsCompleted)
                pack.Step();
        }

        while (!engine.IsCompleted)
        {
            engine.Step();
            alone.Step();
        }

        List<double> shares = [];
        foreach (var trainer in (Trainer[])[alone, first, second])
        {
            Assert.Equal(engine.DecayRates.Select(window => window.Last), trainer.DecayRates.Select(window => window.Last));
            foreach (var (expected, found) in engine.DecayRates.Zip(trainer.DecayRates))
            {
                // α·λ = 1e-5 of θ, rounded twice in float32.
                Assert.All(
                    expected.Scale.Concat(expected.Filter).Zip(found.Scale.Concat(found.Filter)),
                    layer => Assert.All(layer.First.Zip(layer.Second), of => Assert.InRange(of.Second / of.First, 1 - 1e-6, 1 + 1e-6)));
                shares.AddRange(
                    expected.Share.SelectMany(layer => layer).Zip(found.Share.SelectMany(layer => layer))
                        .Select(of => Math.Abs(of.First - of.Second) / of.First));
            }
        }

        // Shares are of the loss's gradients, too, whose near-ties may fall the other way: median 8e-7, largest 1.2e-4 of 8,352.
        shares.Sort();
        Assert.InRange(shares[shares.Count / 2], 0, 1e-5);
    }

    /// <summary>Under L2, too, and from a checkpoint: the same bits.</summary>
    [Fact]
    public void A_resumed_training_on_libtorch_has_the_bits_of_one_without_interruption()
    {
        using var set = SmallSets.Squares(40, 2);
        var graph = Architectures.BasicNet.Build(1.0 / 32, 1, 4);
        Trainer Made() => new(new TorchBackend(), graph, set, Optimizers.Adam(l2: 1e-3), new TrainingOptions(8, 28, 5));
        using var whole = Made();
        using var second = Made();
        Step(whole, 28);
        using (var half = Made())
        {
            Step(half, 27);
            second.LoadState(new MemoryStream(StateOf(half)));
        }

        Step(second, 1);
        Assert.Equal(StateOf(whole), StateOf(second));
    }
}
