namespace OptimizerDynamics.Tests;

public sealed class VerdictTests
{
    [Fact]
    public void The_interval_decides()
    {
        Assert.Equal(VerdictOutcome.Supported, Outcome(10, i => 1 + i));
        Assert.Equal(VerdictOutcome.Contradicted, Outcome(10, i => -1 - i));
        Assert.Equal(VerdictOutcome.Inconclusive, Outcome(10, i => i - 4.5));
        // One seed of ten against it does not change it; three do.
        Assert.Equal(VerdictOutcome.Supported, Outcome(10, i => i < 1 ? -1 : 1));
        Assert.Equal(VerdictOutcome.Inconclusive, Outcome(10, i => i < 3 ? -1 : 1));
        // What makes no difference is no support.
        Assert.Equal(VerdictOutcome.Inconclusive, Outcome(10, _ => 0));
    }

    /// <summary>Five seeds cannot reach 95 %, however well they agree; six can.</summary>
    [Fact]
    public void Too_few_seeds_say_nothing()
    {
        Assert.Equal(VerdictOutcome.Inconclusive, Outcome(5, _ => 1));
        Assert.Equal(VerdictOutcome.Supported, Outcome(6, _ => 1));
        Assert.Equal(6, Verdict.Of(Enumerable.Repeat(1.0, 6)).Effect.Count);
    }

    [Fact]
    public void Times_that_never_came_compare_too()
    {
        const double Never = double.PositiveInfinity;
        Assert.Equal(Math.Log(2), Verdict.LogRatio(100, 200));
        Assert.Equal(Never, Verdict.LogRatio(100, Never));
        Assert.Equal(double.NegativeInfinity, Verdict.LogRatio(Never, 100));
        Assert.Equal(0, Verdict.LogRatio(Never, Never));
        Assert.Equal(0, Verdict.LogRatio(0, 0));
        Assert.Equal(VerdictOutcome.Supported, Verdict.Of(Enumerable.Repeat(Never, 8)).Outcome);
    }

    private static VerdictOutcome Outcome(int seeds, Func<int, double> effect) =>
        Verdict.Of(Enumerable.Range(0, seeds).Select(effect)).Outcome;
}
