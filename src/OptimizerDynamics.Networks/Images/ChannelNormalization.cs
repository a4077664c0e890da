using System.Collections.Immutable;
using System.Numerics;

namespace OptimizerDynamics.Networks;

/// <summary>
/// Bytes to numbers of mean 0 and standard deviation 1 in each channel: (byte − mean)/deviation, by the statistics of the training set
/// alone.
/// </summary>
/// <param name="Mean">The mean of each channel, in [0, 255].</param>
/// <param name="Deviation">The standard deviation of each channel, above 0; 1 where all bytes of the channel are the same.</param>
public sealed record ChannelNormalization(ImmutableArray<double> Mean, ImmutableArray<double> Deviation)
{
    /// <summary>The most bytes that are read for the statistics: of larger sets <see cref="SampleSize"/> images are read.</summary>
    private const long LargestRead = 0x7FFFFFC7;

    private const int SampleSize = 20_000, BytesAtOnce = 1 << 24;

    /// <summary>
    /// The normalization of a training set: exact sums over its bytes, or over those of 20,000 evenly spaced images where it has more than
    /// 2 GiB of pixels.
    /// </summary>
    /// <param name="training">The training set.</param>
    /// <exception cref="IOException">A file of the set cannot be read.</exception>
    public static ChannelNormalization Of(IImageSource training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var (means, deviations) = (ImmutableArray.CreateBuilder<double>(), ImmutableArray.CreateBuilder<double>());
        // How often each byte occurs: integers, so that the sums are the same in every order.
        foreach (var occurrences in CountBytes(training))
        {
            var count = occurrences.Sum();
            var mean = occurrences.Select((times, value) => (double)times * value).Sum() / count;
            var variance = occurrences.Select((times, value) => times * (value - mean) * (value - mean)).Sum() / count;
            means.Add(mean);
            deviations.Add(variance > 0 ? Math.Sqrt(variance) : 1);
        }

        return new ChannelNormalization(means.ToImmutable(), deviations.ToImmutable());
    }

    /// <summary>Normalizes images.</summary>
    /// <typeparam name="T">The type of the numbers; mean and deviation are rounded to it first.</typeparam>
    /// <param name="pixels">Whole images, in the layout of <see cref="IImageSource"/>.</param>
    /// <param name="planeLength">Height × width.</param>
    /// <param name="numbers">Receives as many numbers, in the same layout.</param>
    public void Apply<T>(ReadOnlySpan<byte> pixels, int planeLength, Span<T> numbers) where T : IFloatingPointIeee754<T>
    {
        var table = Table<T>();
        for (var start = 0; start < pixels.Length; start += planeLength)
        {
            var values = table.AsSpan(start / planeLength % Mean.Length * 256, 256);
            var plane = pixels.Slice(start, planeLength);
            var target = numbers.Slice(start, planeLength);
            for (var i = 0; i < plane.Length; i++)
                target[i] = values[plane[i]];
        }
    }

    /// <summary>The number of each byte in each channel, [channel][byte].</summary>
    /// <typeparam name="T">The type of the numbers; mean and deviation are rounded to it first.</typeparam>
    internal T[] Table<T>() where T : IFloatingPointIeee754<T>
    {
        var table = new T[Mean.Length * 256];
        for (var i = 0; i < table.Length; i++)
            table[i] = (T.CreateChecked(i % 256) - T.CreateChecked(Mean[i / 256])) / T.CreateChecked(Deviation[i / 256]);
        return table;
    }

    private static long[][] CountBytes(IImageSource images)
    {
        long[][] counts = [.. Enumerable.Range(0, images.Channels).Select(_ => new long[256])];
        var plane = images.Height * images.Width;
        var length = images.Channels * plane;
        var sampled = (long)images.Count * length > LargestRead ? Math.Min(images.Count, SampleSize) : images.Count;
        int[] indices = [.. Enumerable.Range(0, sampled).Select(i => (int)((long)i * images.Count / sampled))];
        foreach (var part in indices.Chunk(Math.Max(1, BytesAtOnce / length)))
        {
            var pixels = new byte[part.Length * length];
            images.Read(part, pixels);
            for (var start = 0; start < pixels.Length; start += plane)
            {
                var of = counts[start / plane % images.Channels];
                foreach (var value in pixels.AsSpan(start, plane))
                    of[value]++;
            }
        }

        return counts;
    }
}
