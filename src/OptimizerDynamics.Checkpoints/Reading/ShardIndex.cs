using System.Text.Json;

namespace OptimizerDynamics.Checkpoints;

/// <summary>The index of a checkpoint in several files: <c>{"metadata":{…},"weight_map":{"tensor":"file",…}}</c>, as Hugging Face's
/// libraries write it.</summary>
/// <param name="Shards">The files, in the order in which they are first named; all in the index's own folder.</param>
/// <param name="Tensors">The file of each tensor.</param>
internal sealed record ShardIndex(IReadOnlyList<string> Shards, IReadOnlyList<KeyValuePair<string, string>> Tensors)
{
    /// <summary>An index has some 100 bytes for each tensor: this is one of a million and more.</summary>
    private const long Longest = 1 << 28;

    /// <summary>Reads an index.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The index; null where the file is none.</returns>
    /// <exception cref="CheckpointFileException">It is one, and names a file that cannot be a shard.</exception>
    public static ShardIndex? Read(SourceFile file)
    {
        if (file.Length > Longest)
            return null;
        try
        {
            using var json = JsonDocument.Parse(file.Read(0, (int)file.Length), new JsonDocumentOptions { MaxDepth = 16 });
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("weight_map", out var map) && map.ValueKind == JsonValueKind.Object
                ? Of(file, map)
                : null;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ShardIndex Of(SourceFile file, JsonElement map)
    {
        var (shards, known) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        var tensors = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.EnumerateObject())
        {
            var shard = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : "";
            if (!IsFileName(shard))
                throw file.Fault(
                    $"has no file's name for '{CheckpointFileException.Short(entry.Name)}': expected one in the index's own folder, found "
                        + $"'{CheckpointFileException.Short(shard)}'.");
            if (!tensors.TryAdd(entry.Name, shard))
                throw file.Fault($"is damaged: it has '{CheckpointFileException.Short(entry.Name)}' twice.");
            if (known.Add(shard))
                shards.Add(shard);
        }

        return shards.Count > 0
            ? new ShardIndex(shards, [.. tensors])
            : throw file.Fault("is an index without a tensor in its weight_map.");
    }

    /// <summary>A name that leads nowhere else.</summary>
    private static bool IsFileName(string name) =>
        name.Length > 0 && name is not ("." or "..") && name.IndexOfAny(['/', '\\', ':', '\0']) < 0;
}
