namespace OptimizerDynamics.Networks;

/// <summary>How long networks take to classify, measured in turns, so that what else the machine does meets all of them.</summary>
public static class InferenceTime
{
    private const int Images = 100, Rounds = 15;

    /// <summary>The time that each of some networks takes for an image: the shortest of 15 mini-batches of 100 images (fewer where the set
    /// has fewer), after one that does not count. Whatever else the machine does can only make it longer.</summary>
    /// <param name="images">The images; the first are taken.</param>
    /// <param name="networks">The networks, on one device.</param>
    /// <returns>Seconds for an image, for each network.</returns>
    public static double[] Measure(IImageSource images, params IReadOnlyList<IBackendNetwork> networks)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(networks);
        var batch = ImageBatch.First(images, Images);
        var shortest = networks.Select(_ => double.PositiveInfinity).ToArray();
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (index, network) in networks.Index())
            {
                var seconds = network.Time(batch.Pixels);
                if (round > 0)
                    shortest[index] = Math.Min(shortest[index], seconds);
            }
        }

        return Array.ConvertAll(shortest, seconds => seconds / batch.Count);
    }
}
