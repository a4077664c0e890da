using OptimizerDynamics.Networks;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>Images and their classes as tensors.</summary>
public static class ImageTensors
{
    /// <summary>Images as unsigned bytes on the CPU, [count, channels, height, width].</summary>
    /// <param name="pixels">Whole images, in the layout of <see cref="IImageSource"/>.</param>
    /// <param name="channels">The channels of an image.</param>
    /// <param name="height">The rows of an image.</param>
    /// <param name="width">The columns of an image.</param>
    public static Tensor OfPixels(ReadOnlySpan<byte> pixels, int channels, int height, int width)
    {
        var images = empty([pixels.Length / (channels * height * width), channels, height, width], ScalarType.Byte);
        pixels.CopyTo(images.bytes);
        return images;
    }

    /// <summary>Classes as 64-bit integers on the CPU, [count].</summary>
    /// <param name="labels">The classes.</param>
    public static Tensor OfLabels(ReadOnlySpan<int> labels)
    {
        var wide = new long[labels.Length];
        for (var i = 0; i < wide.Length; i++)
            wide[i] = labels[i];
        return tensor(wide);
    }

    /// <summary>Normalizes images.</summary>
    /// <param name="normalization">Mean and deviation of each channel.</param>
    /// <param name="images">Unsigned bytes, [batch, channels, height, width].</param>
    /// <param name="type">The type of the result.</param>
    /// <returns>Numbers, of the same shape and on the same device.</returns>
    public static Tensor Apply(this ChannelNormalization normalization, Tensor images, ScalarType type = ScalarType.Float32)
    {
        ArgumentNullException.ThrowIfNull(normalization);
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        Tensor OfChannels(IEnumerable<double> values) => tensor([.. values], type, images.device).reshape(1, -1, 1, 1);
        return images.to_type(type)
            .sub_(OfChannels(normalization.Mean))
            .div_(OfChannels(normalization.Deviation))
            .MoveToOuterDisposeScope();
    }
}
