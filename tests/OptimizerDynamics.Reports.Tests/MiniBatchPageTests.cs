using OptimizerDynamics.Snapshots;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>The report of a low-gradient study over the mini-batch, as it was approved.</summary>
public sealed class MiniBatchPageTests
{
    private static readonly Lazy<StudyPage> Page = new(() =>
    {
        var (study, records) = SmokeStudy.Simulated("silent-mini-batches");
        return DecayPage.Of(study, records);
    });

    [Fact]
    public void The_page_is_as_approved() => Snapshot.Matches(Page.Value.Markdown, "mini-batch", "md");

    [Fact]
    public void The_data_of_the_figures_is_as_approved()
    {
        Assert.Equal(["mini-batch", "peaks"], Page.Value.Figures.Select(figure => figure.Name));
        Snapshot.Matches(string.Join('\n', Page.Value.Figures.Select(FigureText.Of)), "mini-batch-figure");
        Assert.All(Page.Value.Figures, figure => Assert.InRange(FigureRenderer.Draw(figure, Paper.Light).Length, 5_000, 2_000_000));
    }

    [Fact]
    public void Every_trial_has_its_row() =>
        Assert.Equal(SmokeStudy.Simulated("silent-mini-batches").Records.Length, Page.Value.Tables["mini-batch"].Rows.Length);
}
