
namespace OptimizerDynamics.Experiments.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TestFolder _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_file_appears_when_it_is_complete_and_not_before()
    {
        var path = _workspace.Write("file", "old");
        using (var file = AtomicFile.Create(path))
        {
            file.Stream.Write("new"u8);
            file.Stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
            file.Commit();
        }

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(["file"], _workspace.Files);
    }

    [Fact]
    public void What_is_given_up_leaves_nothing()
    {
        using (var file = AtomicFile.Create(_workspace.PathOf("file")))
            file.Stream.Write("half"u8);

        Assert.Empty(_workspace.Files);
    }

    [Fact]
    public void A_link_is_followed_also_by_a_bare_name()
    {
        var target = _workspace.Write("target", "old");
        File.CreateSymbolicLink(_workspace.PathOf("link"), "target");

        Put(Path.GetRelativePath(Directory.GetCurrentDirectory(), _workspace.PathOf("link")), "new");

        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal("target", new FileInfo(_workspace.PathOf("link")).LinkTarget);
    }

    [Fact]
    public void Long_names_and_permissions_are_kept()
    {
        var path = _workspace.Write(new string('n', 240), "old");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Put(path, "new");

        Assert.Equal("new", File.ReadAllText(path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_device_stays_a_device()
    {
        if (OperatingSystem.IsWindows())
            return;
        Put("/dev/null", "gone");

        Assert.Equal(0, new FileInfo("/dev/null").Length);
        Assert.Equal("", File.ReadAllText("/dev/null"));
    }

    private static void Put(string path, string content)
    {
        using var file = AtomicFile.Create(path);
        file.Stream.Write(System.Text.Encoding.UTF8.GetBytes(content));
        file.Commit();
    }
}
