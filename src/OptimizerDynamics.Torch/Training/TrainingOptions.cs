namespace OptimizerDynamics.Torch.Training;

/// <summary>How a network is trained.</summary>
/// <param name="BatchSize">Images in a mini-batch, at least 2: batch normalization needs two.</param>
/// <param name="Iterations">How many steps there are in all, at least 1.</param>
/// <param name="Seed">Draws the network's beginning and the order of the images; 0 is one like any other.</param>
/// <param name="CurvePoints">At how many iterations, evenly spaced, the curves are recorded; the beginning comes on top.</param>
public sealed record TrainingOptions(int BatchSize, long Iterations, ulong Seed, int CurvePoints = 40)
{
    /// <summary>Images in a mini-batch.</summary>
    public int BatchSize { get; } = AtLeast(BatchSize, 2, nameof(BatchSize));

    /// <summary>How many steps there are in all.</summary>
    public long Iterations { get; } = AtLeast(Iterations, 1, nameof(Iterations));

    /// <summary>At how many iterations the curves are recorded.</summary>
    public int CurvePoints { get; } = AtLeast(CurvePoints, 1, nameof(CurvePoints));

    private static T AtLeast<T>(T value, T least, string name) where T : IComparable<T> =>
        value.CompareTo(least) >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} = {value} must be at least {least}.");
}
