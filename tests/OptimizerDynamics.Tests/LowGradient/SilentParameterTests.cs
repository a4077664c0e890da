using System.Collections.Immutable;

namespace OptimizerDynamics.Tests;

/// <summary>What decay alone does to a parameter, against closed forms.</summary>
public sealed class SilentParameterTests
{
    private const ParameterKinds Scale = ParameterKinds.NormScale;

    /// <summary>(1 − λ)ⁿ, whatever the optimizer.</summary>
    [Theory]
    [InlineData(1e-3, 6_905)]
    [InlineData(1e-2, 688)]
    public void Weight_decay_takes_its_power(double lambda, long gone)
    {
        Assert.Equal((long)Math.Ceiling(Math.Log(1e-3) / Math.Log(1 - lambda)), gone);
        Assert.Equal(gone, SilentParameter.Under(Optimizers.Adam(weightDecay: lambda), Scale, 10_000).Gone);
        Assert.Equal(gone, SilentParameter.Under(Optimizers.Sgd(weightDecay: lambda), Scale, gone).Gone);
        var before = SilentParameter.Under(Optimizers.Adam(weightDecay: lambda), Scale, gone - 1);
        Assert.Null(before.Gone);
        Assert.Equal(Math.Pow(1 - lambda, gone - 1), before.AtEnd, 1e-12);
    }

    /// <summary>The simulation of many lanes says the same. Adam makes steps of at most α = 1e-3 of λθ, nearly whatever λ is: at least
    /// 1,000 of them, and more as √v remembers how large θ was.</summary>
    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-5)]
    public void L2_in_Adam_takes_what_the_simulation_says(double lambda)
    {
        var adam = OptimizerCatalog.All.Single(optimizer => optimizer.Name == "adam");
        var simulation = new DecaySimulation(
            DecaySimulation.UnitChain(adam, ImmutableDictionary<string, double>.Empty, Regularization.L2),
            [new DecayLane(lambda, new GradientProcess { NoiseBefore = 0, NoiseAfter = 0, Transition = 0 }, 1)], 10_000);
        simulation.Run(10_000);
        var gone = SilentParameter.Under(Optimizers.Adam(l2: lambda), Scale, 10_000).Gone!.Value;
        Assert.Equal(simulation.Outcomes()[0].TimeToThreshold, gone);
        Assert.InRange(gone, 1_000, 1_500);
    }

    [Fact]
    public void What_is_not_decayed_stays()
    {
        Assert.Equal(new SilentParameter(null, 1), SilentParameter.Under(Optimizers.Adam(), Scale, 1_000_000));
        var weights = Chain.Create([
            new AddDecayedWeights(0.1, ParameterKinds.Weight), new ScaleByAdam(0.9, 0.99, 1e-8), new ScaleByLearningRate(1e-3)]);
        Assert.Equal(new SilentParameter(null, 0.5), SilentParameter.Under(weights, Scale, 1_000, initialValue: -0.5));
        Assert.NotNull(SilentParameter.Under(weights, ParameterKinds.Weight, 2_000).Gone);
    }

    /// <summary>The length of a step without decay, and of the first ones alone: a drop behind them changes nothing.</summary>
    [Fact]
    public void Steady_steps_are_those_of_optimizers_that_divide_by_the_gradients_size()
    {
        Assert.Equal(1e-3, SilentParameter.SteadyStep(Optimizers.Adam(weightDecay: 1e-2), Scale)!.Value, 1e-6);
        Assert.Equal(2e-3, SilentParameter.SteadyStep(Optimizers.AdaMax(learningRate: 2e-3), Scale)!.Value, 1e-6);
        Assert.Equal(1e-3, SilentParameter.SteadyStep(Optimizers.Adam(schedule: new FractionDrops([0.5], 0.1)), Scale)!.Value, 1e-6);
        Assert.Null(SilentParameter.SteadyStep(Optimizers.Sgd(), Scale));
        Assert.Null(SilentParameter.SteadyStep(Optimizers.Adagrad(), Scale));
    }

    [Fact]
    public void Numbers_outside_their_ranges_are_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>("iterations", () => SilentParameter.Under(Optimizers.Adam(), Scale, 0));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => SilentParameter.Under(Optimizers.Adam(), Scale, 1, threshold: 0));
        Assert.Throws<ArgumentOutOfRangeException>(
            "initialValue", () => SilentParameter.Under(Optimizers.Adam(), Scale, 1, initialValue: double.NaN));
    }
}
