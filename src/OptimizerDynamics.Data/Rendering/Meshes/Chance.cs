namespace OptimizerDynamics.Data;

/// <summary>Numbers drawn one behind the other from a seed and a stream: the same on every machine.</summary>
/// <param name="seed">The seed; 0 is one like any other.</param>
/// <param name="stream">The stream: each image has one of its own.</param>
public sealed class Chance(ulong seed, ulong stream)
{
    private readonly CounterRandom _random = new(seed, stream);
    private ulong _drawn;

    /// <summary>A number, uniform in [0, 1).</summary>
    public float Next() => (float)(_random.BitsAt(_drawn++).First >> 40) * (1f / (1 << 24));

    /// <summary>A number, uniform between two.</summary>
    /// <param name="from">The least.</param>
    /// <param name="to">The most.</param>
    public float Between(float from, float to) => from + (to - from) * Next();

    /// <summary>True with a probability.</summary>
    /// <param name="probability">In [0, 1].</param>
    public bool Happens(float probability) => Next() < probability;

    /// <summary>An integer from a number on, below another.</summary>
    /// <param name="from">The least.</param>
    /// <param name="below">One more than the largest.</param>
    public int Whole(int from, int below) => from + Math.Min((int)(Next() * (below - from)), below - from - 1);
}
