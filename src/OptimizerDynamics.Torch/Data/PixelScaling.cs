using System.Collections.Immutable;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>Bytes to numbers of mean 0 and standard deviation 1 in each channel, by the statistics of the training set alone.</summary>
/// <param name="Mean">The mean of each channel, in bytes.</param>
/// <param name="Deviation">The standard deviation of each channel, in bytes; 1 where all its bytes are the same.</param>
public sealed record PixelScaling(ImmutableArray<double> Mean, ImmutableArray<double> Deviation)
{
    /// <summary>The scaling of a training set: exact sums over its bytes, or over those of 20,000 of its images where they are not all in memory.</summary>
    /// <param name="training">The training set.</param>
    public static PixelScaling Of(ImageSource training)
    {
        ArgumentNullException.ThrowIfNull(training);
        // How often each byte occurs: integers, so that the sums are the same in every order.
        long[][] counts = [.. Enumerable.Range(0, (int)training.Channels).Select(_ => new long[256])];
        foreach (var part in training.Sample())
        {
            for (var channel = 0; channel < counts.Length; channel++)
            {
                using var plane = part.select(1, channel).contiguous();
                foreach (var value in plane.data<byte>().ToArray())
                    counts[channel][value]++;
            }
        }

        var (means, deviations) = (ImmutableArray.CreateBuilder<double>(), ImmutableArray.CreateBuilder<double>());
        foreach (var of in counts)
        {
            var count = of.Sum();
            var mean = of.Select((times, value) => (double)times * value).Sum() / count;
            var variance = of.Select((times, value) => times * (value - mean) * (value - mean)).Sum() / count;
            means.Add(mean);
            deviations.Add(variance > 0 ? Math.Sqrt(variance) : 1);
        }

        return new PixelScaling(means.ToImmutable(), deviations.ToImmutable());
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
