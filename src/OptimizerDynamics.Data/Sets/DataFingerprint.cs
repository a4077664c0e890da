using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OptimizerDynamics.Data;

/// <summary>Fingerprints of files: what is in them, what they are called, and how large they are.</summary>
/// <remarks>
/// The SHA-256 of, for each file in ordinal order of the names, its name, its size and the SHA-256 of its contents; of that the first 16
/// hexadecimal digits. Where the files have more than 4 GiB together, contents are read of evenly spaced files only, as many as have about
/// 4 GiB, and names and sizes of all: a set of the size of ImageNet takes seconds on a fast disk. Nothing is cached.
/// </remarks>
public static class DataFingerprint
{
    private const long MostRead = 4L << 30;
    private const int Digits = 16;

    /// <summary>The fingerprint of files.</summary>
    /// <param name="root">The folder that their names are relative to.</param>
    /// <param name="names">The files' names, with <c>/</c>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>16 hexadecimal digits.</returns>
    /// <exception cref="IOException">A file is missing or cannot be read; the message names it.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static string OfFiles(string root, IEnumerable<string> names, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(names);
        string[] sorted = [.. names.Order(StringComparer.Ordinal)];
        var sizes = Array.ConvertAll(sorted, name => new FileInfo(Path.Combine(root, name)).Length);
        var step = Math.Max(1, (sizes.Sum() + MostRead - 1) / MostRead);
        var contents = new byte[sorted.Length][];
        FileLoop.Run(sorted.Length, index =>
        {
            contents[index] = [];
            if (index % step != 0)
                return;
            using var stream = File.OpenRead(Path.Combine(root, sorted[index]));
            contents[index] = HashOf(stream, cancellation).Hash;
        }, cancellation);
        return Of(sorted.Select((name, index) => (name, sizes[index], contents[index])));
    }

    /// <summary>The fingerprint of contents whose SHA-256 is known.</summary>
    /// <param name="contents">Names, sizes in bytes and SHA-256 in hexadecimal, in ordinal order of the names.</param>
    /// <returns>16 hexadecimal digits.</returns>
    public static string OfHashes(params ReadOnlySpan<(string Name, long Size, string Sha256)> contents) =>
        Of(contents.ToArray().Select(content => (content.Name, content.Size, Convert.FromHexString(content.Sha256))));

    /// <summary>Whether a text has the form of a fingerprint.</summary>
    /// <param name="text">The text.</param>
    public static bool IsOne(string text) => text is { Length: Digits } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The fingerprint of contents.</summary>
    /// <param name="contents">Names, sizes in bytes and SHA-256, the last empty where it was not read.</param>
    internal static string Of(IEnumerable<(string Name, long Size, byte[] Hash)> contents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var number = new byte[8];
        foreach (var (name, size, content) in contents)
        {
            // With its length before it, no name can run into what follows.
            var text = Encoding.UTF8.GetBytes(name);
            BinaryPrimitives.WriteInt64LittleEndian(number, text.Length);
            hash.AppendData(number);
            hash.AppendData(text);
            BinaryPrimitives.WriteInt64LittleEndian(number, size);
            hash.AppendData(number);
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
    }

    /// <summary>Size in bytes and SHA-256 of what a stream holds.</summary>
    /// <param name="stream">The stream; read to its end.</param>
    /// <param name="cancellation">Ends the reading.</param>
    internal static (long Size, byte[] Hash) HashOf(Stream stream, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (block, size) = (new byte[1 << 16], 0L);
        while (stream.Read(block) is > 0 and var count)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(block, 0, count);
            size += count;
        }

        return (size, hash.GetHashAndReset());
    }
}
