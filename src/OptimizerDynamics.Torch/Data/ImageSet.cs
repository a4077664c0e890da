using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Data;

/// <summary>Images and their classes, all in memory.</summary>
public sealed class ImageSet : IDisposable
{
    /// <summary>A set.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="images">The images as unsigned bytes, [count, channels, height, width]; belongs to the set from now on.</param>
    /// <param name="labels">The class of each, 64-bit integers from 0; belongs to the set from now on.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ArgumentException">The tensors do not fit each other, or a label is none of the classes.</exception>
    public ImageSet(string name, Tensor images, Tensor labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (images.dim() != 4 || images.dtype != ScalarType.Byte || labels.dim() != 1 || labels.dtype != ScalarType.Int64 || labels.shape[0] != images.shape[0] || images.shape[0] == 0)
            throw new ArgumentException($"images of {string.Join(" × ", images.shape)} {images.dtype} and labels of {string.Join(" × ", labels.shape)} {labels.dtype} are no set of images.", nameof(images));
        using var largest = labels.max();
        using var smallest = labels.min();
        if (smallest.ToInt64() < 0 || largest.ToInt64() >= classes)
            throw new ArgumentException($"There is a label {(smallest.ToInt64() < 0 ? smallest.ToInt64() : largest.ToInt64())} among {classes} classes.", nameof(labels));
        (Name, Images, Labels, Classes) = (name, images.DetachFromDisposeScope(), labels.DetachFromDisposeScope(), classes);
    }

    /// <summary>The set's name.</summary>
    public string Name { get; }

    /// <summary>The images as unsigned bytes, [count, channels, height, width].</summary>
    public Tensor Images { get; }

    /// <summary>The class of each image.</summary>
    public Tensor Labels { get; }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>How many images there are.</summary>
    public long Count => Images.shape[0];

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
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }
}
