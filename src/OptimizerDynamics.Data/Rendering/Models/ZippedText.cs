using System.IO.Compression;
using System.Text;

namespace OptimizerDynamics.Data;

/// <summary>
/// Reads text from zip files, whole and checked: .NET itself lets a file pass whose contents are not those that were packed.
/// </summary>
internal static class ZippedText
{
    private static readonly uint[] _remainders =
    [
        .. Enumerable.Range(0, 256)
        .Select(value => Enumerable.Range(0, 8).Aggregate((uint)value, (rest, _) => (rest >> 1) ^ ((rest & 1) * 0xEDB88320))),
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="zip">The zip file.</param>
    /// <param name="name">The file's name in it.</param>
    /// <returns>Its text, a character for each byte; null where there is no such file.</returns>
    /// <exception cref="InvalidDataException">It is damaged; the message names it.</exception>
    public static StringReader? Open(ZipArchive zip, string name)
    {
        if (zip.GetEntry(name) is not { } entry)
            return null;
        using var content = new MemoryStream();
        try
        {
            using var packed = entry.Open();
            packed.CopyTo(content);
        }
        catch (InvalidDataException cause)
        {
            throw new InvalidDataException($"{name}: {cause.Message}", cause);
        }

        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        if (bytes.Length != entry.Length)
            throw new InvalidDataException($"{name}: expected {entry.Length} bytes, found {bytes.Length}");
        var sum = Sum(bytes);
        return sum == entry.Crc32
            ? new StringReader(Encoding.Latin1.GetString(bytes))
            : throw new InvalidDataException($"{name}: expected the checksum {entry.Crc32:x8}, found {sum:x8}");
    }

    /// <summary>The checksum CRC-32 of zip files.</summary>
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var rest = uint.MaxValue;
        foreach (var value in bytes)
            rest = _remainders[(byte)(rest ^ value)] ^ (rest >> 8);
        return ~rest;
    }
}
