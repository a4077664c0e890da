using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>A set in the four files of the IDX format (<see cref="IdxFolder"/>), each plain or as <c>.gz</c>.</summary>
public abstract class IdxBased : DataSet
{
    /// <summary>The files, and how many bytes each of MNIST's size holds.</summary>
    private static readonly (string Name, long Size)[] _files =
    [
        ("t10k-images-idx3-ubyte", 7_840_016), ("t10k-labels-idx1-ubyte", 10_008),
        ("train-images-idx3-ubyte", 47_040_016), ("train-labels-idx1-ubyte", 60_008),
    ];

    /// <inheritdoc/>
    public override (IImageSource Training, IImageSource Test) Open(DataChoice choice, CancellationToken cancellation = default)
    {
        RequireAllClasses(choice);
        var (training, test) = IdxFolder.Read(choice.Name, choice.Folder);
        return (choice.Of(training, choice.Images), choice.Of(test, choice.TestImages));
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Faults(string folder) =>
        [.. _files.Select(file => Fault(folder, file.Name, file.Size)).OfType<string>()];

    /// <summary>Of what the files hold: whether they are compressed is of no account.</summary>
    /// <inheritdoc/>
    public override string Fingerprint(string folder, CancellationToken cancellation = default) =>
        DataFingerprint.Of(_files.Select(file =>
        {
            var (size, hash) = Contents(Path.Combine(folder, file.Name), cancellation);
            return (file.Name, size, hash);
        }));

    /// <summary>The fingerprint of files of MNIST's sizes.</summary>
    /// <param name="hashes">The SHA-256 of test images, test labels, training images and training labels, decompressed.</param>
    protected static string FingerprintOf(params ReadOnlySpan<string> hashes)
    {
        var contents = new (string, long, string)[_files.Length];
        for (var i = 0; i < contents.Length; i++)
            contents[i] = (_files[i].Name, _files[i].Size, hashes[i]);
        return DataFingerprint.OfHashes(contents);
    }

    /// <summary>What is wrong with one of the files, by its size.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The file's name, without <c>.gz</c>.</param>
    /// <param name="size">Its size in bytes, decompressed; 0 where any will do.</param>
    /// <returns>A clause; null where nothing is.</returns>
    protected static string? Fault(string folder, string name, long size)
    {
        var plain = new FileInfo(Path.Combine(folder, name));
        if (File.Exists(plain.FullName + ".gz"))
            return size == 0 ? null : CompressedFault(folder, $"{name}.gz", size);
        return !plain.Exists
            ? $"{name} is missing"
            : size == 0 || plain.Length == size
            ? null
            : $"{name} has {plain.Length} bytes, not {size}";
    }

    /// <summary>The names of the files, without <c>.gz</c>.</summary>
    protected static IEnumerable<string> FileNames => _files.Select(file => file.Name);

    /// <summary>A gzip file ends with the size of what it holds, so one that is cut off is told without reading all of it.</summary>
    private static string? CompressedFault(string folder, string name, long size)
    {
        using var stream = File.OpenRead(Path.Combine(folder, name));
        Span<byte> ends = stackalloc byte[6];
        if (stream.Length < 18) // the least that header and trailer take
            return $"{name} is no gzip file";
        stream.ReadExactly(ends[..2]);
        stream.Seek(-4, SeekOrigin.End);
        stream.ReadExactly(ends[2..]);
        if (ends is not [0x1f, 0x8b, ..])
            return $"{name} is no gzip file";
        var held = BinaryPrimitives.ReadUInt32LittleEndian(ends[2..]);
        return held == size ? null : $"{name} ends with the size {held}, not {size}: it is damaged or cut off";
    }

    private static (long Size, byte[] Hash) Contents(string path, CancellationToken cancellation)
    {
        var file = File.Exists(path) || !File.Exists(path + ".gz") ? path : path + ".gz";
        try
        {
            using var stream = File.OpenRead(file);
            using Stream source = file.EndsWith(".gz", StringComparison.Ordinal)
                ? new GZipStream(stream, CompressionMode.Decompress)
                : stream;
            return DataFingerprint.HashOf(source, cancellation);
        }
        catch (InvalidDataException cause)
        {
            throw new DataFileException(file, $"expected compressed data, found something else ({cause.Message.TrimEnd('.')})", cause);
        }
    }
}
