using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>What all image sources have in common: a name, and checked labels.</summary>
public abstract class ImageSource : IImageSource
{
    private readonly int[] _labels;

    /// <summary>Makes a source of images.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="labels">The class of each image, at least one; belongs to the source from now on.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <exception cref="ArgumentException">There is no label, or one lies outside [0, <paramref name="classes"/>).</exception>
    protected ImageSource(string name, int[] labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length == 0)
            throw new ArgumentException($"{name}: expected at least one image, found none.", nameof(labels));
        if (Array.FindIndex(labels, label => label < 0 || label >= classes) is >= 0 and var wrong)
            throw new ArgumentException(
                $"{name}: image {wrong} has the label {labels[wrong]}, expected one from 0 to {classes - 1}.", nameof(labels));
        (Name, _labels, Classes) = (name, labels, classes);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <inheritdoc/>
    public abstract int Channels { get; }

    /// <inheritdoc/>
    public abstract int Height { get; }

    /// <inheritdoc/>
    public abstract int Width { get; }

    /// <inheritdoc/>
    public int Classes { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Labels => _labels;

    /// <inheritdoc/>
    public string? Remark { get; init; }

    /// <summary>The bytes of one image.</summary>
    protected int ImageLength => Channels * Height * Width;

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<int> indices, Span<byte> pixels, MiniBatchAugmentation? augmentation = null)
    {
        if (pixels.Length != (long)indices.Length * ImageLength)
            throw new ArgumentException(
                $"{indices.Length} images of {ImageLength} bytes do not fit {pixels.Length} bytes.", nameof(pixels));
        ReadImages(indices, pixels, augmentation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads some images into as many bytes as they have.</summary>
    /// <param name="indices">Their indices.</param>
    /// <param name="pixels">Receives the bytes.</param>
    /// <param name="augmentation">How they are augmented; null to have them as they are.</param>
    protected abstract void ReadImages(ReadOnlySpan<int> indices, Span<byte> pixels, MiniBatchAugmentation? augmentation);

    /// <summary>Releases what a derived class holds.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
