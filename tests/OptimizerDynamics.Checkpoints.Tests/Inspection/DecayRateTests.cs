using System.Text.Json.Nodes;

namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Effective decay rates read off states of torch.optim's optimizers, against what these optimizers did themselves
/// (<c>Fixtures/decay/make_decay.py</c>), and against our own.</summary>
public sealed class DecayRateTests
{
    [Theory]
    [InlineData("sgd", "SGD", DecayForm.Coupled)]
    [InlineData("sgd-momentum", "SGD", DecayForm.Coupled)]
    [InlineData("sgd-nesterov", "SGD", DecayForm.Coupled)]
    [InlineData("adam", "Adam or AdamW", DecayForm.Either)]
    [InlineData("amsgrad", "Adam or AdamW", DecayForm.Either)]
    [InlineData("nadam", "NAdam", DecayForm.Coupled)]
    [InlineData("radam", "RAdam", DecayForm.Coupled)]
    [InlineData("adamax", "Adamax", DecayForm.Coupled)]
    [InlineData("rmsprop", "RMSprop", DecayForm.Coupled)]
    [InlineData("adagrad", "Adagrad", DecayForm.Coupled)]
    [InlineData("adadelta", "Adadelta", DecayForm.Coupled)]
    [InlineData("without-vectors", "Adam or AdamW", DecayForm.Either)]
    [InlineData("vectors-apart", "Adam or AdamW", DecayForm.Either)]
    public void The_rate_is_the_fraction_that_a_step_of_PyTorch_takes(string name, string optimizer, DecayForm form)
    {
        var reading = Read(name);
        Assert.Equal((optimizer, form, null), (reading.Optimizer!.Name, reading.Optimizer.Form, reading.Optimizer.Problem));
        var measured = Measured(name);
        foreach (var layer in reading.Layers)
        {
            // The first moment is an average of earlier, larger values: by up to 9 times the rate, here 5e-4 at most, and NAdam's weights
            // of it, which change from step to step, by 8e-5.
            Close(Numbers(measured, $"{layer.Layer.Name}.weight"), layer.Decay!.Gamma!.Value);
            Close(Numbers(measured, $"{layer.Layer.Name}.bias"), layer.Decay!.Beta!.Value);
        }

        static void Close(double[] expected, IEnumerable<double> rates) => Assert.All(
            expected.Zip(rates), pair => Assert.Equal(pair.First, pair.Second, (1e-4 + 12 * pair.First) * pair.First + 1e-300));
    }

    [Fact]
    public void AdamWs_rate_is_the_decoupled_one_beside_that_of_Adam()
    {
        var measured = Measured("adamw");
        Assert.All(Read("adamw").Layers, layer => Assert.All(
            Numbers(measured, $"{layer.Layer.Name}.weight"), rate => Assert.Equal(layer.Decay!.DecoupledGamma!.Value, rate, 1e-12)));
    }

    [Fact]
    public void SGD_with_momentum_says_both_rates()
    {
        var decay = Read("sgd-momentum").Layers[0].Decay!;
        Assert.Equal(1e-7, decay.GammaAtOnce!.Value, 1e-20);
        Assert.Equal(7e-7, decay.Gamma!.Value[0], 1e-20);
        Assert.Null(Read("sgd").Layers[0].Decay!.GammaAtOnce);
    }

    [Fact]
    public void Groups_in_which_gamma_and_beta_may_be_either_give_no_rates()
    {
        var reading = Read("apart");
        Assert.Contains("could be in either", reading.Optimizer!.Problem);
        Assert.All(reading.Layers, layer => Assert.Null(layer.Decay));
    }

    /// <summary>The first moment has no memory here (β₁ = 0), so one silent step shows the rate: the state after it is v.</summary>
    [Theory]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    [InlineData("adagrad")]
    public void The_rate_is_the_fraction_that_a_step_of_our_own_chains_takes(string name)
    {
        const double Rate = 1e-3, L2 = 1e-2, Epsilon = 1e-8, Beta = 0.99;
        const int Steps = 50;
        Chain chain = name switch
        {
            "adam" => Optimizers.Adam(Rate, 0, Beta, Epsilon, l2: L2),
            "rmsprop" => Optimizers.RmsProp(Rate, Beta, Epsilon, l2: L2),
            _ => Optimizers.Adagrad(Rate, epsilon: Epsilon, l2: L2),
        };
        double[] theta = [1, -0.3], moment = [0, 0], before = [];
        var optimizer = new CpuOptimizer<double>(chain, ParameterLayout.Vector(2));
        for (var step = 1; step <= Steps; step++)
        {
            double[] gradient = step == Steps ? [0, 0] : [Math.Cos(step), 0.01 * Math.Sin(step)];
            for (var i = 0; i < 2; i++)
            {
                var square = (gradient[i] + L2 * theta[i]) * (gradient[i] + L2 * theta[i]);
                moment[i] = name == "adagrad" ? moment[i] + square : Beta * moment[i] + (1 - Beta) * square;
            }

            before = [.. theta];
            optimizer.Step(theta, gradient);
        }

        var group = name switch
        {
            "adam" => Trees.Map(("lr", Rate), ("betas", new[] { 0.0, Beta }), ("eps", Epsilon), ("weight_decay", L2), ("amsgrad", false)),
            "rmsprop" =>
                Trees.Map(("lr", Rate), ("alpha", Beta), ("eps", Epsilon), ("weight_decay", L2), ("momentum", 0), ("centered", false)),
            _ => Trees.Map(("lr", Rate), ("lr_decay", 0), ("eps", Epsilon), ("weight_decay", L2), ("initial_accumulator_value", 0)),
        };
        var key = name switch { "adam" => "exp_avg_sq", "rmsprop" => "square_avg", _ => "sum" };
        var state = Trees.Map(("step", Steps), (key, TensorData.Of([2], moment)));
        if (name == "adam")
            state = Trees.Map(("step", Steps), ("exp_avg", TensorData.Of([2], [0, 0])), (key, TensorData.Of([2], moment)));
        var layer = Assert.Single(new StateDict().Tensor("bn.weight", [2]).Tensor("bn.running_mean", [2]).Tensor("bn.running_var", [2])
            .Read(root: Trees.Optimizer([(group, [0])], [state])).Layers);

        for (var i = 0; i < 2; i++)
            Assert.Equal((before[i] - theta[i]) / before[i], layer.Decay!.Gamma!.Value[i], 1e-9);
    }

    private static CheckpointReading Read(string name)
    {
        using var file = CheckpointFile.Open(Fixture.PathOf($"decay/{name}.pt"));
        return CheckpointReading.Of(file.Content);
    }

    private static JsonNode Measured(string name) => Fixture.Json($"decay/{name}");

    private static double[] Numbers(JsonNode of, string name) => [.. of[name]!.AsArray().Select(number => (double)number!)];
}
