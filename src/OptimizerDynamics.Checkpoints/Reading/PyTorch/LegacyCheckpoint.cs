using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace OptimizerDynamics.Checkpoints;

/// <summary>PyTorch's format before 1.6, and today's with <c>_use_new_zipfile_serialization=False</c>: pickles of a magic number, a
/// version, a description of the computer, the object and the keys of its storages, and then each storage, its number of elements before
/// it.</summary>
/// <remarks>The storages are little-endian on every computer: PyTorch turns them around where it is big-endian
/// (<c>torch/csrc/generic/serialization.cpp</c>), and so passes over <c>little_endian</c> of the description.</remarks>
internal sealed class LegacyCheckpoint : ITorchStorages
{
    /// <summary>The magic number in a pickle takes 15 bytes in protocol 2, 26 in protocol 4 and 27 in protocol 0.</summary>
    private const int LongestMagic = 64;

    private const long Version = 1001;

    private static readonly BigInteger _magic =
        BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private readonly SourceFile _file;
    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    private LegacyCheckpoint(SourceFile file) => _file = file;

    /// <summary>Whether a file begins as one of these.</summary>
    /// <param name="file">The file.</param>
    public static bool Is(SourceFile file)
    {
        try
        {
            return TorchTree.Read(new PickleCursor(file, 0, Math.Min(file.Length, LongestMagic)), null).Root is PickledInteger number
                && number.Value == _magic;
        }
        catch (CheckpointFileException)
        {
            return false;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file; <see cref="Is"/> one of these.</param>
    /// <exception cref="CheckpointFileException">It is damaged, or holds more than tensors and plain data.</exception>
    public static TorchTree Read(SourceFile file)
    {
        var checkpoint = new LegacyCheckpoint(file);
        var cursor = new PickleCursor(file, 0, file.Length);
        TorchTree.Read(cursor, null); // the magic number
        if (TorchTree.Read(cursor, null).Root is not CheckpointValue.WholeNumber { Value: Version })
            throw file.Fault(
                $"is a checkpoint of another version than {Version}, which PyTorch has written since 0.1. Save it again with torch.save.");
        TorchTree.Read(cursor, null); // the description of the computer
        var tree = TorchTree.Read(cursor, checkpoint);
        if (TorchTree.Read(cursor, null).Root is not CheckpointValue.Sequence keys)
            throw file.Fault("is damaged: it has no list of storages.");
        checkpoint.Place(keys.Items, cursor.Position);
        return tree;
    }

    /// <inheritdoc/>
    public TorchStorage Find(string key, ElementFormat format, long count)
    {
        if (count > _file.Length / format.Bytes)
            throw _file.Fault($"is cut off or damaged: a storage of {count} elements of {format.Bytes} bytes is longer than the file.");
        if (!_storages.TryGetValue(key, out var storage))
            _storages[key] = storage = new TorchStorage(key, new StoredBytes(_file, IsBigEndian: false), format, count);
        return storage.Count * storage.Format.Bytes == count * format.Bytes
            ? storage
            : throw _file.Fault(
                $"is damaged: its storage '{CheckpointFileException.Short(key)}' has two lengths, {storage.Count} and {count} elements.");
    }

    /// <summary>Finds out where the storages stand.</summary>
    private void Place(IReadOnlyList<CheckpointValue> keys, long position)
    {
        var placed = new HashSet<string>(StringComparer.Ordinal);
        Span<byte> count = stackalloc byte[sizeof(long)];
        foreach (var item in keys)
        {
            var key = item is CheckpointValue.Text text ? text.Value : throw _file.Fault("is damaged: the name of a storage is no text.");
            if (!_storages.TryGetValue(key, out var storage) || !placed.Add(key))
                throw _file.Fault($"is damaged: its storage '{CheckpointFileException.Short(key)}' belongs to no tensor, or comes twice.");
            if (position > _file.Length - count.Length)
                throw CutOff(key);
            _file.Read(position, count);
            if (BinaryPrimitives.ReadInt64LittleEndian(count) is var stored && stored != storage.Count)
                throw _file.Fault(
                    $"is damaged: its storage '{CheckpointFileException.Short(key)}' has {stored} elements, and {storage.Count} by its "
                        + $"pickle.");
            storage.Bytes.Offset = position + count.Length;
            position = storage.Bytes.Offset + storage.Count * storage.Format.Bytes;
            if (position > _file.Length)
                throw CutOff(key);
        }

        if (_storages.Keys.FirstOrDefault(key => !placed.Contains(key)) is { } missing)
            throw _file.Fault($"is damaged: its storage '{CheckpointFileException.Short(missing)}' is missing.");
    }

    private CheckpointFileException CutOff(string key) =>
        _file.Fault($"is cut off in its storage '{CheckpointFileException.Short(key)}'. Download or copy it again.");
}
