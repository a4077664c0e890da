using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>A module and its parameter buffer are one thing, or an error says that they are not.</summary>
public sealed class ParameterBufferTests
{
    public ParameterBufferTests() => NativeTorch.Load();

    [Fact]
    public void Values_gradients_and_the_networks_output_stay_what_they_were()
    {
        using var scope = NewDisposeScope();
        var network = Small();
        var x = randn(5, 3);
        network.forward(x).square().sum().backward();
        var parameters = network.parameters().ToArray();
        var (values, gradients, output) = (Flat(parameters), Flat(parameters.Select(p => p.grad!)), network.forward(x));

        using var buffer = new ParameterBuffer(network);

        Assert.Equal(values, buffer.Values.data<float>().ToArray());
        Assert.Equal(gradients, buffer.Gradients.data<float>().ToArray());
        Assert.True(output.equal(network.forward(x)).all().item<bool>());
        Assert.Equal(
            [
                "first.weight: weight [4, 3]", "first.bias: bias [4]", "norm.weight: scale [4]", "norm.bias: shift [4]",
                "last.weight: weight [2, 4]", "last.bias: bias [2]"],
            buffer.Layout.Ranges.Select(range => range.ToString()));
        Assert.Equal(network.named_parameters().Select(p => p.name), buffer.Layout.Ranges.Select(range => range.Name));
        buffer.Verify();
    }

    [Fact]
    public void Back_propagation_adds_into_the_vector_and_writing_to_it_reaches_the_network()
    {
        using var scope = NewDisposeScope();
        var (network, twin) = (Small(), Small());
        twin.load_state_dict(network.state_dict());
        using var buffer = new ParameterBuffer(network);
        var x = randn(5, 3);

        foreach (var module in new[] { network, twin })
        {
            module.forward(x).square().sum().backward();
            module.forward(x + 1).square().sum().backward();
        }

        Assert.Equal(Flat(twin.parameters().Select(p => p.grad!)), buffer.Gradients.data<float>().ToArray());
        buffer.ZeroGradients();
        Assert.All(network.parameters(), parameter => Assert.Equal(0, parameter.grad!.abs().sum().item<float>()));
        buffer.Values.fill_(0.5);
        Assert.All(network.parameters(), parameter => Assert.True(parameter.eq(0.5).all().item<bool>()));
        buffer.Verify();
    }

    [Fact]
    public void A_tied_parameter_is_there_once_and_gathers_the_gradient_of_all_uses()
    {
        using var scope = NewDisposeScope();
        var network = new Tied();
        using var optimizer = new ModelOptimizer(network, Optimizers.Sgd(learningRate: 1, momentum: 0));
        Assert.Equal(["a.weight", "a.bias", "b.bias"], optimizer.Parameters.Layout.Ranges.Select(range => range.Name));

        var x = randn(4, 3);
        network.forward(x).sum().backward();
        var (w, a, b) =
            (network.A.weight!.detach().clone().requires_grad_(), network.A.bias!.detach().clone(), network.B.bias!.detach().clone());
        nn.functional.linear(nn.functional.linear(x, w, a), w, b).sum().backward();
        Assert.True(allclose(w.grad!, network.A.weight!.grad!));

        optimizer.Step();
        Assert.Same(network.A.weight, network.B.weight);
        Assert.True(allclose(w.detach() - w.grad!, network.B.weight!));
        Assert.Contains(
            "'b.weight' is the same parameter as 'a.weight'",
            Assert.Throws<ArgumentException>(() => optimizer.MoveTo(elementType: ScalarType.Float64)).Message, StringComparison.Ordinal);
        optimizer.Step(); // nothing has been moved
    }

    [Fact]
    public void A_frozen_parameter_is_left_out_and_stays()
    {
        using var scope = NewDisposeScope();
        var network = Small();
        var norm = network.get_parameter("norm.weight")!;
        norm.requires_grad_(false);
        using var optimizer = new ModelOptimizer(network, Optimizers.Adam(weightDecay: 0.1));
        Assert.DoesNotContain(optimizer.Parameters.Layout.Ranges, range => range.Name == "norm.weight");
        for (var step = 0; step < 3; step++)
        {
            network.forward(randn(5, 3)).square().sum().backward();
            optimizer.Step();
        }

        Assert.True(norm.eq(1).all().item<bool>());
    }

    /// <summary>
    /// Unlike PyTorch's optimizers, which skip a parameter whose gradient is none: a silent gradient is zero, and decay goes on.
    /// </summary>
    [Fact]
    public void A_parameter_that_the_loss_does_not_reach_decays_like_any_other()
    {
        using var scope = NewDisposeScope();
        var network = Small();
        var unused = network.get_parameter("last.bias")!;
        using var optimizer = new ModelOptimizer(network, Optimizers.Adam(weightDecay: 0.125));
        var before = unused.detach().clone();
        nn.functional.linear(randn(5, 3), network.get_parameter("first.weight")!).sum().backward();
        optimizer.Step();
        Assert.True(allclose(before * 0.875, unused));
    }

    [Fact]
    public void A_module_that_cannot_be_taken_is_refused_in_words_and_left_as_it_was()
    {
        using var scope = NewDisposeScope();
        Refuses("no trainable parameter", nn.ReLU());
        Refuses("'own' of a OwnParameter", new OwnParameter());
        Refuses("type Float16", nn.Linear(2, 2).to(ScalarType.Float16));
        Refuses("one type and one device", nn.Sequential(("a", nn.Linear(2, 2)), ("b", nn.Linear(2, 2).to(ScalarType.Float64))));

        static void Refuses(string words, nn.Module module)
        {
            Assert.Contains(words, Assert.Throws<ArgumentException>(() => new ParameterBuffer(module)).Message, StringComparison.Ordinal);
            Assert.All(module.parameters(), parameter => Assert.Null(parameter.grad));
        }
    }

    [Fact]
    public void Kinds_come_from_the_module_types_and_for_others_from_the_caller()
    {
        using var scope = NewDisposeScope();
        Assert.Equal("weight weight bias bias", Kinds(nn.LSTM(2, 3)));
        Assert.Equal("scale shift", Kinds(nn.GroupNorm(2, 4)));
        Assert.Equal("scale shift", Kinds(nn.LayerNorm([4])));
        Assert.Equal("scale shift", Kinds(nn.InstanceNorm2d(4, affine: true)));
        Assert.Equal("weight", Kinds(nn.Embedding(3, 4)));
        Assert.Equal("weight bias", Kinds(nn.ConvTranspose2d(3, 4, 3)));
        Assert.Equal(
            "shift", Kinds(new OwnParameter(), (owner, name) => owner is OwnParameter && name == "own" ? ParameterKinds.NormShift : null));

        static string Kinds(nn.Module module, Func<nn.Module, string, ParameterKinds?>? kindOf = null)
        {
            using var buffer = new ParameterBuffer(module, kindOf);
            return string.Join(' ', buffer.Layout.Ranges.Select(range => range.Kind.ToText()));
        }
    }

    [Fact]
    public void The_first_gradient_that_is_not_finite_is_named()
    {
        using var scope = NewDisposeScope();
        var network = Small();
        using var buffer = new ParameterBuffer(network);
        Assert.Null(buffer.FirstNonFiniteGradient());
        network.get_parameter("norm.bias")!.grad![2] = double.NegativeInfinity;
        network.get_parameter("last.bias")!.grad![0] = double.NaN;
        Assert.Equal(
            "the gradient of norm.bias is -Infinity at its element 2 (element 22 of all parameters)",
            buffer.FirstNonFiniteGradient()!.ToString());
    }

    [Fact]
    public void The_vectors_outlive_the_scope_they_were_made_in()
    {
        ModelOptimizer optimizer;
        var network = Small();
        using (NewDisposeScope())
            optimizer = new ModelOptimizer(network, Optimizers.Adam(), interpreter: Interpreter.Tensor);
        using (optimizer)
            optimizer.Step();
        network.Dispose();
    }

    internal static Sequential Small() => nn.Sequential(("first", nn.Linear(3, 4)), ("norm", nn.BatchNorm1d(4)), ("last", nn.Linear(4, 2)));

    private static float[] Flat(IEnumerable<Tensor> tensors) => [.. tensors.SelectMany(t => t.detach().data<float>().ToArray())];

    private sealed class Tied : nn.Module<Tensor, Tensor>
    {
        public Tied()
            : base(nameof(Tied))
        {
            B.weight = A.weight;
            register_module("a", A);
            register_module("b", B);
        }

        public Linear A { get; } = nn.Linear(3, 3);

        public Linear B { get; } = nn.Linear(3, 3);

        public override Tensor forward(Tensor input) => B.forward(A.forward(input));
    }

    private sealed class OwnParameter : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter _own = new(zeros(2));

        public OwnParameter()
            : base(nameof(OwnParameter)) => register_parameter("own", _own);

        public override Tensor forward(Tensor input) => input + _own;
    }
}
