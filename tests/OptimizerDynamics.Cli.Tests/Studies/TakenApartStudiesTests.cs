namespace OptimizerDynamics.Cli.Tests;

/// <summary>The studies of what kills a filter and of what taking it out costs, and those at the paper's own length, at the profile that
/// takes seconds: from an empty folder to the page.</summary>
public sealed class TakenApartStudiesTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("decay-rates", "## How hard decay pulls")]
    [InlineData("vgg16", "| TinyImageNet | 20 | 71 | ")]
    [InlineData("vgg11-slimming", "| Network Slimming (Liu et al. 2017) |  | 85 | ")]
    [InlineData("sparsifiers", "| without normalization | the smallest L1 norms of filters in each layer | 0.2 | ")]
    [InlineData("resnet50-stages", "| mini-batch | test error, % | here | conv1, % | here | res2, % | here |")]
    [InlineData("length", "### H3: With Adam, L2 gives more sparsity")]
    [InlineData("mini-batch", "### H15: Selectivity early in a training")]
    [InlineData("what-is-decayed", "| primary | L2 in Adam of everything > L2 in Adam of weights | by γ |")]
    [InlineData("table-1", "give no verdict on any hypothesis")]
    [InlineData("tables-6-7", "give no verdict on any hypothesis")]
    public void A_study_runs_and_its_page_shows_what_it_is_for(string study, string shown)
    {
        var run = _workspace.Run("run", study, "--profile", "smoke", "--out", "@runs", "--reports", "@reports");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains(shown, File.ReadAllText(_workspace.PathOf($"reports/{study}/README.md")), StringComparison.Ordinal);
    }
}
