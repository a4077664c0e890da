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
    public void The_data_of_the_figure_is_as_approved()
    {
        var figure = Assert.Single(Page.Value.Figures);
        Snapshot.Matches(FigureText.Of(figure), "mini-batch-figure");
        Assert.InRange(FigureRenderer.Draw(figure, Paper.Light).Length, 5_000, 2_000_000);
    }

    [Fact]
    public void Every_trial_has_its_row() =>
        Assert.Equal(SmokeStudy.Simulated("silent-mini-batches").Records.Length, Page.Value.Tables["mini-batch"].Rows.Length);
}
