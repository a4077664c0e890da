using OptimizerDynamics.Experiments;
using OptimizerDynamics.Snapshots;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>What the page of a training study says of how hard decay pulled, of pruning in stages, and beside the paper's tables.</summary>
public sealed class TakenApartPageTests
{
    private static readonly Lazy<StudyPage> Whole = new(() => new MadeUpTrainings
    {
        HasRates = true,
        Branches = trial =>
        [
            ("smallest-scale", 0.3, 2500, 0.2 + 0.01 * trial.Seed, 0.11), ("smallest-scale", 0.7, 500, 0.8, 0.2 + 0.01 * trial.Seed),
            .. trial.Regularization == Regularization.None
                ? new (string, double, long, double, double?)[] { ("random", 0.3, 2600, 0.5, null) } : [],
        ],
    }.Page(
        "regularization: l2, lambda: 1e-3} -> lambda: 1e-3}\nsweep: {regularization: [none, l2]}", "seeds: 6 -> seeds: 2",
        "against: lambda, hypotheses: {} -> tables: table3, hypotheses: {H14: 'L2, λ = 1e-3'}"));

    [Theory]
    [InlineData("rates")]
    [InlineData("fronts")]
    public void The_data_of_a_figure_is_as_approved(string name) =>
        Snapshot.Matches(FigureText.Of(Whole.Value.Figures.Single(figure => figure.Name == name)), $"taken-apart-{name}");

    [Fact]
    public void Its_sections_are_as_approved()
    {
        var sections = Whole.Value.Markdown.Split("\n## ").Where(section =>
            section.StartsWith("The paper's table", StringComparison.Ordinal) || section.StartsWith("How hard", StringComparison.Ordinal)
            || section.StartsWith("Pruned, and", StringComparison.Ordinal) || section.StartsWith("Hypotheses", StringComparison.Ordinal));
        Snapshot.Matches($"## {string.Join("\n## ", sections)}", "taken-apart", "md");
    }

    [Fact]
    public void A_table_that_the_paper_does_not_have_is_refused() => Assert.Equal(
        "unknown table 'table9'; the nearest is 'table3' (expected one of table3, table4, table5)",
        Assert.Throws<InputException>(() => MadeUpTrainings.Study("against: lambda -> tables: table9")).Message.Split(": ", 3)[^1]);
}
