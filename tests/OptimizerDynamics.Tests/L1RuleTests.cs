using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Tests;

/// <summary>What the two forms of L1 must do, whatever the optimizer and the gradients: <see cref="AddSign"/> and
/// <see cref="SoftThreshold"/>.</summary>
public sealed class L1RuleTests
{
    public static TheoryData<string> Everyone => DecayLawTests.Everyone;

    /// <summary>The gradient of the loss with λ·|θ| in it, step by step, against <see cref="AddSign"/>: the same bits.</summary>
    [Theory]
    [MemberData(nameof(Everyone))]
    public void L1_in_the_loss_is_L1_added_to_the_gradient(string name) => Properties.ForAll(Trial.Any(name, 10, 100), 10, trial =>
    {
        const double Lambda = 0.02;
        var optimizer = new CpuOptimizer<double>(
            trial.Optimizer.Chain, ParameterLayout.Vector(trial.Stream.Dimension), trial.Stream.Steps);
        var theta = (double[])trial.Stream.Initial.Clone();

        var rows = trial.Run(Chain.Create([new AddSign(Lambda), .. trial.Optimizer.Chain]));

        for (var step = 0; step < trial.Stream.Steps; step++)
        {
            double[] ofLoss = [.. trial.Stream.Rows[step].Zip(theta, (g, x) => double.IsNaN(x) ? x : g + Lambda * Math.Sign(x))];
            optimizer.Step(theta, ofLoss);
            Numbers.SameBits([theta], [rows[step + 1]]);
        }
    });

    [Fact]
    public void Before_plain_descent_it_is_the_subgradient_method() => Properties.ForAll(Trial.Any("sgd"), 30, trial =>
    {
        var (alpha, lambda) = (trial.Optimizer["lr"], 0.125);
        var theta = (double[])trial.Stream.Initial.Clone();

        var rows = trial.Run([new AddSign(lambda), new ScaleByLearningRate(alpha)]);

        for (var step = 0; step < trial.Stream.Steps; step++)
        {
            for (var i = 0; i < theta.Length; i++)
                theta[i] -= alpha * (trial.Stream.Rows[step][i] + lambda * Math.Sign(theta[i]));
            Numbers.SameBits([theta], [rows[step + 1]]);
        }
    });

    /// <summary>θ − u of the chain without it, and S of that: exact zeros, and everywhere else one rounding.</summary>
    [Theory]
    [MemberData(nameof(Everyone))]
    public void Proximal_L1_is_S_of_what_the_update_leaves_bit_for_bit(string name) => Properties.ForAll(
        Trial.Any(name, 10, 100), 10, trial =>
        {
            IsSoftThreshold(trial, x => x, (x, t) => double.IsNaN(x) ? x : Math.Sign(x) * Math.Max(Math.Abs(x) - t, 0));
            IsSoftThreshold(
                trial, x => (float)x, (x, t) => float.IsNaN(x) ? x : MathF.Sign(x) * MathF.Max(MathF.Abs(x) - t, 0));
        });

    /// <summary>Where the gradient is silent, θ falls by ηλ a step until it is exactly 0, and stays there.</summary>
    [Theory]
    [MemberData(nameof(Everyone))]
    public void Without_gradient_proximal_L1_is_a_straight_line_to_an_exact_zero(string name)
    {
        const int Steps = 40;
        var lambda = Math.ScaleB(1, -5); // with these numbers no step rounds
        double[] initial = [1, -0.75, 0.01, 0, -0.01];
        var optimizer = OptimizerCase.Default(name).With("weightDecay", 0);
        var rows = new Trial(optimizer, GradientStream.Zero(initial, Steps)).Run(
            Chain.Create([.. optimizer.Chain, new SoftThreshold(lambda, schedule: new StepDrops([16], 0.5))]));
        for (var step = 0; step <= Steps; step++)
        {
            var fallen = lambda * (Math.Min(step, 16) + Math.Max(step - 16, 0) * 0.5);
            for (var i = 0; i < initial.Length; i++)
                Assert.Equal(Math.Sign(initial[i]) * Math.Max(Math.Abs(initial[i]) - fallen, 0), rows[step][i]);
            Assert.Equal(DecayLaws.ProximalL1(1, lambda, new StepDrops([16], 0.5), step, Steps), rows[step][0]);
        }
    }

    /// <summary>0 is a fixed point exactly as long as no update is longer than the threshold.</summary>
    [Fact]
    public void Zero_stays_zero_while_the_update_is_no_longer_than_the_threshold()
    {
        var optimizer = new CpuOptimizer<double>([new SoftThreshold(0.25)], ParameterLayout.Vector(5));
        double[] theta = [0, 0, 0, 0, 0];
        optimizer.Step(theta, [0.25, -0.25, 0.5, Math.BitIncrement(-0.25), Math.BitDecrement(-0.25)]);
        Assert.Equal([0, 0, -0.25, 0, Math.BitIncrement(0.25) - 0.25], theta);
    }

    [Fact]
    public void What_is_no_number_passes_through()
    {
        var optimizer = new CpuOptimizer<float>([new AddSign(1), new SoftThreshold(0.5)], ParameterLayout.Vector(4));
        float[] theta = [float.NaN, 3, float.PositiveInfinity, 0];
        optimizer.Step(theta, [0, float.NaN, 0, 0]);
        Assert.Equal([float.NaN, float.NaN, float.PositiveInfinity, 0], theta);
    }

    [Fact]
    public void Both_act_on_their_kinds_only_wherever_blocks_begin()
    {
        var layout = new ParameterLayout([
            ("a.weight", ParameterKinds.Weight, [3]), ("a.gamma", ParameterKinds.NormScale, [2]), ("a.beta", ParameterKinds.NormShift, [2]),
            ("b.weight", ParameterKinds.Weight, [2]), ("b.gamma", ParameterKinds.NormScale, [3])]);
        for (var blockLength = 1; blockLength <= layout.Length; blockLength++)
        {
            var options = new CpuOptions { BlockLength = blockLength };
            double[] theta = [.. Enumerable.Repeat(1.0, layout.Length)];
            var optimizer = new CpuOptimizer<double>(
                [new AddSign(0.25, ParameterKinds.NormShift), new SoftThreshold(0.5, ParameterKinds.NormScale)], layout, options: options);
            optimizer.Step(theta, new double[layout.Length]);
            Assert.Equal([1, 1, 1, 0.5, 0.5, 0.75, 0.75, 1, 1, 0.5, 0.5, 0.5], theta);
        }
    }

    [Fact]
    public void A_threshold_that_is_not_the_last_of_its_chain_is_refused_in_words()
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => Chain.Create([new SoftThreshold(0.5, ParameterKinds.NormScale), new ScaleByLearningRate(0.1)]));
        Assert.StartsWith(
            "SoftThreshold(lambda: 0.5, kinds: scale, schedule: ConstantSchedule()) must be the last rule of its chain, because it acts on "
                + "θ behind the update; ScaleByLearningRate(0.1) follows it.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, Chain.Create([new SoftThreshold(0), new ScaleByLearningRate(0.1), new SoftThreshold(1), new AddSign(0)]).Count);
    }

    public static TheoryData<string> Laws => [.. OptimizerLaws.All.Select(law => law.Name)];

    [Theory]
    [MemberData(nameof(Laws))]
    public void Chains_with_both_keep_the_laws_of_all_optimizers(string name)
    {
        var law = OptimizerLaws.All.Single(law => law.Name == name);
        Assert.Null(law.Check(
            [
                new AddSign(1e-2), new ScaleByAdam(), new ScaleByLearningRate(1e-2),
                new SoftThreshold(1e-2, schedule: new CosineSchedule())]));
        Assert.Null(law.Check([new AddSign(1e-2)]));
        Assert.Null(law.Check([new SoftThreshold(1e-2)]));
    }

    private static void IsSoftThreshold<T>(Trial trial, Func<double, T> rounded, Func<T, T, T> s)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        const double Lambda = 1e-2;
        var schedule = new CosineSchedule(0.1);
        var layout = ParameterLayout.Vector(trial.Stream.Dimension);
        var with = new CpuOptimizer<T>(
            Chain.Create([.. trial.Optimizer.Chain, new SoftThreshold(Lambda, schedule: schedule)]), layout, trial.Stream.Steps);
        var without = new CpuOptimizer<T>(trial.Optimizer.Chain, layout, trial.Stream.Steps);
        var theta = Array.ConvertAll(trial.Stream.Initial, value => rounded(value));
        for (var step = 0; step < trial.Stream.Steps; step++)
        {
            var gradients = Array.ConvertAll(trial.Stream.Rows[step], value => rounded(value));
            var before = (T[])theta.Clone();
            without.Step(before, gradients);
            with.Step(theta, gradients);
            var threshold = rounded(schedule.MultiplierAt(step, trial.Stream.Steps) * Lambda);
            Numbers.SameBits([Array.ConvertAll(before, x => s(x, threshold))], [theta]);
            Assert.All(theta.Zip(before), of => Assert.False(of.First * of.Second < T.Zero));
        }
    }
}
