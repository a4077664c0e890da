using System.Globalization;

namespace OptimizerDynamics.Tests;

/// <summary>The numbers of the concept page on L1 (<c>docs/concepts/l1.md</c>): run, and looked for on the page.</summary>
public sealed class L1PageTests
{
    private static readonly string _page =
        File.ReadAllText(System.IO.Path.Combine(SourceFolders.Root, "docs", "concepts", "l1.md")).ReplaceLineEndings(" ");

    [Fact]
    public void A_silent_parameter_is_gone_when_the_table_says()
    {
        Says($"| {Gone([.. Optimizers.Adam(), new SoftThreshold(1e-4)]):#,0} steps, and then exactly 0 |");
        Says($"| {Gone([new AddSign(1e-4), .. Optimizers.Sgd()]):#,0} steps |");
        Says($"| {Gone([new AddSign(1e-4), .. Optimizers.Adam(epsilon: 0)]):#,0} steps |");
    }

    [Fact]
    public void L2_hurries_L1()
    {
        var (with, without) = (Crossed(1e-4), Crossed(0));
        Says($"it crosses 0 after {with:#,0} steps instead of {without:#,0}: ln(1 + λ₂/λ₁)/λ₂ instead of 1/λ₁");
        Assert.InRange(with - Math.Log(2) / 1e-4, 0, 10);
        Assert.InRange(without - 1 / 1e-4, 0, 11);

        static int Crossed(double l2) => Steps([new AddSign(1e-4), .. Optimizers.Sgd(l2: l2)], theta => theta <= 0);
    }

    /// <summary>h = 0.5, λ₁ = 0.1: γ* just inside and just outside of λ₁/h = 0.2, with two λ₂.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void Which_ones_end_at_zero_does_not_depend_on_L2(double l2)
    {
        const double Curvature = 0.5, L1 = 0.1, Alpha = 0.5;
        double[] best = [0.199, 0.201, -0.199, -0.201, 1];
        var optimizer = new CpuOptimizer<double>(
            Chain.Create([.. Optimizers.Sgd(Alpha, 0, l2: l2), new SoftThreshold(Alpha * L1)]), ParameterLayout.Vector(best.Length));
        double[] gamma = [1, 1, 1, 1, 1];
        for (var step = 0; step < 1000; step++)
            optimizer.Step(gamma, [.. gamma.Zip(best, (at, goal) => Curvature * (at - goal))]);
        for (var i = 0; i < best.Length; i++)
        {
            var pull = Curvature * best[i];
            var expected = Math.Sign(pull) * Math.Max(Math.Abs(pull) - L1, 0) / (Curvature + l2);
            Assert.Equal(expected, gamma[i], 1e-12);
            Assert.Equal(expected == 0, gamma[i] == 0);
        }
    }

    [Fact]
    public void The_swing_of_Adam_is_alpha_and_that_of_SGD_is_alpha_lambda()
    {
        Says($"overshoots by up to {DecayLaws.SignOvershoot(1, 0.9):0.00}α (β₁ = 0.9)");
        Says($"an amplitude between {DecayLaws.SmallestSignSwing(1, 0.9):0.000}α and α for good"); // run in L1LawsTests
        const double Lambda = 1e-4, Alpha = 0.1, Mu = 0.9;
        var unit = Alpha * Lambda / (1 - Mu);
        Says($"1e-4 for λ = 1e-4, α = 0.1 and μ = 0.9");
        Assert.Equal(1e-4, unit, 1e-18);
        var rows = Path([new AddSign(Lambda), .. Optimizers.Sgd(Alpha, Mu)], 0.0100123, 1000);
        var crossed = Array.FindIndex(rows, theta => theta < 0);
        Assert.InRange(rows.Skip(crossed).Max(Math.Abs), 0.3 * unit, DecayLaws.SignOvershoot(unit, Mu));
        Assert.InRange(rows.TakeLast(100).Max(Math.Abs), DecayLaws.SmallestSignSwing(unit, Mu) * (1 - 1e-6), unit);
    }

    [Fact]
    public void A_step_of_coupled_and_of_proximal_L1_under_Adam_is_what_the_page_says()
    {
        Says($"for all {OptimizerCatalog.All.Count} optimizers of the catalog, bit for bit"); // L1RuleTests, L1OnTensorsTests
        Says($"under Adam a coupled λ = 1e-4 takes 1e-3 a step of a silent parameter, a proximal one 1e-4");
        Assert.Equal(1e-3, 1 - Path([new AddSign(1e-4), .. Optimizers.Adam(epsilon: 0)], 1, 1)[1], 1e-15);
        Assert.Equal(1e-4, 1 - Path([.. Optimizers.Adam(), new SoftThreshold(1e-4)], 1, 1)[1], 1e-15);
    }

    [Fact]
    public void AdamW_halves_a_silent_parameter_when_the_page_says()
    {
        Says($"a silent parameter is halved after {Halved(1e-3):#,0} steps");
        Says($"and halves it after {Steps(Optimizers.Adam(weightDecay: 0.01), theta => theta <= 0.5)}.");
        Says($"three times as hard: {Halved(3e-3):#,0} steps");

        static double Halved(double rate)
        {
            var perStep = DecayRate.PerStep(Optimizers.AdamW(rate));
            Assert.Equal(1 - perStep, Path(Optimizers.AdamW(rate), 1, 1)[1], 1e-15);
            return Math.Ceiling(DecayLaws.StepsUnderWeightDecay(perStep, 0.5));
        }
    }

    private static void Says(FormattableString text) =>
        Assert.Contains(text.ToString(CultureInfo.InvariantCulture), _page, StringComparison.Ordinal);

    private static int Gone(Chain chain) => Steps(chain, theta => theta <= 1e-9);

    private static int Steps(Chain chain, Func<double, bool> isThere) => Array.FindIndex(Path(chain, 1, 11_000), theta => isThere(theta));

    private static double[] Path(Chain chain, double initial, int steps)
    {
        var optimizer = new CpuOptimizer<double>(chain, ParameterLayout.Vector(1));
        var (theta, path) = (new[] { initial }, new double[steps + 1]);
        path[0] = initial;
        for (var step = 1; step <= steps; step++)
        {
            optimizer.Step(theta, [0]);
            path[step] = theta[0];
        }

        return path;
    }
}
