using System.Buffers;

namespace OptimizerDynamics.Checkpoints;

/// <summary>The bytes of a storage in a file.</summary>
/// <param name="File">The file.</param>
/// <param name="IsBigEndian">Whether the most significant byte of an element comes first.</param>
internal sealed record StoredBytes(SourceFile File, bool IsBigEndian)
{
    /// <summary>Where they begin; below 0 as long as that is not known, as in the layout of before PyTorch 1.6, in which they follow
    /// after what names them.</summary>
    public long Offset { get; set; } = -1;
}

/// <summary>A tensor of a file.</summary>
/// <param name="bytes">Its storage.</param>
/// <param name="skipped">How many bytes of the storage come before what <paramref name="layout"/> calls element 0.</param>
/// <param name="format">How an element is stored.</param>
/// <param name="layout">Where its elements stand in the storage; checked.</param>
internal sealed class StoredTensor(StoredBytes bytes, long skipped, ElementFormat format, TensorLayout layout) : TensorData
{
    /// <summary>How much is read at once. Of a tensor in the order "channels last", the weights of one filter are some 20 kB.</summary>
    private const int Chunk = 1 << 18;

    public override ElementType ElementType => format.Type;

    public override IReadOnlyList<long> Shape => layout.Shape;

    /// <inheritdoc/>
    /// <exception cref="CheckpointFileException">The file can no longer be read, or has become shorter.</exception>
    /// <exception cref="ObjectDisposedException">Its <see cref="CheckpointFile"/> has been disposed of.</exception>
    public override void Read(long start, Span<double> destination)
    {
        if (format.Type == ElementType.Other)
            throw new NotSupportedException("The values of this type are not read.");
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, layout.Count - destination.Length, nameof(start));
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            if (layout.IsContiguous)
                ReadRun(layout.First + start, destination, buffer);
            else
                ReadBlocks(start, destination, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private long Offset(long element) => bytes.Offset + skipped + element * format.Bytes;

    private void ReadRun(long first, Span<double> destination, byte[] buffer)
    {
        var most = Chunk / format.Bytes;
        while (destination.Length > 0)
        {
            var count = Math.Min(most, destination.Length);
            var part = buffer.AsSpan(0, count * format.Bytes);
            bytes.File.Read(Offset(first), part);
            for (var i = 0; i < count; i++)
                destination[i] = format.Read(part[(i * format.Bytes)..], bytes.IsBigEndian);
            destination = destination[count..];
            first += count;
        }
    }

    /// <summary>Reads the elements of the last few dimensions together, all that lies between them included: of as many dimensions as
    /// <see cref="Chunk"/> has room for.</summary>
    private void ReadBlocks(long start, Span<double> destination, byte[] buffer)
    {
        var (outer, blockCount, extent) = Blocks();
        var index = new long[layout.Shape.Length];
        var part = buffer.AsSpan(0, (int)extent * format.Bytes);
        while (destination.Length > 0)
        {
            SetIndex(index, start);
            var inBlock = start % blockCount;
            var count = (int)Math.Min(blockCount - inBlock, destination.Length);
            bytes.File.Read(Offset(layout.First + Place(index, 0, outer)), part);
            for (var i = 0; i < count; i++)
            {
                var place = (int)Place(index, outer, index.Length);
                destination[i] = format.Read(part[(place * format.Bytes)..], bytes.IsBigEndian);
                Advance(index);
            }

            destination = destination[count..];
            start += count;
        }
    }

    /// <summary>How many dimensions come before a block, how many elements of the tensor and how many of the storage it spans.</summary>
    private (int Outer, long Count, long Extent) Blocks()
    {
        var (outer, count, extent) = (layout.Shape.Length, 1L, 1L);
        while (outer > 0)
        {
            var wider = extent + (Int128)(layout.Shape[outer - 1] - 1) * layout.Strides[outer - 1];
            if (wider * format.Bytes > Chunk)
                break;
            outer--;
            count *= layout.Shape[outer];
            extent = (long)wider;
        }

        return (outer, count, extent);
    }

    private long Place(long[] index, int from, int to)
    {
        var place = 0L;
        for (var i = from; i < to; i++)
            place += index[i] * layout.Strides[i];
        return place;
    }

    private void SetIndex(long[] index, long element)
    {
        for (var i = index.Length - 1; i >= 0; i--)
            (element, index[i]) = Math.DivRem(element, layout.Shape[i]);
    }

    private void Advance(long[] index)
    {
        for (var i = index.Length - 1; i >= 0; i--)
        {
            if (++index[i] < layout.Shape[i])
                return;
            index[i] = 0;
        }
    }
}
