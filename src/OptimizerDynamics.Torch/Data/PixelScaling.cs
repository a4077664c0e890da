using System.Collections.Immutable;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Data;

/// <summary>Bytes to numbers of mean 0 and standard deviation 1 in each channel, by the statistics of the training set alone.</summary>
/// <param name="Mean">The mean of each channel, in bytes.</param>
/// <param name="Deviation">The standard deviation of each channel, in bytes; 1 where all its bytes are the same.</param>
public sealed record PixelScaling(ImmutableArray<double> Mean, ImmutableArray<double> Deviation)
{
    /// <summary>The scaling of a training set: exact sums over its bytes.</summary>
    /// <param name="training">The training set.</param>
    public static PixelScaling Of(ImageSet training)
    {
        ArgumentNullException.ThrowIfNull(training);
        using var scope = NewDisposeScope();
        var (means, deviations) = (ImmutableArray.CreateBuilder<double>(), ImmutableArray.CreateBuilder<double>());
        for (long channel = 0; channel < training.Images.shape[1]; channel++)
        {
            // How often each byte occurs: integers, so that the sums are the same in every order.
            var counts = Counts(training.Images.select(1, channel));
            var count = counts.Sum();
            var mean = counts.Select((times, value) => (double)times * value).Sum() / count;
            var variance = counts.Select((times, value) => times * (value - mean) * (value - mean)).Sum() / count;
            means.Add(mean);
            deviations.Add(variance > 0 ? Math.Sqrt(variance) : 1);
        }

        return new PixelScaling(means.ToImmutable(), deviations.ToImmutable());
    }

    private static long[] Counts(Tensor plane)
    {
        var counts = new long[256];
        for (long start = 0; start < plane.shape[0]; start += 10_000)
        {
            using var part = plane.slice(0, start, Math.Min(start + 10_000, plane.shape[0]), 1).contiguous();
            foreach (var value in part.data<byte>().ToArray())
                counts[value]++;
        }

        return counts;
    }

    /// <summary>Scales images.</summary>
    /// <param name="images">Unsigned bytes, [batch, channels, height, width].</param>
    /// <param name="type">The type of the result.</param>
    /// <returns>Numbers, of the same shape.</returns>
    public Tensor Apply(Tensor images, ScalarType type = ScalarType.Float32)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        Tensor OfChannels(IEnumerable<double> values) => tensor([.. values], type, images.device).reshape(1, -1, 1, 1);
        return images.to_type(type).sub_(OfChannels(Mean)).div_(OfChannels(Deviation)).MoveToOuterDisposeScope();
    }
}
