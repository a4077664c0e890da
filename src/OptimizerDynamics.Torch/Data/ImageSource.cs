using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>Images and their classes, read by their places: all in memory (<see cref="ImageSet"/>), or decoded when they are needed (<see cref="PictureFolder"/>).</summary>
public abstract class ImageSource : IDisposable
{
    /// <summary>A source of images.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="labels">The class of each image, 64-bit integers from 0; belongs to the source from now on.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ArgumentException">The labels are no vector of such integers, or one is none of the classes.</exception>
    protected ImageSource(string name, Tensor labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.dim() != 1 || labels.dtype != ScalarType.Int64 || labels.shape[0] == 0)
            throw new ArgumentException($"labels of {string.Join(" × ", labels.shape)} {labels.dtype} are none of a set of images.", nameof(labels));
        using var largest = labels.max();
        using var smallest = labels.min();
        if (smallest.ToInt64() < 0 || largest.ToInt64() >= classes)
            throw new ArgumentException($"There is a label {(smallest.ToInt64() < 0 ? smallest.ToInt64() : largest.ToInt64())} among {classes} classes.", nameof(labels));
        (Name, Labels, Classes) = (name, labels.DetachFromDisposeScope(), classes);
    }

    /// <summary>The set's name.</summary>
    public string Name { get; }

    /// <summary>The class of each image.</summary>
    public Tensor Labels { get; }

    /// <summary>What a reader of results has to know of the set; null when there is nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>How many images there are.</summary>
    public long Count => Labels.shape[0];

    /// <summary>Channels of an image: 1 or 3.</summary>
    public abstract long Channels { get; }

    /// <summary>Rows of an image.</summary>
    public abstract long Height { get; }

    /// <summary>Columns of an image.</summary>
    public abstract long Width { get; }

    /// <summary>Reads some images.</summary>
    /// <param name="places">Their places, from 0.</param>
    /// <param name="variation">How they are varied; null to have them as they are.</param>
    /// <returns>Unsigned bytes, [count, channels, height, width].</returns>
    /// <exception cref="DataFileException">A file is not what it should be.</exception>
    public abstract Tensor Read(ReadOnlySpan<int> places, Variation? variation = null);

    /// <summary>Reads images that lie behind each other.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    /// <returns>Unsigned bytes, [count, channels, height, width].</returns>
    public virtual Tensor ReadRange(long first, long count) => Read([.. Enumerable.Range((int)first, (int)count)]);

    /// <summary>Goes through all images in mini-batches.</summary>
    /// <param name="size">Images in one, but for the last.</param>
    /// <param name="device">Where images and labels are wanted.</param>
    /// <param name="use">Is given each mini-batch's images and labels, which are gone afterwards.</param>
    public void ForEach(int size, Device device, Action<Tensor, Tensor> use)
    {
        ArgumentNullException.ThrowIfNull(use);
        for (long start = 0; start < Count; start += size)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(size, Count - start);
            use(ReadRange(start, count).to(device), Labels.narrow(0, start, count).to(device));
        }
    }

    /// <summary>The images whose bytes tell mean and deviation: all where they are in memory, else some, evenly spaced. Part by part.</summary>
    /// <returns>Unsigned bytes, [count, channels, height, width].</returns>
    internal abstract IEnumerable<Tensor> Sample();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the labels, and of what an heir holds.</summary>
    protected virtual void Dispose(bool disposing) => Labels.Dispose();
}
