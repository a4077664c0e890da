namespace OptimizerDynamics.Tests;

/// <summary>What an explanation says of L1, beside the closed forms.</summary>
public sealed class SparsifierFateTests
{
    private const double Alpha = 1e-3;

    /// <summary>|θ₀|/λ, with a schedule when Σηλ is |θ₀|; and then θ is exactly 0.</summary>
    [Theory]
    [InlineData("adam", 1e-3)]
    [InlineData("sgd", 1e-3)]
    public void Proximal_L1_needs_its_share_of_theta(string rule, double lambda)
    {
        var fate = Of(rule, 0, lambda, Schedule.Constant);
        Assert.Equal((FateEnd.Reached, true, 0.0), (fate.Arrival.End, fate.IsAtRest, fate.Swing));
        // The first moment still carries it on for a while: in SGD by αμ/(1 − μ) of a velocity whose deviation is 2.3, 21 steps' worth.
        Assert.Equal(DecayLaws.StepsUnderProximalL1(fate.Start, lambda), fate.Arrival.Iterations, rule == "sgd" ? 63.0 : 10);
        var halved = Of(rule, 0, lambda, new StepDrops([0], 0.5));
        Assert.Equal(2 * halved.Start / lambda, halved.Arrival.Iterations, rule == "sgd" ? 126.0 : 20);
    }

    [Fact]
    public void Coupled_L1_in_gradient_descent_swings_by_alpha_lambda()
    {
        const double Lambda = 1;
        var fate = Of("sgd", Lambda, 0, Schedule.Constant);
        Assert.Equal((FateEnd.Reached, false), (fate.Arrival.End, fate.IsAtRest));
        Assert.Equal(fate.Start * 0.1 / (Alpha * Lambda), fate.Arrival.Iterations, 40.0);
        var unit = Alpha * Lambda / 0.1;
        Assert.InRange(fate.Swing, DecayLaws.SmallestSignSwing(unit, 0.9) * (1 - 1e-6), unit);
    }

    /// <summary>α a step once v has forgotten, whatever λ; before, what the recurrence says.</summary>
    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-2)]
    public void Coupled_L1_in_Adam_swings_by_alpha(double lambda)
    {
        var fate = Of("adam", lambda, 0, Schedule.Constant);
        var law = DecayLaws.L1UnderFadingMemory(fate.Start, Alpha, lambda, 1, 0.99, 0, 8000);
        Assert.Equal(Array.FindIndex(law, theta => theta <= 0), fate.Arrival.Iterations, 100.0);
        Assert.False(fate.IsAtRest);
        Assert.InRange(fate.Swing, DecayLaws.SmallestSignSwing(Alpha, 0.9) * (1 - 1e-6), Alpha);
    }

    [Fact]
    public void What_does_not_come_to_zero_is_said()
    {
        Assert.Equal(
            (FateEnd.NotYet, false), (Of("adam", 0, 1e-5, Schedule.Constant) is var slow ? slow.Arrival.End : default, slow.IsAtRest));
        Assert.Equal(FateEnd.Diverged, Of("sgd", double.MaxValue, 0, Schedule.Constant).Arrival.End);
        Assert.True(double.IsNaN(slow.Swing));
    }

    private static SparsifierFate Of(string rule, double coupled, double proximal, Schedule schedule)
    {
        var stated = FrameworkSetting.Read(Frameworks.All[0], rule, new Dictionary<string, double> { ["lr"] = Alpha }, schedule);
        return SparsifierFate.Of(stated.Setting, coupled, proximal, FateProtocol.Of(stated.Setting, 10_000));
    }
}
