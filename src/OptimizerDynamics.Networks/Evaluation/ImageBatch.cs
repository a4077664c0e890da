namespace OptimizerDynamics.Networks;

/// <summary>Some images of a set that lie one behind the other, and their classes.</summary>
internal sealed class ImageBatch
{
    private readonly byte[] _pixels;
    private readonly int[] _labels;
    private readonly int _imageLength;

    private ImageBatch(int size, int imageLength) =>
        (_pixels, _labels, _imageLength) = (new byte[checked(size * imageLength)], new int[size], imageLength);

    /// <summary>The number of images.</summary>
    public int Count { get; private set; }

    /// <summary>Their pixels (<see cref="IImageSource"/>).</summary>
    public ReadOnlySpan<byte> Pixels => _pixels.AsSpan(0, Count * _imageLength);

    /// <summary>The class of each.</summary>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, Count);

    /// <summary>Goes through all images of a set, in their order.</summary>
    /// <param name="images">The set.</param>
    /// <param name="size">Images in a batch, but for the last.</param>
    /// <returns>The batches: one and the same object, filled anew.</returns>
    public static IEnumerable<ImageBatch> All(IImageSource images, int size)
    {
        var batch = new ImageBatch(Math.Min(size, images.Count), images.Channels * images.Height * images.Width);
        for (var start = 0; start < images.Count; start += size)
        {
            batch.Fill(images, start, Math.Min(size, images.Count - start));
            yield return batch;
        }
    }

    /// <summary>The first images of a set.</summary>
    public static ImageBatch First(IImageSource images, int count) => All(images, count).First();

    private void Fill(IImageSource images, int start, int count)
    {
        Count = count;
        int[] indices = [.. Enumerable.Range(start, count)];
        images.Read(indices, _pixels.AsSpan(0, count * _imageLength));
        images.Labels.Slice(start, count).CopyTo(_labels);
    }
}
