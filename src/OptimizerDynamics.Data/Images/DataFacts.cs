using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>What is in a part of a data set, found by reading every image of it.</summary>
/// <param name="Count">The number of images.</param>
/// <param name="Channels">The channels of an image.</param>
/// <param name="Height">The rows of an image.</param>
/// <param name="Width">The columns of an image.</param>
/// <param name="Classes">The number of classes.</param>
/// <param name="Fewest">Images of the class that has fewest.</param>
/// <param name="Most">Images of the class that has most.</param>
/// <param name="Means">The mean of each channel, as a share of white, in [0, 1].</param>
public sealed record DataFacts(
    int Count, int Channels, int Height, int Width, int Classes, int Fewest, int Most, ImmutableArray<double> Means)
{
    private const int Batch = 250;

    /// <summary>Reads all images of a part.</summary>
    /// <param name="images">The images.</param>
    /// <param name="report">Is told how many more images were read; null where nobody wants to know.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataFileException">A file is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static DataFacts Of(IImageSource images, Action<long>? report = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        var plane = images.Height * images.Width;
        var (sums, pixels) = (new long[images.Channels], new byte[Batch * images.Channels * plane]);
        foreach (var part in Enumerable.Range(0, images.Count).Chunk(Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            var read = pixels.AsSpan(0, part.Length * images.Channels * plane);
            images.Read(part, read);
            for (var start = 0; start < read.Length; start += plane)
            {
                foreach (var value in read.Slice(start, plane))
                    sums[start / plane % images.Channels] += value;
            }

            report?.Invoke(part.Length);
        }

        var each = new int[images.Classes];
        foreach (var label in images.Labels)
            each[label]++;
        return new DataFacts(
            images.Count, images.Channels, images.Height, images.Width, images.Classes, each.Min(), each.Max(),
            [.. sums.Select(sum => sum / (255.0 * images.Count * plane))]);
    }
}
