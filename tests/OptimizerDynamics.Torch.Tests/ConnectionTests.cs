using OptimizerDynamics.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>Whatever cuts a module off from its parameter vector is an error, never a network that silently no longer trains.</summary>
public sealed class ConnectionTests
{
    public ConnectionTests() => NativeTorch.Load();

    [Fact]
    public void What_befalls_the_whole_module_is_found_at_the_next_step()
    {
        using var scope = NewDisposeScope();
        Finds("module.to", network => network.to(ScalarType.Float64));
        Finds("ZeroGradients", network => network.zero_grad());
        Finds("disposed of", network => network.Dispose());
        Finds("no longer a window", network => { using var _ = new ModelOptimizer(network, Optimizers.Adam()); });

        static void Finds(string words, Action<nn.Module> cut)
        {
            var network = ParameterBufferTests.Small();
            using var optimizer = new ModelOptimizer(network, Optimizers.Adam());
            optimizer.Step();
            cut(network);
            Assert.Contains(words, Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(optimizer.Parameters.Verify);
        }
    }

    /// <summary>One parameter is looked at closely in each step, so that a step costs no more for more layers.</summary>
    [Fact]
    public void What_befalls_one_parameter_is_found_within_as_many_steps_as_there_are()
    {
        using var scope = NewDisposeScope();
        foreach (var (name, _) in ParameterBufferTests.Small().named_parameters())
        {
            Finds(name, "frozen since", p => p.requires_grad_(false));
            Finds(name, "ZeroGradients", p => p.grad = null);
            Finds(name, "ZeroGradients", p => p.grad = zeros(p.shape));
            Finds(name, "no longer a window", p =>
            {
                using var withoutGradient = no_grad();
                p.set_(zeros(p.shape));
            });
        }

        static void Finds(string name, string words, Action<Parameter> cut)
        {
            var network = ParameterBufferTests.Small();
            using var optimizer = new ModelOptimizer(network, Optimizers.Adam());
            optimizer.Step();
            cut(network.get_parameter(name)!);
            var message = Assert.Throws<InvalidOperationException>(() =>
            {
                foreach (var _ in optimizer.Parameters.Layout.Ranges)
                    optimizer.Step();
            }).Message;
            Assert.Contains($"'{name}'", message, StringComparison.Ordinal);
            Assert.Contains(words, message, StringComparison.Ordinal);
        }
    }

    /// <summary>A list's parameter can be replaced, or one unfrozen, without any old one noticing: the module itself is asked at the first
    /// step and wherever a state is saved, loaded or moved.</summary>
    [Fact]
    public void What_the_vector_does_not_know_of_is_found_where_a_state_leaves_or_comes()
    {
        using var scope = NewDisposeScope();
        var listed = new Listed();
        using var optimizer = new ModelOptimizer(listed, Optimizers.Adam(), kindOf: (_, _) => ParameterKinds.Weight);
        optimizer.Step();
        listed.Parameters[0] = new Parameter(zeros(2));
        Assert.Contains(
            "no longer where it was", Assert.Throws<InvalidOperationException>(() => optimizer.SaveState(Stream.Null)).Message,
            StringComparison.Ordinal);

        var network = ParameterBufferTests.Small();
        network.get_parameter("first.weight")!.requires_grad_(false);
        using var partly = new ModelOptimizer(network, Optimizers.Adam());
        partly.Step();
        network.get_parameter("first.weight")!.requires_grad_(true);
        Assert.Throws<InvalidOperationException>(() => partly.MoveTo(elementType: ScalarType.Float64));
        Assert.Throws<InvalidOperationException>(() => partly.SaveState(Stream.Null));
        Assert.Equal(ScalarType.Float32, network.get_parameter("last.weight")!.dtype);
    }

    /// <summary>Two modules that share a trunk: the vector of the first no longer holds it.</summary>
    [Fact]
    public void A_trunk_that_another_optimizer_took_over_is_found()
    {
        using var scope = NewDisposeScope();
        var trunk = nn.Linear(3, 3);
        var (a, b) =
            (nn.Sequential(("head", nn.Linear(3, 3)), ("trunk", trunk)), nn.Sequential(("head", nn.Linear(3, 3)), ("trunk", trunk)));
        using var first = new ModelOptimizer(a, Optimizers.Adam());
        first.Step();
        using var second = new ModelOptimizer(b, Optimizers.Adam());
        Assert.Contains("'trunk.weight'", Assert.Throws<InvalidOperationException>(() =>
        {
            first.Step();
            first.Step();
        }).Message, StringComparison.Ordinal);
        second.Step();
    }

    [Theory]
    [InlineData(Interpreter.Cpu)]
    [InlineData(Interpreter.Tensor)]
    public void A_disposed_optimizer_touches_no_memory(Interpreter interpreter)
    {
        using var scope = NewDisposeScope();
        var optimizer = new ModelOptimizer(ParameterBufferTests.Small(), Optimizers.Adam(), interpreter: interpreter);
        optimizer.Step();
        optimizer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => optimizer.Step());
        Assert.Throws<ObjectDisposedException>(() => optimizer.SaveState(Stream.Null));
        Assert.Throws<ObjectDisposedException>(() => optimizer.LoadState(Stream.Null));
        Assert.Throws<ObjectDisposedException>(() => optimizer.MoveTo(elementType: ScalarType.Float64));
        optimizer.Dispose();
    }

    /// <summary>A module that nobody refers to is finalized, and its normalization layers then dispose of their parameters.</summary>
    [Fact]
    public void The_optimizer_keeps_its_module()
    {
        using var optimizer = Made();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        optimizer.Parameters.Verify();

        static ModelOptimizer Made() => new(new GraphNetwork(Architectures.BasicNet.Build(1.0 / 16)), Optimizers.Adam());
    }

    private sealed class Listed : nn.Module
    {
        public Listed()
            : base(nameof(Listed)) => register_module("list", Parameters);

        public ParameterList Parameters { get; } = new(new Parameter(ones(2)), new Parameter(ones(3)));
    }
}
