using System.Collections.Immutable;
using OptimizerDynamics.Testing;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>The two forms of L1 on tensors: where the arithmetic allows it, the bits of the CPU interpreter.</summary>
public sealed class L1OnTensorsTests
{
    public L1OnTensorsTests() => NativeTorch.Load();

    public static TheoryData<string> Everyone => TensorOptimizerTests.Everyone;

    /// <summary>
    /// Zeros are exact in both, at the same steps; and where nothing before it rounds, every other number is the same too.
    /// </summary>
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Both_interpreters_reach_the_same_exact_zeros(ScalarType dtype)
    {
        var layout = new ParameterLayout([
            ("w", ParameterKinds.Weight, [20]), ("gamma", ParameterKinds.NormScale, [20]), ("beta", ParameterKinds.NormShift, [5])]);
        Chain[] chains =
        [
            [new SoftThreshold(0.01, schedule: new CosineSchedule(0.1))],
            [new AddSign(0.3), new ScaleByLearningRate(0.1), new SoftThreshold(0.02, ParameterKinds.NormScale)],
            [new AddSign(0.3, ParameterKinds.NormScale | ParameterKinds.NormShift), new SoftThreshold(0.5, ParameterKinds.Weight)],
        ];
        foreach (var chain in chains)
        {
            using var reference = Engine.Create("cpu", dtype, "cpu", chain, layout, 60);
            using var tensors = Engine.Create("tensor", dtype, "cpu", chain, layout, 60, 7);
            var draw = new Draw(5);
            double[] expected = [.. Enumerable.Range(0, layout.Length).Select(_ => (double)(float)draw.Normal())];
            var (found, zeros) = (expected, 0);
            for (var step = 0; step < 60; step++)
            {
                double[] g = [.. Enumerable.Range(0, layout.Length).Select(_ => draw.Chance(0.7) ? 0 : draw.Whole(-2, 2) / 8.0)];
                (expected, found) = (reference.Step(expected, g), tensors.Step(found, g));
                Assert.Equal(Array.ConvertAll(expected, x => x == 0), Array.ConvertAll(found, x => x == 0));
                if (chain.Count == 1)
                    Assert.Equal(expected, found);
                zeros += expected.Count(x => x == 0);
                found = expected;
            }

            Assert.True(zeros > 50, $"{chain}: {zeros} zeros");
        }
    }

    /// <summary>What libtorch's own differentiation makes of a loss with λ·‖θ‖₁ in it, against <see cref="AddSign"/> behind a loss
    /// without.</summary>
    [Theory]
    [MemberData(nameof(Everyone))]
    public void L1_in_a_loss_that_libtorch_differentiates_is_L1_added_to_the_gradient(string name)
    {
        const double Lambda = 0.05;
        const int Steps = 30;
        var chain = OptimizerCase.Default(name).Chain;
        var draw = new Draw(3);
        double[] centre = [.. Enumerable.Range(0, 8).Select(i => i == 0 ? 0 : draw.Normal() / 10)];
        double[] inLoss = [0, .. Enumerable.Range(1, 7).Select(_ => draw.Normal())];
        var added = inLoss;
        using var first = Engine.Create("tensor", ScalarType.Float64, "cpu", chain, ParameterLayout.Vector(8), Steps);
        using var second = Engine.Create(
            "tensor", ScalarType.Float64, "cpu", Chain.Create([new AddSign(Lambda), .. chain]), ParameterLayout.Vector(8), Steps);
        for (var step = 0; step < Steps; step++)
        {
            inLoss = first.Step(inLoss, Gradient(inLoss, Lambda));
            added = second.Step(added, Gradient(added, 0));
            Assert.Equal(inLoss, added);
        }

        double[] Gradient(double[] at, double lambda)
        {
            using var scope = NewDisposeScope();
            var theta = tensor(at, requires_grad: true);
            var loss = (theta - tensor(centre)).square().sum() * 0.5;
            if (lambda > 0)
                loss += lambda * theta.abs().sum();
            loss.backward();
            return theta.grad!.data<double>().ToArray();
        }
    }

    /// <summary>Three operations for the sign of θ and its sum, three for the threshold, however many layers are limited to.</summary>
    [Fact]
    public void The_number_of_operations_does_not_depend_on_the_layers()
    {
        foreach (var layers in (int[])[1, 20])
        {
            var layout = new ParameterLayout(Enumerable.Range(0, layers).SelectMany(i => new (string, ParameterKinds, ImmutableArray<int>)[]
            {
                ($"{i}.weight", ParameterKinds.Weight, [60 / layers]), ($"{i}.scale", ParameterKinds.NormScale, [60 / layers]),
            }));
            Assert.Equal(3, Operations([new SoftThreshold(0.1)], layout) - 1);
            Assert.Equal(3, Operations([new SoftThreshold(0.1, ParameterKinds.NormScale)], layout) - 1);
            Assert.Equal(1, Operations([new SoftThreshold(0.1, ParameterKinds.Bias)], layout));
            Assert.Equal(
                Operations([new AddSign(0.1)], layout), Operations([new AddSign(0.1, ParameterKinds.NormScale)], layout));
        }

        static long Operations(Chain chain, ParameterLayout layout)
        {
            using var scope = NewDisposeScope();
            using var optimizer = new TensorOptimizer(chain, layout, ones(layout.Length), ones(layout.Length), 10);
            optimizer.Step();
            return optimizer.OperationsOfLastStep;
        }
    }
}
