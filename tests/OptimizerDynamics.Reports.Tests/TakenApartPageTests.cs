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

    /// <summary>A panel is called what the study calls the setting; what a figure tells by colours or its axis is not said again.</summary>
    [Fact]
    public void Figures_call_settings_what_the_study_does()
    {
        var page = new MadeUpTrainings().Page(
            "seeds: 6 -> variants: {as it is: {batchSize: [20, 40]}, longer: {iterations: 200, batchSize: [20, 40]}}\nseeds: 2",
            "against: lambda -> against: batchSize");
        string[] PanelsOf(string name) =>
            [.. page.Figures.Single(figure => figure.Name == name).Panels.Select(panel => panel.Title).Order(StringComparer.Ordinal)];
        string[] settings = ["as it is, mini-batch 20", "as it is, mini-batch 40", "longer, mini-batch 20", "longer, mini-batch 40"];
        Assert.Equal(settings, PanelsOf("sparsity"));
        Assert.Equal(settings, PanelsOf("error"));
        Assert.Equal(["as it is", "longer"], PanelsOf("pruning"));
        var against = page.Figures.Single(figure => figure.Name == "against");
        Assert.Equal(
            ["as it is", "longer"],
            against.Key.Where(entry => entry.Dot is null).Select(entry => entry.Text).Order(StringComparer.Ordinal));
    }

    /// <summary>Where a variant stands for each value of the axis, lines go through variants and cannot be called so.</summary>
    [Fact]
    public void A_line_through_several_variants_has_none_of_their_names()
    {
        var page = new MadeUpTrainings().Page(
            "seeds: 6 -> variants: {few: {batchSize: 20}, many: {batchSize: 40}}\nseeds: 2", "against: lambda -> against: batchSize");
        var against = page.Figures.Single(figure => figure.Name == "against");
        Assert.DoesNotContain(against.Key, entry => entry.Dot is null);
        Assert.Equal(2, Assert.Single(against.Panels[0].Marks.OfType<Curve>(), curve => curve.Ink != Ink.Text).Points.Length);
    }

    /// <summary>A cell's colour goes by its number, also below a hundredth; a layer that loses nothing has the page's.</summary>
    [Theory]
    [InlineData(9, 0.009)]
    [InlineData(10, 0.01)]
    [InlineData(0, 0.001)]
    public void A_cell_has_the_colour_of_its_number(int seeds, double coloured)
    {
        // One of ten features of the first layer in one of so many networks, in per mille.
        var page = new MadeUpTrainings { Dead = trial => [trial.Seed <= seeds ? 1 : 0, 0, 1] }.Page("seeds: 6 -> seeds: 100");
        var figure = page.Figures.Single(figure => figure.Name == "layers");
        var marks = Assert.Single(figure.Panels).Marks;
        Assert.Equal(seeds == 0 ? "0" : $"{seeds / 10.0:0.0}", marks.OfType<Label>().First().Text);
        Assert.Equal(coloured, marks.OfType<Cells>().Single().Values[0], 12);
        Assert.Equal(seeds == 0, figure.Scale!.Of(coloured) == Ink.Page);
    }

    /// <summary>The lowest error of each optimizer is bold and what is near it in italics, in the paper's columns and in ours.</summary>
    [Fact]
    public void Table_1_marks_the_best_of_each_optimizer()
    {
        var page = new MadeUpTrainings().Page(
            "optimizer: adam, regularization: l2, lambda: 1e-3} -> optimizer: adam}",
            "seeds: 6 -> variants: {A: {regularization: none}, B: {regularization: l2, lambda: 1e-4}}\nseeds: 2",
            "against: lambda -> tables: table1");
        var section = page.Markdown.Split("\n## ").Single(part => part.StartsWith("The paper's table", StringComparison.Ordinal));
        Snapshot.Matches($"## {section}", "table-1-beside", "md");
    }

    [Fact]
    public void A_table_that_the_paper_does_not_have_is_refused() => Assert.Equal(
        "unknown table 'table9'; the nearest is 'table1' (expected one of table1, table3, table4, table5, table6, table7)",
        Assert.Throws<InputException>(() => MadeUpTrainings.Study("against: lambda -> tables: table9")).Message.Split(": ", 3)[^1]);
}
