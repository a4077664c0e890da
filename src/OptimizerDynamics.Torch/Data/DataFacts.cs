using System.Collections.Immutable;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>What is in a part of a data set, found by reading every image of it.</summary>
/// <param name="Count">How many images there are.</param>
/// <param name="Channels">Channels of an image.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
/// <param name="Classes">How many classes there are.</param>
/// <param name="Fewest">Images of the class that has fewest.</param>
/// <param name="Most">Images of the class that has most.</param>
/// <param name="Means">The mean of each channel, as a share of white.</param>
public sealed record DataFacts(long Count, long Channels, long Height, long Width, int Classes, long Fewest, long Most, ImmutableArray<double> Means)
{
    private const int Batch = 250;

    /// <summary>Reads all of a data set.</summary>
    /// <param name="data">The set.</param>
    /// <param name="read">Is given a part's name, how many images it has, and what reads it, which is given what to tell how many more were read.</param>
    /// <returns>What is in the training set and in the test set.</returns>
    /// <exception cref="DataFileException">A file is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static ImmutableArray<(string Part, DataFacts Facts)> Of(DataChoice data, Action<string, long, Action<Action<long>>> read)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(read);
        NativeTorch.Load();
        var (training, test) = data.Read();
        using (training)
        {
            using (test)
                return [("training", Of("training", training, read)), ("test", Of("test", test, read))];
        }
    }

    private static DataFacts Of(string part, ImageSource images, Action<string, long, Action<Action<long>>> read)
    {
        var sums = new double[images.Channels];
        read(part, images.Count, report => images.ForEach(Batch, CPU, (pixels, _) =>
        {
            using var scope = NewDisposeScope();
            foreach (var (channel, mean) in pixels.to_type(ScalarType.Float64).mean([0, 2, 3]).data<double>().ToArray().Index())
                sums[channel] += mean * pixels.shape[0] / 255;
            report(pixels.shape[0]);
        }));
        using var counts = bincount(images.Labels, null, images.Classes);
        long[] each = [.. counts.data<long>()];
        return new DataFacts(images.Count, images.Channels, images.Height, images.Width, images.Classes, each.Min(), each.Max(), [.. sums.Select(sum => sum / images.Count)]);
    }
}
