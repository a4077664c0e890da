namespace OptimizerDynamics.Experiments.Tests;

/// <summary>What an atomic write leaves behind where it does not come to its end: nothing.</summary>
public sealed class AtomicFileFailureTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_killed_process_left_is_removed_by_the_next_writer()
    {
        var left = _folder.Write(".optdyn-0123456789abcdef0123456789abcdef.partial", "half");
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddMinutes(-1));
        var others = _folder.Write(".other.partial", "not ours");
        File.SetLastWriteTimeUtc(others, DateTime.UtcNow.AddMinutes(-1));

        AtomicFile.Write(_folder.PathOf("file"), "whole");

        Assert.Equal([".other.partial", "file"], _folder.Files);
    }

    [Fact]
    public void What_a_living_process_is_writing_is_left_alone()
    {
        using var slow = AtomicFile.Create(_folder.PathOf("slow"));
        slow.Stream.Write("first "u8);
        slow.Stream.Flush();
        var partial = _folder.PathOf(Assert.Single(_folder.Files));
        File.SetLastWriteTimeUtc(partial, DateTime.UtcNow.AddHours(-1));

        AtomicFile.Write(_folder.PathOf("quick"), "whole");

        slow.Stream.Write("second"u8);
        slow.Commit();
        Assert.Equal(("first second", "whole"), (File.ReadAllText(_folder.PathOf("slow")), File.ReadAllText(_folder.PathOf("quick"))));
        Assert.Equal(["quick", "slow"], _folder.Files);
    }

    [Fact]
    public void What_was_committed_stays_when_the_file_is_disposed_of_twice()
    {
        var file = AtomicFile.Create(_folder.PathOf("file"));
        file.Stream.Write("whole"u8);
        file.Commit();
        file.Dispose();
        file.Dispose();
        Assert.Equal(["file"], _folder.Files);
    }
}
