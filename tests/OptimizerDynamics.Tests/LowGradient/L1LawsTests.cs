using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Tests;

/// <summary>The closed forms of L1, held to what the optimizers do.</summary>
public sealed class L1LawsTests
{
    /// <summary>With a threshold that is no power of 2 too: a thousand roundings, and the step of the zero.</summary>
    [Theory]
    [MemberData(nameof(DecayLawTests.Everyone), MemberType = typeof(DecayLawTests))]
    public void Proximal_L1_needs_theta_over_lambda_steps_under_every_optimizer(string name)
    {
        var chain = OptimizerCase.Default(name).With("weightDecay", 0).Chain;
        foreach (var lambda in (double[])[1e-3, 3e-3, 0.07])
        {
            var rows = Path(Chain.Create([.. chain, new SoftThreshold(lambda)]), [1, -0.5], 1100);
            for (var step = 0; step < rows.Length; step++)
                Assert.Equal(DecayLaws.ProximalL1(-0.5, lambda, step), rows[step][1], 1e-13);
            // |θ₀|/λ where it is no whole number; where it is, what a thousand roundings leave may take one step more.
            var expected = DecayLaws.StepsUnderProximalL1(1, lambda);
            Assert.InRange(Array.FindIndex(rows, row => row[0] == 0), expected, expected + (lambda == 1e-3 ? 1 : 0));
            Assert.Equal(
                DecayLaws.StepsUnderProximalL1(1, lambda, 0.5), Array.FindIndex(rows, row => row[0] <= 0.5 + 1e-13));
        }
    }

    /// <summary>A page is made of records of which some diverged before the silence began.</summary>
    [Fact]
    public void What_had_diverged_stays_so()
    {
        Assert.All(DecayLaws.L1UnderFadingMemory(double.NaN, 1e-3, 1e-4, 1, 0.99, 0, 3), theta => Assert.True(double.IsNaN(theta)));
        Assert.True(double.IsNaN(DecayLaws.MomentumWithL1(double.NaN, 0.1, 0.9, 1e-3, 3)));
    }

    [Theory]
    [InlineData(0.1, 0, 1e-2)]
    [InlineData(0.1, 0.9, 1e-3)]
    [InlineData(0.01, 0.99, 1e-3)]
    public void Coupled_L1_under_momentum_is_a_line_once_the_velocity_has_risen(double alpha, double mu, double lambda)
    {
        var rows = Path([new AddSign(lambda), new Momentum(mu), new ScaleByLearningRate(alpha)], [1, -2], 600);
        for (var step = 0; step < rows.Length; step++)
        {
            Assert.Equal(DecayLaws.MomentumWithL1(1, alpha, mu, lambda, step), rows[step][0], 1e-12);
            Assert.Equal(DecayLaws.MomentumWithL1(-2, alpha, mu, lambda, step), rows[step][1], 1e-12);
        }
    }

    /// <summary>λ cancels, from 1e-8 to 1e2: α a step. With ε = 0, from the first step on; the optimizers that take the size of a gradient
    /// out of it.</summary>
    [Theory]
    [InlineData("adam")]
    [InlineData("amsgrad")]
    [InlineData("adamax")]
    [InlineData("nadam")]
    [InlineData("lion")]
    public void Coupled_L1_in_Adam_moves_alpha_a_step_whatever_lambda(string name)
    {
        foreach (var lambda in (double[])[1e-8, 1e-4, 100])
        {
            var optimizer = OptimizerCase.Default(name).With("weightDecay", 0).With("lr", 1e-3);
            if (optimizer.Has("epsilon"))
                optimizer = optimizer.With("epsilon", 0);
            var rows = Path(Chain.Create([new AddSign(lambda), .. optimizer.Chain]), [1], 900);
            for (var step = 0; step < rows.Length; step++)
                Assert.Equal(DecayLaws.SignDescent(1, 1e-3, step), rows[step][0], name == "nadam" ? 1e-2 : 1e-12);
        }
    }

    /// <summary>What the memory of earlier gradients, and noise that remains, hold back: the mean of forty seeds. Measured at the end:
    /// 2.5e-4 apart for λ = 0.1, where the first moment has most to catch up, and 4e-5 otherwise. The bound is four times the
    /// largest.</summary>
    [Theory]
    [InlineData(0, 1e-3)]
    [InlineData(0, 1e-1)]
    [InlineData(3e-3, 1e-3)]
    public void Coupled_L1_in_Adam_while_memory_fades_follows_its_recurrence(double noise, double lambda)
    {
        const int Before = 300, After = 1200, Seeds = 40;
        const double Alpha = 1e-4;
        var optimizer = new CpuOptimizer<double>(
            Chain.Create([new AddSign(lambda), .. Optimizers.Adam(Alpha)]), ParameterLayout.Vector(Seeds));
        var (theta, draw) = (Enumerable.Repeat(1.0, Seeds).ToArray(), new Draw(11));
        for (var step = 0; step < Before; step++)
            optimizer.Step(theta, Array.ConvertAll(theta, _ => 0.05 * draw.Normal()));
        var (start, v) = ((double[])theta.Clone(), optimizer.State(1, "v").ToArray());
        var laws = start.Select((x, i) => DecayLaws.L1UnderFadingMemory(x, Alpha, lambda, v[i], 0.99, noise, After)).ToArray();
        for (var step = 1; step <= After; step++)
        {
            optimizer.Step(theta, Array.ConvertAll(theta, _ => noise * draw.Normal()));
            if (step % 100 == 0)
                Assert.Equal(laws.Average(law => law[step]), theta.Average(), 1e-3);
        }
    }

    /// <summary>Why a γ under L1 with Adam does not reach 0: it swings about it by the order of α, and neither λ nor time takes that
    /// away.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.95)]
    public void Under_L1_Adam_swings_about_zero_by_alpha_whatever_lambda(double beta1)
    {
        const double Alpha = 1e-3;
        double[] initial = [.. Enumerable.Range(0, 30).Select(i => 0.2 + i * 0.137e-3)];
        foreach (var lambda in (double[])[1e-5, 1e-1])
        {
            var rows = Path(Chain.Create([new AddSign(lambda), .. Optimizers.Adam(Alpha, beta1, 0.99, 1e-12)]), initial, 4000);
            for (var i = 0; i < initial.Length; i++)
            {
                var crossed = Array.FindIndex(rows, row => row[i] < 0);
                Assert.InRange(crossed, initial[i] / Alpha, initial[i] / Alpha + 2);
                var overshoot = rows.Skip(crossed).Max(row => Math.Abs(row[i]));
                Assert.InRange(overshoot, 0.3 * Alpha, DecayLaws.SignOvershoot(Alpha, beta1));
                Assert.InRange(
                    rows.TakeLast(200).Max(row => Math.Abs(row[i])), DecayLaws.SmallestSignSwing(Alpha, beta1) * (1 - 1e-6), Alpha);
                Assert.All(rows.TakeLast(200), row => Assert.NotEqual(0, row[i]));
            }
        }
    }

    [Fact]
    public void The_laws_of_the_swing_are_what_the_text_says()
    {
        Assert.Equal(1, DecayLaws.SignOvershoot(1, 0));
        Assert.Equal(3.43, DecayLaws.SignOvershoot(1, 0.9), 0.005);
        Assert.Equal(0.5, DecayLaws.SmallestSignSwing(1, 0));
        Assert.Equal(0.0263, DecayLaws.SmallestSignSwing(1, 0.9), 0.00005);
    }

    [Fact]
    public void Nothing_to_lose_needs_no_step_and_no_strength_needs_all_steps()
    {
        Assert.Equal(0, DecayLaws.StepsUnderProximalL1(0, 0));
        Assert.Equal(double.PositiveInfinity, DecayLaws.StepsUnderProximalL1(1, 0));
        Assert.Equal(-1, DecayLaws.ProximalL1(-1, 0, 1e6));
    }

    private static double[][] Path(Chain chain, double[] initial, int steps)
    {
        var optimizer = new CpuOptimizer<double>(chain, ParameterLayout.Vector(initial.Length));
        var (theta, silence, rows) = ((double[])initial.Clone(), new double[initial.Length], new double[steps + 1][]);
        rows[0] = initial;
        for (var step = 1; step <= steps; step++)
        {
            optimizer.Step(theta, silence);
            rows[step] = (double[])theta.Clone();
        }

        return rows;
    }
}
