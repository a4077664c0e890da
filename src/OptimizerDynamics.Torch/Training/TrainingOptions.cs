using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Torch;

/// <summary>How a network is trained.</summary>
/// <param name="BatchSize">Images in a mini-batch, at least 2: batch normalization needs two.</param>
/// <param name="Iterations">How many steps there are in all, at least 1.</param>
/// <param name="Seed">Draws the network's beginning, the order of the images and how they are varied; 0 is one like any other.</param>
/// <param name="CurvePoints">At how many iterations, evenly spaced, the curves are recorded; the beginning comes on top.</param>
/// <param name="Augmentation">How training images are varied.</param>
public sealed record TrainingOptions(int BatchSize, long Iterations, ulong Seed, int CurvePoints = 40, Augmentation Augmentation = Augmentation.None)
{
    /// <summary>Images in a mini-batch.</summary>
    public int BatchSize { get; } = AtLeast(BatchSize, 2, nameof(BatchSize));

    /// <summary>How many steps there are in all.</summary>
    public long Iterations { get; } = AtLeast(Iterations, 1, nameof(Iterations));

    /// <summary>At how many iterations the curves are recorded.</summary>
    public int CurvePoints { get; } = AtLeast(CurvePoints, 1, nameof(CurvePoints));

    /// <summary>The options of a training that goes so many times through its images: what an epoch leaves over, fewer images than a mini-batch has, is left out.</summary>
    /// <param name="epochs">How many times, at least 1.</param>
    /// <param name="images">How many images there are, at least a mini-batch's.</param>
    /// <param name="batchSize">Images in a mini-batch.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="augmentation">How training images are varied.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static TrainingOptions OfEpochs(long epochs, long images, int batchSize, ulong seed, Augmentation augmentation) =>
        new(batchSize, AtLeast(epochs, 1, nameof(epochs)) * new BatchSampler((int)images, AtLeast(batchSize, 2, nameof(BatchSize)), seed).PerEpoch, seed, Augmentation: augmentation);

    private static T AtLeast<T>(T value, T least, string name) where T : IComparable<T> =>
        value.CompareTo(least) >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} = {value} must be at least {least}.");
}
