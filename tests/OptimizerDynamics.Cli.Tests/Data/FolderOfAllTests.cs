using System.Diagnostics;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>A folder that is no data set, however much is below it, is refused at once.</summary>
public sealed class FolderOfAllTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    /// <summary>It walked the whole disk, and ended in "Could not find a part of the path".</summary>
    [UnixFact]
    public void The_root_of_the_disk_is_refused_with_what_is_expected()
    {
        var watch = Stopwatch.StartNew();

        var outcome = _workspace.Run("data", "verify", "/");

        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("optdyn: --data: '/': expected one of: ", outcome.Errors);
        Assert.EndsWith("; found none\n", outcome.Errors);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Reading_a_folder_of_images_ends_when_it_is_asked_to()
    {
        var (folder, end) = (_workspace.PathOf("set/train/one"), new CancellationToken(canceled: true));
        foreach (var part in new[] { folder, _workspace.PathOf("set/val/one") })
        {
            Directory.CreateDirectory(part);
            File.WriteAllBytes(Path.Combine(part, "a.png"), GrayPicture.ToPng(new byte[64], 8, 8));
        }

        var cause = Assert.Throws<OperationCanceledException>(() =>
            KnownData.Find(Registry.Standard, _workspace.PathOf("set"), isCluttered: false, end));

        Assert.Equal("stopped while the data set was read", cause.Message);
    }
}
