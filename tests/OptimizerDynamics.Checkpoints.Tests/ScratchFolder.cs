namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>A folder of its own for the files of a test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optdyn-checkpoints-");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file over the one that was there: a system that is given an emptied file waits for its disk, and
    /// ten thousand of those take a minute.</summary>
    public string Write(string name, byte[] content)
    {
        using var stream = new FileStream(PathOf(name), FileMode.OpenOrCreate, FileAccess.Write);
        stream.Write(content);
        stream.SetLength(content.Length);
        return PathOf(name);
    }

    /// <summary>Opens what was written, and hands it to a test.</summary>
    public void Read(string name, byte[] content, Action<CheckpointContent> test)
    {
        using var file = CheckpointFile.Open(Write(name, content));
        test(file.Content);
    }

    /// <summary>The message of the refusal of a file; it names the file and is one line.</summary>
    public string Refusal(string name, byte[] content) => Refusal(Write(name, content));

    /// <summary>The message of the refusal of a path.</summary>
    public static string Refusal(string path)
    {
        var refusal = Assert.Throws<CheckpointFileException>(() => CheckpointFile.Open(path).Dispose());
        Assert.StartsWith(path, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(refusal.Message, char.IsControl);
        return refusal.Message;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
