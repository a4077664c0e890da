using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments.Tests;

/// <summary>How plans of pruning are read and written.</summary>
public class PruningPlanTests
{
    [Theory]
    [InlineData("none", "none")]
    [InlineData("smallest-scale 0.3 0.5 0.7 + filter-norm 0.5 + random 0.5", "smallest-scale 0.3 0.5 0.7 + filter-norm 0.5 + random 0.5")]
    [InlineData("  random   0 +random 0.50", "random 0 0.5")]
    [InlineData("activation + scale 0.01", "activation 1e-12 + scale 0.01")]
    [InlineData("random 0.1 + filter-norm 0.1 + random 0.2", "random 0.1 + filter-norm 0.1 + random 0.2")]
    public void A_plan_is_written_with_every_amount(string text, string written)
    {
        var plan = PruningPlan.Parse(text, Registry.Standard);
        Assert.Equal(written, plan.ToString());
        var again = PruningPlan.Parse(written, Registry.Standard);
        Assert.Equal(plan, again);
        Assert.Equal(plan.GetHashCode(), again.GetHashCode());
    }

    [Fact]
    public void Every_criterion_and_amount_is_a_step() => Assert.Equal(
        [new(PruningCriteria.SmallestScale, 0.3), new(PruningCriteria.SmallestScale, 0.5), new(PruningCriteria.Scale, 1e-3)],
        PruningPlan.Parse("smallest-scale 0.3 0.5 + scale", Registry.Standard).Steps.ToArray());

    [Theory]
    [InlineData("", "expected none, or criteria joined by '+'")]
    [InlineData("random 0.5 +", "expected none, or criteria joined by '+'")]
    [InlineData("smalest-scale 0.5", "unknown criterion 'smalest-scale'")]
    [InlineData("random", "random: expected a share of the features in [0, 1) behind it, found none")]
    [InlineData("random 1", "random: expected a share of the features in [0, 1), found '1'")]
    [InlineData("random -0.1", "found '-0.1'")]
    [InlineData("random NaN", "found 'NaN'")]
    [InlineData("random 50%", "found '50%'")]
    [InlineData("scale 0", "scale: expected a threshold in (0, ∞), found '0'")]
    [InlineData("scale 1e999", "found '1e999'")]
    [InlineData("random 0.5 0.50", "'random 0.5' is named twice")]
    [InlineData("none + random 0.5", "unknown criterion 'none'")]
    public void What_is_no_plan_is_refused(string text, string message) => Assert.Contains(
        message, Assert.Throws<FormatException>(() => PruningPlan.Parse(text, Registry.Standard)).Message, StringComparison.Ordinal);
}
