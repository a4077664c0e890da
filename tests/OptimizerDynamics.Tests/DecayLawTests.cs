using OptimizerDynamics.Testing;
using Xunit.Abstractions;

namespace OptimizerDynamics.Tests;

/// <summary>What L2 and weight decay must do, whatever the optimizer: the laws behind the paper's comparison of the two.</summary>
public sealed class DecayLawTests(ITestOutputHelper output)
{
    private const double Epsilon = 1.1102230246251565e-16; // half a unit in the last place of 1

    public static TheoryData<string> Everyone => [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name)];

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Without_decay_the_chain_is_the_plain_rule(string name)
    {
        var named = OptimizerCatalog.Find(name)!;
        var zeroes = named.Build(new Dictionary<string, double> { ["l2"] = 0, ["weightDecay"] = 0 });
        var none = named.Build(new Dictionary<string, double> { ["l2"] = 1, ["weightDecay"] = 1 }, decayed: ParameterKinds.None);

        Assert.Equal(zeroes, none);
        Assert.DoesNotContain(zeroes, rule => rule is AddDecayedWeights);
        if (name != "adamw") // whose weight decay is 0.01 unless it is set
            Assert.Equal(zeroes, named.Build(new Dictionary<string, double>()));
    }

    [Fact]
    public void Without_momentum_the_chain_is_plain_gradient_descent() => Properties.ForAll(Trial.Any("sgd"), 50, trial =>
    {
        var chain = trial.Optimizer.With("momentum", 0).With("nesterov", 0).With("l2", 0).With("weightDecay", 0) with { Schedule = null };
        var learningRate = chain["lr"];

        var theta = (double[])trial.Stream.Initial.Clone();
        var rows = trial.Run(chain.Chain);
        for (var step = 0; step < trial.Stream.Steps; step++)
        {
            for (var i = 0; i < theta.Length; i++)
                theta[i] -= learningRate * trial.Stream.Rows[step][i];
            Numbers.SameBits([theta], [rows[step + 1]]);
        }
    });

    /// <summary>
    /// θ − α(g + λθ) and θ − (αg + αλθ) differ by roundings only. Measured over 10,000 trials of 50–500 steps, in units of 1.1e-16
    /// relative to the way the parameter has come: median 1.3, 99 % 3.8, largest 6.1. The bound is four times the largest.
    /// </summary>
    [Fact]
    public void Plain_descent_with_L2_is_weight_decay_of_alpha_lambda()
    {
        var errors = new ErrorDistribution();
        Properties.ForAll(Trial.Any("sgd"), 100, trial =>
        {
            var plain = trial.Optimizer.With("momentum", 0).With("nesterov", 0).With("l2", 0).With("weightDecay", 0);
            var lambda = Math.Max(trial.Optimizer["l2"], 1e-5);

            var coupled = trial.Run(plain.With("l2", lambda).Chain);
            var decoupled = trial.Run(plain.With("weightDecay", plain["lr"] * lambda).Chain);

            var error = Numbers.LargestError(coupled, decoupled) / Epsilon;
            errors.Add(error);
            Assert.InRange(error, 0, 25);
        });
        output.WriteLine(errors.ToString());
    }

    /// <summary>
    /// One step is not enough to tell: adaptive rules rescale what L2 adds, so the two part company from the second step on at the latest.
    /// </summary>
    [Theory]
    [MemberData(nameof(Everyone))]
    public void With_any_other_rule_L2_and_weight_decay_differ(string name)
    {
        var plain = OptimizerCase.Default(name).With("weightDecay", 0);
        var lr = plain["lr"];
        const double Lambda = 0.01;
        var stream = new GradientStream([1], [.. Enumerable.Range(0, 50).Select(step => new[] { step % 3 - 0.5 })]);
        var l2 = new Trial(plain.With("l2", Lambda), stream).Run();
        var weightDecay = new Trial(plain.With("weightDecay", name == "adamw" ? Lambda : lr * Lambda), stream).Run();

        // The decay itself moves θ by about 50·α·λ; a tenth of a percent of that is far above rounding, far below any real difference.
        Assert.True(
            Math.Abs(l2[^1][0] - weightDecay[^1][0]) > 1e-3 * 50 * lr * Lambda, $"{name}: {l2[^1][0]:R} and {weightDecay[^1][0]:R}");
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Weight_decay_without_gradient_is_the_product_of_one_minus_eta_lambda(string name) =>
        Properties.ForAll(Trial.Any(name), 20, trial =>
        {
            var optimizer = trial.Optimizer.With("l2", 0).With("weightDecay", Math.Max(trial.Optimizer["weightDecay"], 1e-4));
            var (lambda, rate) = (optimizer["weightDecay"], name == "adamw" ? optimizer["lr"] : 1);
            var silent = new Trial(optimizer, GradientStream.Zero(trial.Stream.Initial, trial.Stream.Steps));

            var rows = silent.Run();

            var schedule = optimizer.Schedule ?? Schedule.Constant;
            double[] product = [.. trial.Stream.Initial], stepwise = [.. trial.Stream.Initial];
            for (var t = 0; t < trial.Stream.Steps; t++)
            {
                var eta = schedule.MultiplierAt(t, trial.Stream.Steps);
                for (var i = 0; i < product.Length; i++)
                {
                    stepwise[i] -= eta * (rate * (lambda * stepwise[i]));
                    product[i] *= 1 - eta * rate * lambda;
                    // Three roundings a step on either side, and a fourth where lr is one of the factors.
                    Assert.InRange(
                        Math.Abs(rows[t + 1][i] - product[i]), 0,
                        (rate.Equals(1.0) ? 3 : 4) * (t + 1) * 2 * Epsilon * Math.Abs(product[i]));
                }

                // The same roundings in the same order: equal bit for bit.
                Numbers.SameBits([stepwise], [rows[t + 1]]);
            }
        });

    [Fact]
    public void Sgd_with_L2_and_momentum_follows_the_linear_recurrence() => Properties.ForAll(Trial.Any("sgd"), 50, trial =>
    {
        var optimizer = trial.Optimizer.With("nesterov", 0).With("dampening", 0).With("weightDecay", 0) with { Schedule = null };
        var (alpha, mu, lambda) = (optimizer["lr"], optimizer["momentum"], optimizer["l2"]);

        var rows = new Trial(optimizer, GradientStream.Zero([1], 200)).Run();

        // θₜ₊₁ = (1 + μ − αλ)·θₜ − μ·θₜ₋₁, with roots of z² − (1 + μ − αλ)z + μ = 0. The recurrence is evaluated from the rows
        // themselves, so the error is that of one step: a few roundings of numbers no larger than 2·θ.
        for (var t = 1; t < 200; t++)
        {
            var expected = (1 + mu - alpha * lambda) * rows[t][0] - mu * rows[t - 1][0];
            Assert.InRange(Math.Abs(rows[t + 1][0] - expected), 0, 32 * Epsilon * Math.Max(Math.Abs(rows[t][0]), Math.Abs(rows[t - 1][0])));
        }
    });
}
