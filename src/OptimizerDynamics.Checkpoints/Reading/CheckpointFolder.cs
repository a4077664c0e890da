namespace OptimizerDynamics.Checkpoints;

/// <summary>Finds the checkpoint in a folder, such as those that Hugging Face's libraries write.</summary>
internal static class CheckpointFolder
{
    private const string IndexEnding = ".index.json";

    private static readonly string[] _endings = [".safetensors", ".pt", ".pth", ".bin", ".ckpt", ".tar"];

    /// <summary>The file in a folder that is its checkpoint, or the index of one.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointFileException">There is none, there are several, or the folder is of another kind.</exception>
    public static string Find(string folder)
    {
        string[] files;
        try
        {
            files = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointFileException(folder, $"cannot be read: {cause.Message}", cause);
        }

        var (indexes, models) =
            (files.Where(file => file.EndsWith(IndexEnding, StringComparison.Ordinal)).ToList(), files.Where(IsModel).ToList());
        return Preferred(indexes, "model.safetensors.index.json") ?? Preferred(models, "model.safetensors")
            ?? Preferred(indexes, "pytorch_model.bin.index.json") ?? Preferred(models, "pytorch_model.bin")
            ?? (indexes.Count == 1 ? indexes[0] : null)
            ?? (models.Count == 1 && indexes.Count == 0 ? models[0] : null)
            ?? throw new CheckpointFileException(folder, Describe(files, [.. indexes, .. models]));
    }

    private static bool IsModel(string file) => _endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        && Path.GetFileName(file) is not ("optimizer.pt" or "scheduler.pt" or "training_args.bin" or "optimizer.bin" or "scaler.pt")
        && !Path.GetFileName(file).StartsWith("rng_state", StringComparison.Ordinal);

    private static string? Preferred(List<string> files, string name) => files.Find(file => Path.GetFileName(file) == name);

    private static string Describe(string[] files, IReadOnlyList<string> candidates)
    {
        bool Has(string name) => files.Any(file => Path.GetFileName(file) == name);
        if (Has("saved_model.pb") || Has("keras_metadata.pb"))
            return "is a SavedModel of TensorFlow. " + ForeignFormat.FromKeras;
        if (files.Any(file => file.EndsWith(".distcp", StringComparison.Ordinal)))
            return "is a distributed checkpoint. Put it together: python -m torch.distributed.checkpoint.format_utils dcp_to_torch FOLDER "
                + "weights.pt.";
        if (Has("zero_to_fp32.py"))
            return "is a checkpoint of DeepSpeed. Put it together: python zero_to_fp32.py . weights.safetensors.";
        if (Has("data.pkl"))
            return "is an unpacked checkpoint. Pack it again without compression, from the folder above it: zip -0 -r model.pt FOLDER.";
        if (candidates.Any(file => Path.GetFileName(file).Contains("-of-", StringComparison.Ordinal)))
            return "has the parts of a checkpoint and no index (model.safetensors.index.json or pytorch_model.bin.index.json): fetch that "
                + "as well.";
        return candidates.Count > 0
            ? $"is a folder with {candidates.Count} files that may be the checkpoint ({Names(candidates)}): give one of them."
            : "is a folder without a checkpoint: expected a file that ends in .safetensors, .pt, .pth, .bin or .ckpt, or an index of such "
                + "(model.safetensors.index.json).";
    }

    private static string Names(IReadOnlyList<string> files) =>
        string.Join(", ", files.Take(4).Select(Path.GetFileName)) + (files.Count > 4 ? ", …" : "");
}
