namespace OptimizerDynamics.Networks;

/// <summary>
/// Which images a mini-batch consists of: every epoch goes through all of them once, in an order that depends on seed and epoch alone.
/// </summary>
/// <remarks>So any iteration's mini-batch is known without those before it, and a resumed training sees the same. What an epoch leaves
/// over, fewer images than a mini-batch has, is left out. The order is Fisher and Yates' shuffle with
/// <see cref="CounterRandom"/>.</remarks>
/// <param name="count">The number of images, at least <paramref name="size"/>.</param>
/// <param name="size">Images in a mini-batch, at least 1.</param>
/// <param name="seed">The seed; 0 is one like any other.</param>
/// <exception cref="ArgumentOutOfRangeException">The mini-batch is empty, or larger than the training set.</exception>
public sealed class BatchSampler(int count, int size, ulong seed)
{
    private readonly int[] _order = new int[count];
    private long _epoch = -1;

    /// <summary>Mini-batches in an epoch.</summary>
    public int PerEpoch { get; } = size < 1 ? throw new ArgumentOutOfRangeException(nameof(size), size, $"batchSize: {size} is below 1.")
        : size > count ? throw new ArgumentOutOfRangeException(
            nameof(size), size, $"batchSize: {size} is larger than the training set ({count} images).")
        : count / size;

    /// <summary>The images of a mini-batch.</summary>
    /// <param name="iteration">The iteration, from 0.</param>
    /// <returns>Their indices; valid until the next call.</returns>
    public ReadOnlySpan<int> At(long iteration)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(iteration);
        if (iteration / PerEpoch != _epoch)
            Shuffle(iteration / PerEpoch);
        return _order.AsSpan((int)(iteration % PerEpoch) * size, size);
    }

    private void Shuffle(long epoch)
    {
        var random = new CounterRandom(seed, (ulong)epoch);
        for (var i = 0; i < count; i++)
            _order[i] = i;
        for (var i = count - 1; i > 0; i--)
        {
            var other = (int)Math.Min(random.At((ulong)i).Uniform * (i + 1), i);
            (_order[i], _order[other]) = (_order[other], _order[i]);
        }

        _epoch = epoch;
    }
}
