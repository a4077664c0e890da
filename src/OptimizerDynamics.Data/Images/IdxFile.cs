using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;

namespace OptimizerDynamics.Data;

/// <summary>
/// A file of the IDX format, which MNIST and its family come in: unsigned bytes in an array of some dimensions, plain or as <c>.gz</c>.
/// </summary>
/// <remarks>Two zero bytes, the element type (8: unsigned byte), the number of dimensions, each dimension as a big-endian 32-bit integer,
/// and the elements, the last dimension fastest (LeCun, Cortes and Burges, "The MNIST database").</remarks>
/// <param name="Dimensions">How long the array is in each dimension.</param>
/// <param name="Bytes">The elements.</param>
public sealed record IdxFile(ImmutableArray<int> Dimensions, byte[] Bytes)
{
    private const int UnsignedByte = 8;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; the one with <c>.gz</c> at its end where there is no other.</param>
    /// <param name="dimensions">How many dimensions it must have.</param>
    /// <exception cref="DataFileException">It is cut off, longer than it says, of another type, or damaged.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static IdxFile Read(string path, int dimensions)
    {
        var file = File.Exists(path) || !File.Exists(path + ".gz") ? path : path + ".gz";
        using var stream = File.OpenRead(file);
        using Stream source = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        long offset = 0;
        try
        {
            var header = Bytes(4 + 4 * dimensions);
            if (header[0] != 0 || header[1] != 0 || header[2] != UnsignedByte || header[3] != dimensions)
                throw new DataFileException(
                    file, 0,
                    $"expected the header 00 00 08 {dimensions:x2} of an IDX file of {dimensions} dimensions, found "
                        + $"{Convert.ToHexStringLower(header.AsSpan(0, 4))}");
            ImmutableArray<int> lengths =
            [
                .. Enumerable.Range(0, dimensions).Select(i => BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 + 4 * i))),
            ];
            var count = lengths.Aggregate(1L, (product, length) => length > 0 && product <= int.MaxValue ? product * length : -1);
            if (count is <= 0 or > 0x7FFFFFC7)
                throw new DataFileException(
                    file, 4, $"expected dimensions of at least 1 with at most 2 GiB, found {string.Join(" × ", lengths)}");
            var bytes = Bytes((int)count);
            return source.ReadByte() < 0
                ? new IdxFile(lengths, bytes)
                : throw new DataFileException(file, offset, "expected the file's end, found more");
        }
        catch (InvalidDataException cause)
        {
            throw new DataFileException(
                file, offset, $"expected compressed data, found something else ({cause.Message.TrimEnd('.')})", cause);
        }

        byte[] Bytes(int count)
        {
            var bytes = new byte[count];
            var read = source.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
            offset += read;
            return read == count
                ? bytes
                : throw new DataFileException(file, offset, $"expected {count - read} bytes more, found the file's end");
        }
    }
}
