namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>States of optimizers as they stand in other people's files: where they are, what they lack, and whose they cannot be.</summary>
public sealed class OptimizerStateTests
{
    private static readonly double[] _betas = [0.9, 0.99];

    private static readonly CheckpointValue.Map _adam = Trees.Map(
        ("lr", 0.01), ("betas", _betas), ("eps", 1e-8), ("weight_decay", 0.1), ("amsgrad", false));

    private static CheckpointValue.Map Moments(params double[] square) => Trees.Map(
        ("step", 1000), ("exp_avg", TensorData.Of([square.Length], new double[square.Length])),
        ("exp_avg_sq", TensorData.Of([square.Length], square)));

    private static StateDict Norm => new StateDict().Bn("bn", 2, [1, 1], [0, 0]);

    private static LayerReading Layer(CheckpointValue root, StateDict? state = null) => (state ?? Norm).Read(root: root).Layers[0];

    private static string? Problem(CheckpointValue root, StateDict? state = null) => (state ?? Norm).Read(root: root).Optimizer?.Problem;

    [Theory]
    [InlineData("optimizer")]
    [InlineData("optimizer_state_dict")]
    [InlineData("optimizer_states")]
    [InlineData("optim")]
    public void The_state_is_found_under_its_usual_names(string key)
    {
        var decay = Layer(Trees.Optimizer([(_adam, [0, 1])], [Moments(1, 4), Moments(0, 1e-8)], key)).Decay!;
        // √v̂ is √v to nine digits after a thousand steps: 1 − 0.99¹⁰⁰⁰ = 0.99996.
        Assert.Equal(1e-3, decay.Gamma!.Value[0], 1e-7);
        Assert.Equal(5e-4, decay.Gamma!.Value[1], 1e-7);
        Assert.Equal(1e5, decay.Beta!.Value[0], 1);
        Assert.Equal((0.001, 0.001), (Math.Round(decay.DecoupledGamma!.Value, 12), Math.Round(decay.DecoupledBeta!.Value, 12)));
    }

    [Fact]
    public void Numbers_may_be_tensors_of_one_element()
    {
        var group = Trees.Map(
            ("lr", TensorData.Of([], [0.01])), ("betas", _betas), ("eps", 1e-8), ("weight_decay", 0.1), ("amsgrad", false));
        var state = Trees.Map(
            ("step", TensorData.Of([], [1000])), ("exp_avg", TensorData.Of([2], [0, 0])), ("exp_avg_sq", TensorData.Of([2], [1, 1])));
        Assert.Equal(1e-3, Layer(Trees.Optimizer([(group, [0, 1])], [state, state])).Decay!.Gamma!.Value[0], 1e-7);
    }

    [Fact]
    public void Newer_states_tell_Adam_from_AdamW()
    {
        var moments = Moments(1, 4);
        CheckpointReading Read(bool isDecoupled) => Norm.Read(root: Trees.Optimizer(
            [(new CheckpointValue.Map([.. _adam.Entries, .. Trees.Map(("decoupled_weight_decay", isDecoupled)).Entries]), [0, 1])],
            [moments, moments]));
        Assert.Equal(("Adam", DecayForm.Coupled), (Read(false).Optimizer!.Name, Read(false).Optimizer!.Form));
        Assert.Equal(("AdamW", DecayForm.Decoupled), (Read(true).Optimizer!.Name, Read(true).Optimizer!.Form));
        Assert.Equal([0.001, 0.001], Read(true).Layers[0].Decay!.Gamma!.Value.Select(rate => Math.Round(rate, 12)));
    }

    [Fact]
    public void What_the_state_lacks_is_told()
    {
        var state = Trees.Map(("exp_avg", TensorData.Of([2], [0, 0])), ("exp_avg_sq", TensorData.Of([2], [1, 1])));
        var root = Trees.Optimizer([(_adam, [0, 1])], [state, Moments(1, 1)]);
        Assert.Contains("1 layer the state lacks", Problem(root));
        Assert.Null(Layer(root).Decay!.Gamma);
        Assert.NotNull(Layer(root).Decay!.Beta);
        Assert.Equal(0.001, Layer(root).Decay!.DecoupledGamma!.Value, 1e-12);
    }

    [Fact]
    public void Before_the_first_step_there_is_no_rate_but_the_decoupled_one()
    {
        var root = Trees.Optimizer([(_adam, [0, 1])], []);
        Assert.Equal("Adam or AdamW", Norm.Read(root: root).Optimizer!.Name);
        Assert.Contains("no step taken yet", Problem(root));
        Assert.Null(Layer(root).Decay!.Gamma);
        Assert.Equal(0.001, Layer(root).Decay!.DecoupledGamma!.Value, 1e-12);
    }

    [Fact]
    public void Moments_that_are_not_finite_give_rates_that_are_not() =>
        Assert.Equal(double.NaN, Layer(Trees.Optimizer([(_adam, [0, 1])], [Moments(double.NaN, 1), Moments(1, 1)])).Decay!.Gamma!.Value[0]);

    [Fact]
    public void Other_counts_and_shapes_give_no_rates()
    {
        var one = Trees.Optimizer([(_adam, [0])], [Moments(1, 1)]);
        Assert.Contains("the optimizer has 1 parameters and the state dict 2", Problem(one));
        Assert.Null(Layer(one).Decay);
        var other = Trees.Optimizer([(_adam, [0, 1])], [Moments(1, 1), Moments(1, 1, 1)]);
        Assert.Contains("parameter 1 of the optimizer has the shape (3)", Problem(other));
        Assert.Null(Layer(other).Decay);
    }

    [Fact]
    public void Names_that_newer_optimizers_keep_tell_where_shapes_do_not()
    {
        CheckpointValue.Map Group(string name, double decay) => Trees.Map(
            ("lr", 0.01), ("betas", _betas), ("eps", 1e-8), ("weight_decay", decay), ("amsgrad", false),
            ("param_names", new[] { name }));
        var named =
            Trees.Optimizer([(Group("module.bn.bias", 0), [0]), (Group("module.bn.weight", 0.1), [1])], [Moments(1, 1), Moments(4, 4)]);
        Assert.Null(Problem(named));
        Assert.Equal(5e-4, Layer(named).Decay!.Gamma!.Value[0], 1e-7);
        Assert.Equal(0, Layer(named).Decay!.Beta!.Value[0]);
        var unnamed = Trees.Optimizer([(_adam, [0]), (_adam, [1])], [Moments(1, 1), Moments(4, 4)]);
        Assert.Contains("2 tensors of equal shape could be in either", Problem(unnamed));
    }

    [Fact]
    public void Many_groups_of_equal_shapes_end_in_an_answer()
    {
        var state = new StateDict();
        for (var i = 0; i < 60; i++)
            state.Bn($"bn{i}", 2);
        var groups = Enumerable.Range(0, 12).Select(group => (_adam, Enumerable.Range(group * 10, 10).ToArray())).ToArray();
        var moments = Enumerable.Range(0, 120).Select(_ => (CheckpointValue.Map?)Moments(1, 1)).ToArray();
        Assert.Contains("too many of equal shape", Problem(Trees.Optimizer(groups, moments), state));
    }

    [Fact]
    public void What_is_no_state_of_PyTorchs_is_told()
    {
        Assert.Contains("no 'param_groups'", Problem(Trees.Map(("optimizer", Trees.Map(("lr", 1.0))))));
        Assert.Contains("2 optimizers", Problem(Trees.Map(("optimizers", new object[] { Trees.Map(), Trees.Map() }))));
        Assert.Contains("lists a parameter twice", Problem(Trees.Optimizer([(_adam, [0, 0])], [])));
        Assert.Contains(
            "not known here (its settings: lr, temperature)",
            Problem(Trees.Optimizer([(Trees.Map(("lr", 1.0), ("temperature", 2.0)), [0, 1])], [])));
        Assert.Contains("not known here (it has no settings)", Problem(Trees.Optimizer([], [])));
        Assert.Null(Norm.Read(root: Trees.Map(("optimizer", "adam"))).Optimizer);
    }

    [Fact]
    public void SGD_that_maximizes_is_not_read()
    {
        var group =
            Trees.Map(("lr", 0.1), ("momentum", 0), ("dampening", 0), ("weight_decay", 0.1), ("nesterov", false), ("maximize", true));
        Assert.Contains("not known here", Problem(Trees.Optimizer([(group, [0, 1])], [])));
    }
}
