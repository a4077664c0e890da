namespace OptimizerDynamics.Networks;

/// <summary>The mini-batches of a training: which images each has, and how they are augmented, follows from seed and iteration
/// alone.</summary>
/// <param name="images">The training set; it belongs to the caller.</param>
/// <param name="size">Images in a mini-batch, at least 1 and at most those of the set.</param>
/// <param name="seed">Draws order and augmentation.</param>
/// <param name="augmentation">How images are augmented.</param>
internal sealed class MiniBatches(IImageSource images, int size, ulong seed, Augmentation augmentation)
{
    private readonly BatchSampler _order = new(images.Count, size, seed);

    /// <summary>Reads the images of an iteration and their classes.</summary>
    /// <param name="iteration">The iteration, from 0.</param>
    /// <param name="pixels">Receives the images, in the layout of <see cref="IImageSource"/>.</param>
    /// <param name="labels">Receives the class of each.</param>
    public void Read(long iteration, Span<byte> pixels, Span<int> labels)
    {
        var indices = _order.At(iteration);
        images.Read(
            indices, pixels, augmentation == Augmentation.None ? null : new MiniBatchAugmentation(augmentation, seed, iteration));
        for (var i = 0; i < indices.Length; i++)
            labels[i] = images.Labels[indices[i]];
    }
}
