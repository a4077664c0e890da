using OptimizerDynamics.Networks;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>Images and labels as tensors.</summary>
public static class ImageTensors
{
    /// <summary>Reads some images.</summary>
    /// <param name="images">The set.</param>
    /// <param name="indices">Their indices.</param>
    /// <param name="augmentation">How they are augmented; null to have them as they are.</param>
    /// <returns>Unsigned bytes on the CPU, [count, channels, height, width].</returns>
    public static Tensor ReadTensor(this IImageSource images, ReadOnlySpan<int> indices, MiniBatchAugmentation? augmentation = null)
    {
        var pixels = new byte[(long)indices.Length * images.Channels * images.Height * images.Width];
        images.Read(indices, pixels, augmentation);
        return tensor(pixels, [indices.Length, images.Channels, images.Height, images.Width]);
    }

    /// <summary>The labels of some images.</summary>
    /// <param name="images">The set.</param>
    /// <param name="indices">Their indices.</param>
    /// <returns>64-bit integers on the CPU, [count].</returns>
    public static Tensor LabelTensor(this IImageSource images, ReadOnlySpan<int> indices)
    {
        var labels = images.Labels;
        var found = new long[indices.Length];
        for (var i = 0; i < found.Length; i++)
            found[i] = labels[indices[i]];
        return tensor(found);
    }

    /// <summary>Goes through all images in mini-batches.</summary>
    /// <param name="images">The set.</param>
    /// <param name="size">Images in a mini-batch, but for the last.</param>
    /// <param name="device">Where images and labels are wanted.</param>
    /// <param name="use">Receives each mini-batch's images and labels, which are released afterwards.</param>
    public static void ForEach(this IImageSource images, int size, Device device, Action<Tensor, Tensor> use)
    {
        foreach (var indices in Enumerable.Range(0, images.Count).Chunk(size))
        {
            using var scope = NewDisposeScope();
            use(images.ReadTensor(indices).to(device), images.LabelTensor(indices).to(device));
        }
    }

    /// <summary>Normalizes images.</summary>
    /// <param name="normalization">Mean and deviation of each channel.</param>
    /// <param name="images">Unsigned bytes, [batch, channels, height, width].</param>
    /// <param name="type">The type of the result.</param>
    /// <returns>Numbers, of the same shape.</returns>
    public static Tensor Apply(this ChannelNormalization normalization, Tensor images, ScalarType type = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        Tensor OfChannels(IEnumerable<double> values) => tensor([.. values], type, images.device).reshape(1, -1, 1, 1);
        return images.to_type(type).sub_(OfChannels(normalization.Mean)).div_(OfChannels(normalization.Deviation)).MoveToOuterDisposeScope();
    }
}
