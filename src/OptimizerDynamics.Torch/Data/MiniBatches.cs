namespace OptimizerDynamics.Torch;

/// <summary>Which images a mini-batch has: every epoch goes through all of them once, in an order that depends on seed and epoch alone.</summary>
/// <remarks>So any iteration's mini-batch is known without those before it: a run that was stopped goes on with the same. What an epoch leaves over, fewer
/// images than a mini-batch has, is left out. The order is Fisher and Yates' shuffle with <see cref="CounterRandom"/>.</remarks>
/// <param name="count">How many images there are, at least the size.</param>
/// <param name="size">How many a mini-batch has, at least 1.</param>
/// <param name="seed">The seed; 0 is one like any other.</param>
public sealed class MiniBatches(int count, int size, ulong seed)
{
    private readonly int[] _order = new int[count];
    private long _epoch = -1;

    /// <summary>How many mini-batches an epoch has.</summary>
    public int PerEpoch { get; } = size >= 1 && count >= size
        ? count / size
        : throw new ArgumentOutOfRangeException(nameof(size), size, $"A mini-batch of {size} images cannot be had of {count}.");

    /// <summary>The images of a mini-batch.</summary>
    /// <param name="iteration">Counted from 0, at least 0.</param>
    /// <returns>Their places; valid until the next call.</returns>
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
