using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Tests;

/// <summary>The effective decay rate, measured by taking updates apart, beside what the closed forms say of it.</summary>
public sealed class EffectiveDecayRateTests
{
    private const double Alpha = 1e-3, Lambda = 1e-4, Beta2 = 0.99;

    /// <summary>ηαλ(1 − τ)/(1 − μ) in steady state. The exact root of the recurrence is larger by αλμ/(1 − μ)² of it: 0.9 ‰ at μ = 0.9,
    /// where the velocity remembers a θ that was larger.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.9, 0)]
    [InlineData(0.9, 0.3)]
    public void Of_a_silent_parameter_under_L2_in_gradient_descent(double momentum, double dampening)
    {
        var chain = Optimizers.Sgd(0.1, momentum, dampening: dampening, l2: Lambda, schedule: new StepDrops([1000], 0.1));
        var rates = Rates(chain, 3000);
        Assert.InRange(rates[999] / DecayRate.PerStep(chain), 1 - 1e-9, 1.001);
        Assert.InRange(rates[2999] / (0.1 * DecayRate.PerStep(chain)), 1 - 1e-9, 1.001);
    }

    /// <summary>Adam forgets: from αλ/√v₀ the rate rises as β₂ᵗ fades, towards α/|θ|. Within 0.3 % while θ changes little within the
    /// averages' memory (measured 0.13 %), and up to 8 % below where it falls by nearly α a step (measured 6.3 %: v remembers a larger θ).
    /// </summary>
    [Fact]
    public void Of_a_parameter_that_falls_silent_under_L2_in_Adam()
    {
        const int Busy = 1000;
        var draw = new Draw(3);
        var optimizer = new CpuOptimizer<double>(Optimizers.Adam(Alpha, beta2: Beta2, l2: Lambda), ParameterLayout.Vector(1));
        var kept = optimizer.Decompose(UpdateParts.Decay | UpdateParts.Parameters);
        double[] theta = [1];
        for (var step = 0; step < Busy; step++)
            optimizer.Step(theta, [draw.Normal()]);
        var memory = optimizer.State(1, "v")[0];
        for (var silent = 1; silent <= 2000; silent++)
        {
            optimizer.Step(theta, [0]);
            if (silent < 100)
                continue; // the first moment of the decay is that of before, and lags
            var expected = DecayLaws.RateUnderFadingMemory(Alpha, Lambda, kept.Parameters[0], memory, Beta2, 0, silent);
            Assert.InRange(kept.Decay[0] / kept.Parameters[0] / expected, silent < 1700 ? 0.997 : 0.92, 1.003);
        }

        Assert.InRange(kept.Decay[0] / Alpha, 0.75, 1); // 0.81 of α/|θ| by now, from 1e-4 of it
    }

    /// <summary>Where gradients are never silent: αλ·E[1/√v], a ten-thousandth of what the silent one comes to. The mean of 20,000 steps of
    /// eight parameters is within 1 % of it.</summary>
    [Fact]
    public void Of_a_busy_parameter_under_L2_in_Adam()
    {
        const int Steps = 20_000, Lanes = 8;
        var draw = new Draw(5);
        var optimizer = new CpuOptimizer<double>(Optimizers.Adam(Alpha, beta2: Beta2, l2: Lambda), ParameterLayout.Vector(Lanes));
        var kept = optimizer.Decompose(UpdateParts.Decay | UpdateParts.Parameters);
        var (theta, products, squares) = (Enumerable.Repeat(1.0, Lanes).ToArray(), 0.0, 0.0);
        for (var step = 0; step < Steps; step++)
        {
            optimizer.Step(theta, [.. Enumerable.Range(0, Lanes).Select(_ => draw.Normal())]);
            for (var lane = 0; lane < Lanes && step >= 1000; lane++)
            {
                products += kept.Decay[lane] * kept.Parameters[lane];
                squares += kept.Parameters[lane] * kept.Parameters[lane];
            }
        }

        var expected = Alpha * Lambda * DecayLaws.MeanInverseRoot(1, 1, 1, Beta2);
        Assert.InRange(products / squares / expected, 0.99, 1.01);
    }

    /// <summary>The rate of each step of a silent parameter that starts at 1.</summary>
    private static double[] Rates(Chain chain, int steps)
    {
        var optimizer = new CpuOptimizer<double>(chain, ParameterLayout.Vector(1));
        var kept = optimizer.Decompose(UpdateParts.Decay | UpdateParts.Parameters);
        double[] theta = [1];
        var rates = new double[steps];
        for (var step = 0; step < steps; step++)
        {
            optimizer.Step(theta, [0]);
            rates[step] = kept.Decay[0] / kept.Parameters[0];
        }

        return rates;
    }
}
