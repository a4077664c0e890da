using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>Images and their classes, all in memory.</summary>
public sealed class ImageSet : ImageSource
{
    // Blocks of whole images: an array holds at most 2 GiB.
    private readonly byte[][] _blocks;
    private readonly int _perBlock;

    /// <summary>Makes a set.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="pixels">The images, in the layout of <see cref="IImageSource"/>; belongs to the set from now on.</param>
    /// <param name="labels">The class of each image; belongs to the set from now on.</param>
    /// <param name="channels">The channels of an image.</param>
    /// <param name="height">The rows of an image.</param>
    /// <param name="width">The columns of an image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentException">Pixels, labels and sizes do not fit each other, or a label is none of the classes.</exception>
    public ImageSet(string name, byte[] pixels, int[] labels, int channels, int height, int width, int classes)
        : this(name, [pixels], labels.Length, labels, (channels, height, width), classes)
    {
        if (pixels.Length != (long)Count * ImageLength)
        {
            throw new ArgumentException(
                $"{name}: expected {Count} images of {channels} × {height} × {width} bytes, found {pixels.Length} bytes.", nameof(pixels));
        }
    }

    private ImageSet(string name, byte[][] blocks, int perBlock, int[] labels, (int Channels, int Height, int Width) shape, int classes)
        : base(name, labels, classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(shape.Channels, Math.Min(shape.Height, shape.Width)), 1, nameof(shape));
        (_blocks, _perBlock, Channels, Height, Width) = (blocks, perBlock, shape.Channels, shape.Height, shape.Width);
    }

    /// <inheritdoc/>
    public override int Channels { get; }

    /// <inheritdoc/>
    public override int Height { get; }

    /// <inheritdoc/>
    public override int Width { get; }

    /// <summary>The first images as a set of their own, all where there are not so many.</summary>
    /// <param name="count">How many, at least 1.</param>
    public ImageSet First(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return count >= Count
            ? this
            : new ImageSet(Name, _blocks, _perBlock, Labels[..count].ToArray(), (Channels, Height, Width), Classes) { Remark = Remark };
    }

    /// <summary>The same images in another size (<see cref="Resampling.Resize"/>).</summary>
    /// <param name="size">Height and width, at least 1.</param>
    public ImageSet Resized(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (Height == size && Width == size)
            return this;
        var (before, after) = (Height * Width, size * size);
        var perBlock = Math.Clamp(Array.MaxLength / (Channels * after), 1, Count);
        byte[][] blocks = [.. Enumerable.Range(0, (Count + perBlock - 1) / perBlock)
            .Select(block => new byte[Math.Min(perBlock, Count - block * perBlock) * Channels * after])];
        Parallel.For(0, Count, index =>
        {
            var target = blocks[index / perBlock].AsSpan(index % perBlock * Channels * after, Channels * after);
            for (var channel = 0; channel < Channels; channel++)
                Resampling.Resize(
                    ImageAt(index).Slice(channel * before, before), Height, Width, target.Slice(channel * after, after), size, size);
        });
        return new ImageSet(Name, blocks, perBlock, Labels.ToArray(), (Channels, size, size), Classes) { Remark = Remark };
    }

    /// <inheritdoc/>
    protected override void ReadImages(ReadOnlySpan<int> indices, Span<byte> pixels, MiniBatchAugmentation? augmentation)
    {
        for (var i = 0; i < indices.Length; i++)
            ImageAt(indices[i]).CopyTo(pixels[(i * ImageLength)..]);
        augmentation?.Apply(pixels, Channels, Height, Width);
    }

    private ReadOnlySpan<byte> ImageAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return _blocks[index / _perBlock].AsSpan(index % _perBlock * ImageLength, ImageLength);
    }
}
