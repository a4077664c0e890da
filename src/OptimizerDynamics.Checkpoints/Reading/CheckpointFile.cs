namespace OptimizerDynamics.Checkpoints;

/// <summary>A checkpoint of PyTorch or safetensors, open: its names and shapes are known, and its numbers are read when they are asked
/// for.</summary>
/// <remarks>No code of the file is run: a pickle is read by a machine that calls nothing, and a file that names a class or a function
/// beyond those of tensors and plain data is refused. Of the file no more is held in memory than its names, and nothing that it merely
/// claims to have.</remarks>
public sealed class CheckpointFile : IDisposable
{
    private readonly List<SourceFile> _files = [];

    private CheckpointFile(string path)
    {
        try
        {
            Content = Read(path);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What it holds. The tensors can be read until the file is disposed of.</summary>
    public CheckpointContent Content { get; }

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="path">A file; an index (<c>model.safetensors.index.json</c>) of a checkpoint in several files; or a folder that holds
    /// one of these.</param>
    /// <exception cref="CheckpointFileException">There is none, it is none, or it is damaged.</exception>
    public static CheckpointFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new CheckpointFile(path);
    }

    /// <summary>Closes the file or files.</summary>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private CheckpointContent Read(string path)
    {
        if (Directory.Exists(path))
            path = CheckpointFolder.Find(path);
        var file = OpenSource(path);
        if (file.Length == 0)
            throw file.Fault("is empty. Download or copy it again.");
        var start = StartOf(file);
        var content = ShardIndexOf(file, start) is { } index ? ReadShards(file, index) : ReadSingle(file, start);
        if (content.Tensors.Count == 0)
            throw file.Fault("holds no tensors.");
        if (content.Tensors.FirstOrDefault(tensor => CheckpointFileException.Plain(tensor.Name) != tensor.Name) is { } odd)
            throw file.Fault(
                $"has a tensor whose name has a control character, '{CheckpointFileException.Short(odd.Name)}': it is damaged.");
        return StateDictNames.Strip(content);
    }

    private static byte[] StartOf(SourceFile file) => file.Read(0, (int)Math.Min(file.Length, 512));

    private SourceFile OpenSource(string path)
    {
        var file = SourceFile.Open(path);
        _files.Add(file);
        return file;
    }

    private static ShardIndex? ShardIndexOf(SourceFile file, byte[] start) =>
        !SafetensorsFile.Is(start) && start.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{"u8) ? ShardIndex.Read(file) : null;

    private static CheckpointContent ReadSingle(SourceFile file, byte[] start)
    {
        if (start.AsSpan().StartsWith("PK\u0003\u0004"u8) || start.AsSpan().StartsWith("PK\u0005\u0006"u8))
            return TreeContent.Of(file, "pytorch-zip", ZipCheckpoint.Read(file));
        if (SafetensorsFile.Is(start))
            return new CheckpointContent("safetensors", null, SafetensorsFile.Read(file), null, []);
        if (LegacyCheckpoint.Is(file))
            return TreeContent.Of(file, "pytorch-legacy", LegacyCheckpoint.Read(file));
        throw file.Fault(ForeignFormat.Describe(file.Path, start) ?? Unknown(start));
    }

    private static string Unknown(byte[] start) => start is [0x80, <= 5, ..]
        ? "is a pickle, and none that torch.save wrote. Where it was written, save torch.save(model.state_dict(), \"weights.pt\")."
        : $"is no checkpoint of PyTorch or safetensors: it begins with the bytes "
            + $"{Convert.ToHexStringLower(start.AsSpan(0, Math.Min(8, start.Length)))}.";

    private CheckpointContent ReadShards(SourceFile index, ShardIndex shards)
    {
        var folder = Path.GetDirectoryName(index.Path) ?? "";
        var missing = shards.Shards.Where(shard => !File.Exists(Path.Combine(folder, shard))).ToList();
        if (missing.Count > 0)
            throw index.Fault(
                $"names {shards.Shards.Count} files, of which {missing.Count} are missing: {string.Join(", ", missing.Take(5))}"
                    + $"{(missing.Count > 5 ? ", …" : "")}. Fetch them into the same folder.");
        var contents = shards.Shards.ToDictionary(shard => shard, shard => ReadShard(Path.Combine(folder, shard)), StringComparer.Ordinal);
        return ShardedContent.Of(index, shards, contents);
    }

    private CheckpointContent ReadShard(string path)
    {
        var file = OpenSource(path);
        return file.Length > 0 ? ReadSingle(file, StartOf(file)) : throw file.Fault("is empty. Download or copy it again.");
    }
}
