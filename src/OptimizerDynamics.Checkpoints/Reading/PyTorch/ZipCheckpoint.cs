using System.Text;

namespace OptimizerDynamics.Checkpoints;

/// <summary>PyTorch's format since 1.6: a zip archive with <c>data.pkl</c>, <c>data/0</c>, <c>data/1</c> … and <c>byteorder</c> in one
/// folder, none of it compressed.</summary>
internal sealed class ZipCheckpoint : ITorchStorages
{
    private const string Pickle = "data.pkl";

    private readonly SourceFile _file;
    private readonly IReadOnlyDictionary<string, ZipPart> _parts;
    private readonly string _folder;
    private readonly bool _isBigEndian;
    private readonly Dictionary<string, StoredBytes> _storages = new(StringComparer.Ordinal);

    private ZipCheckpoint(SourceFile file)
    {
        (_file, _parts) = (file, ZipDirectory.Read(file));
        var folders = _parts.Keys.Where(name => IsPickle(name)).Select(name => name[..^Pickle.Length]).Take(2).ToList();
        _folder = folders switch
        {
            [var folder] => folder,
            [] => throw file.Fault(OtherArchive()),
            _ => throw file.Fault("is a zip archive of several checkpoints: unpack it, and give one of them."),
        };
        if (_parts.ContainsKey(_folder + "constants.pkl")
            || _parts.Keys.Any(name => name.StartsWith(_folder + "code/", StringComparison.Ordinal)))
            throw file.Fault(
                "is a TorchScript archive (torch.jit.save), which is a program. Save its weights: "
                    + "torch.save(torch.jit.load(file).state_dict(), \"weights.pt\").");
        _isBigEndian = ByteOrder() == "big";
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="CheckpointFileException">It is damaged, or another kind of archive.</exception>
    public static TorchTree Read(SourceFile file)
    {
        var checkpoint = new ZipCheckpoint(file);
        var pickle = checkpoint.Stored(checkpoint._folder + Pickle);
        return TorchTree.Read(new PickleCursor(file, pickle.Content, pickle.Content + pickle.Length), checkpoint);
    }

    /// <inheritdoc/>
    public TorchStorage Find(string key, ElementFormat format, long count)
    {
        var part = Stored($"{_folder}data/{key}");
        if (count > part.Length / format.Bytes)
            throw _file.Fault(
                $"is damaged: its storage '{CheckpointFileException.Short(key)}' has {part.Length} bytes, and {count} elements of "
                    + $"{format.Bytes} bytes "
                    + "are said to be in it.");
        if (!_storages.TryGetValue(key, out var bytes))
            _storages[key] = bytes = new StoredBytes(_file, _isBigEndian) { Offset = part.Content };
        return new TorchStorage(key, bytes, format, count);
    }

    private static bool IsPickle(string name) =>
        name.EndsWith("/" + Pickle, StringComparison.Ordinal)
            && name.IndexOf('/', StringComparison.Ordinal) == name.Length - Pickle.Length - 1;

    private ZipPart Stored(string name) => !_parts.TryGetValue(name, out var part)
        ? throw _file.Fault($"is damaged: '{CheckpointFileException.Short(name)}' is missing in its zip archive.")
        : part.IsStored
            ? part
            : throw _file.Fault(
                $"is a zip archive whose '{CheckpointFileException.Short(name)}' is compressed, which PyTorch neither writes nor reads. "
                    + $"Unpack it, and pack "
                    + "it again with zip -0.");

    private string ByteOrder()
    {
        if (!_parts.ContainsKey(_folder + "byteorder"))
            return "little"; // before PyTorch 2.1
        var part = Stored(_folder + "byteorder");
        var order = Encoding.UTF8.GetString(_file.Read(part.Content, (int)Math.Min(part.Length, 16)));
        return order is "little" or "big"
            ? order
            : throw _file.Fault($"is damaged: its byte order is '{order}', and not little or big.");
    }

    private string OtherArchive()
    {
        var names = _parts.Keys;
        return names.Any(name => name.EndsWith("model.weights.h5", StringComparison.Ordinal))
                ? "is a model of Keras (.keras), which holds HDF5. " + ForeignFormat.FromKeras
            : names.Any() && names.All(name => name.EndsWith(".npy", StringComparison.Ordinal))
                ? "is an archive of numpy's (.npz). " + ForeignFormat.FromNumpy
            : names.Any(name => name.Contains("/.data/extern_modules", StringComparison.Ordinal))
                ? "is a package of torch.package, which is a program. Load it where its code is, and save its state_dict() with torch.save."
            : names.Any(name => name.EndsWith("saved_model.pb", StringComparison.Ordinal))
                ? "is a zip archive of a SavedModel of TensorFlow. " + ForeignFormat.FromKeras
            : $"is a zip archive without {Pickle}, so none that torch.save wrote"
                + (names.FirstOrDefault() is { } first ? $"; it holds '{CheckpointFileException.Short(first)}'" : " (it is empty)")
                + ". If a checkpoint is in it, unpack it and give that.";
    }
}
