using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>Images and their classes, all in memory.</summary>
public sealed class ImageSet : ImageSource
{
    /// <summary>A set.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="images">The images as unsigned bytes, [count, channels, height, width]; belongs to the set from now on.</param>
    /// <param name="labels">The class of each, 64-bit integers from 0; belongs to the set from now on.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ArgumentException">The tensors do not fit each other, or a label is none of the classes.</exception>
    public ImageSet(string name, Tensor images, Tensor labels, int classes)
        : base(name, labels, classes)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.dim() != 4 || images.dtype != ScalarType.Byte || Count != images.shape[0])
            throw new ArgumentException($"images of {string.Join(" × ", images.shape)} {images.dtype} and {Count} labels are no set of images.", nameof(images));
        Images = images.DetachFromDisposeScope();
    }

    /// <summary>The images as unsigned bytes, [count, channels, height, width].</summary>
    public Tensor Images { get; }

    /// <inheritdoc/>
    public override long Channels => Images.shape[1];

    /// <inheritdoc/>
    public override long Height => Images.shape[2];

    /// <inheritdoc/>
    public override long Width => Images.shape[3];

    /// <inheritdoc/>
    public override Tensor Read(ReadOnlySpan<int> places, Variation? variation = null)
    {
        using var scope = NewDisposeScope();
        var images = Images.index_select(0, tensor(Array.ConvertAll(places.ToArray(), place => (long)place), device: Images.device));
        return (variation?.Apply(images) ?? images).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor ReadRange(long first, long count) => Images.narrow(0, first, count);

    /// <summary>The same set on another device.</summary>
    /// <param name="device">The device.</param>
    public ImageSet On(Device device) => new(Name, Images.to(device), Labels.to(device), Classes);

    /// <summary>The first images, all where there are not so many.</summary>
    /// <param name="count">How many, at least 1.</param>
    public ImageSet First(long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new ImageSet(Name, Images.slice(0, 0, Math.Min(count, Count), 1).clone(), Labels.slice(0, 0, Math.Min(count, Count), 1).clone(), Classes);
    }

    /// <summary>The same images in another size: means over areas where they shrink, bilinear where they grow; rounded to bytes again.</summary>
    /// <param name="size">Height and width, at least 1.</param>
    public ImageSet Resized(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (long start = 0; start < Count; start += 10_000)
        {
            var part = Images.slice(0, start, Math.Min(start + 10_000, Count), 1).to_type(ScalarType.Float32);
            var resized = size <= part.shape[2] && size <= part.shape[3]
                ? nn.functional.adaptive_avg_pool2d(part, [size, size])
                : nn.functional.interpolate(part, [size, size], mode: InterpolationMode.Bilinear, align_corners: false);
            parts.Add(resized.round_().clamp_(0, 255).to_type(ScalarType.Byte));
        }

        return new ImageSet(Name, cat(parts), Labels.clone(), Classes);
    }

    /// <inheritdoc/>
    internal override IEnumerable<Tensor> Sample()
    {
        for (long start = 0; start < Count; start += 10_000)
        {
            using var part = ReadRange(start, Math.Min(10_000, Count - start));
            yield return part;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Images.Dispose();
        base.Dispose(disposing);
    }
}
