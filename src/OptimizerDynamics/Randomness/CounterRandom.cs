using System.Runtime.CompilerServices;

namespace OptimizerDynamics;

/// <summary>
/// Random numbers by their index: the i-th number of a seed can be asked for directly, and is the same on every machine, for any number of
/// threads and in any order.
/// </summary>
/// <remarks>
/// <para>Philox 4×32 with ten rounds. The 64-bit seed is the key, the 64-bit index the lower half of the counter; the upper half is the
/// stream, so that one seed gives 2⁶⁴ independent sequences. Source: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy
/// as 1, 2, 3"; it passes TestU01's BigCrush. The tests hold it to the authors' known answers.</para>
/// <para>Uniform and normal numbers come from the 128 bits of a block by operations that IEEE 754 defines to the last bit: no logarithm or
/// cosine of the platform is involved. Normal numbers are the inverse distribution function of a uniform one (Wichura 1988, algorithm AS
/// 241), of magnitude 8.21 at most.</para>
/// </remarks>
/// <param name="seed">Any number; 0 is a seed like any other.</param>
/// <param name="stream">Any number; another stream of the same seed is independent of this one.</param>
public readonly struct CounterRandom(ulong seed, ulong stream = 0) : IEquatable<CounterRandom>
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    /// <summary>The seed.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>The stream.</summary>
    public ulong Stream { get; } = stream;

    /// <summary>Whether two generators are the same.</summary>
    public static bool operator ==(CounterRandom left, CounterRandom right) => left.Equals(right);

    /// <summary>Whether two generators differ.</summary>
    public static bool operator !=(CounterRandom left, CounterRandom right) => !left.Equals(right);

    /// <summary>The 128 random bits of an index, as two words.</summary>
    /// <param name="index">Any number.</param>
    public (ulong First, ulong Second) BitsAt(ulong index)
    {
        var (c0, c1, c2, c3) = ((uint)index, (uint)(index >> 32), (uint)Stream, (uint)(Stream >> 32));
        var (k0, k1) = ((uint)Seed, (uint)(Seed >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var (product0, product1) = ((ulong)Multiplier0 * c0, (ulong)Multiplier1 * c2);
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (c0 | (ulong)c1 << 32, c2 | (ulong)c3 << 32);
    }

    /// <summary>A number in (0, 1), uniformly distributed, and one from the standard normal distribution, independent of it.</summary>
    /// <param name="index">Any number.</param>
    public (double Uniform, double Normal) At(ulong index)
    {
        var (first, second) = BitsAt(index);
        return (Uniform(second), NormalDistribution.Quantile(Uniform(first)));
    }

    /// <inheritdoc/>
    public bool Equals(CounterRandom other) => Seed == other.Seed && Stream == other.Stream;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CounterRandom other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Seed, Stream);

    /// <summary>The middle of one of 2⁵² equal parts of (0, 1): exact, never 0 or 1, and as far from one as from the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Uniform(ulong bits) => ((bits >> 12) + 0.5) * (1.0 / (1UL << 52));
}
