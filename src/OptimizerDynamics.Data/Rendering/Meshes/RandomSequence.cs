namespace OptimizerDynamics.Data;

/// <summary>Random numbers drawn one behind the other from a seed and a stream (<see cref="CounterRandom"/>): the same on every
/// machine.</summary>
/// <param name="seed">The seed; 0 is one like any other.</param>
/// <param name="stream">The stream: each image has one of its own.</param>
public sealed class RandomSequence(ulong seed, ulong stream)
{
    private readonly CounterRandom _random = new(seed, stream);
    private ulong _drawn;

    /// <summary>A number, uniform in [0, 1): one of 2²⁴ equally spaced ones.</summary>
    public float Uniform() => (float)(_random.BitsAt(_drawn++).First >> 40) * (1f / (1 << 24));

    /// <summary>A number, uniform in [from, to).</summary>
    /// <param name="from">The lower end, finite.</param>
    /// <param name="to">The upper end, finite and not below <paramref name="from"/>; rounding can reach it.</param>
    public float Uniform(float from, float to) => from + (to - from) * Uniform();

    /// <summary>True with a probability.</summary>
    /// <param name="probability">In [0, 1].</param>
    public bool Bernoulli(float probability) => Uniform() < probability;

    /// <summary>An integer, uniform in [from, below).</summary>
    /// <param name="from">The least.</param>
    /// <param name="below">One more than the largest; above <paramref name="from"/>, by at most 2²⁴.</param>
    public int UniformInteger(int from, int below) => from + Math.Min((int)(Uniform() * (below - from)), below - from - 1);
}
