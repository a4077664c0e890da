namespace OptimizerDynamics.Networks;

/// <summary>How a network is trained.</summary>
/// <param name="BatchSize">Images in a mini-batch, at least 2: batch normalization needs two.</param>
/// <param name="Iterations">The number of steps, at least 1.</param>
/// <param name="Seed">Initializes the network, and draws the order of the images and their augmentation; 0 is one like any other.</param>
/// <param name="CurvePoints">At how many iterations, evenly spaced, the curve has points, at least 1; the one before the first step comes
/// on top.</param>
/// <param name="Augmentation">How training images are augmented.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is below its least value.</exception>
public sealed record TrainingOptions(
    int BatchSize, long Iterations, ulong Seed, int CurvePoints = 40, Augmentation Augmentation = Augmentation.None)
{
    /// <summary>Images in a mini-batch.</summary>
    public int BatchSize { get; } = AtLeast(BatchSize, 2, "batchSize");

    /// <summary>The number of steps.</summary>
    public long Iterations { get; } = AtLeast(Iterations, 1, "iterations");

    /// <summary>At how many iterations the curve has points.</summary>
    public int CurvePoints { get; } = AtLeast(CurvePoints, 1, "curvePoints");

    /// <summary>What else decides about the training and is not in the other options, such as the id of its trial: a checkpoint of another
    /// identity is refused.</summary>
    public string Identity { get; init; } = "";

    /// <summary>The options of a training that goes through its images several times. What an epoch leaves over, fewer images than a
    /// mini-batch has, is left out.</summary>
    /// <param name="epochs">The number of epochs, at least 1.</param>
    /// <param name="images">The number of images, at least a mini-batch's.</param>
    /// <param name="batchSize">Images in a mini-batch, at least 2.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="augmentation">How training images are augmented.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static TrainingOptions OfEpochs(long epochs, int images, int batchSize, ulong seed, Augmentation augmentation)
    {
        var perEpoch = new BatchSampler(images, AtLeast(batchSize, 2, "batchSize"), seed).PerEpoch;
        if (AtLeast(epochs, 1, "epochs") > long.MaxValue / perEpoch)
            throw new ArgumentOutOfRangeException(nameof(epochs), epochs, $"epochs: {epochs} are more steps than can be counted.");
        return new(batchSize, epochs * perEpoch, seed, Augmentation: augmentation);
    }

    private static T AtLeast<T>(T value, T least, string name) where T : IComparable<T> => value.CompareTo(least) >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name}: {value} is below {least}."));
}
