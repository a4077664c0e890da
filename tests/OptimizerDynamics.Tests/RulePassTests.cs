namespace OptimizerDynamics.Tests;

/// <summary>The operations of a rule's block that go over it once: element by element what their formulas say, whatever the block's
/// length, and no operands that are not windows of one block.</summary>
public class RulePassTests
{
    private const double Beta1 = 0.9, Beta2 = 0.99, Epsilon = 1e-8, Factor = 0.75;

    [Fact]
    public void Passes_round_as_their_formulas_do()
    {
        for (var length = 1; length < 70; length++)
        {
            RequireFormulas<float>(length);
            RequireFormulas<double>(length);
        }
    }

    [Fact]
    public void Operands_of_other_lengths_and_shifted_ones_are_refused()
    {
        var memory = new float[20];
        var block = default(RuleBlock<float>);
        var refused = Assert.Throws<ArgumentException>(
            () => default(RuleBlock<float>).Average(memory.AsSpan(0, 5), Beta1, memory.AsSpan(6, 4)));
        Assert.Equal("Spans of 5 and 4 elements: expected windows of one block.", refused.Message);
        refused = Assert.Throws<ArgumentException>(() => default(RuleBlock<float>).RootPlus(memory.AsSpan(0, 5), memory.AsSpan(1, 5), 1));
        Assert.Equal("Spans overlap, 1 elements apart: expected the same memory or another.", refused.Message);
        refused = Assert.Throws<ArgumentException>(() => default(RuleBlock<float>).MomentQuotient(
            memory.AsSpan(0, 4), 1, memory.AsSpan(4, 4), Beta1, memory.AsSpan(7, 4), Beta2, memory.AsSpan(8, 4), 0));
        Assert.Equal("Spans overlap, 1 elements apart: expected the same memory or another.", refused.Message);
        block.Average(memory.AsSpan(0, 5), Beta1, memory.AsSpan(5, 5));
        Assert.All(memory, value => Assert.Equal(0, value));
    }

    private static void RequireFormulas<T>(int length) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var block = default(RuleBlock<T>);
        var random = new CounterRandom((ulong)length);
        T[] Drawn(ulong first) =>
            [.. Enumerable.Range(0, length).Select(i => T.CreateTruncating(random.At(first + (ulong)i).Uniform - 0.5))];
        T[] x = Drawn(0), m = Drawn(100), v = [.. Drawn(200).Select(T.Abs)], u = new T[length];
        T Of(double value) => T.CreateTruncating(value);
        T[] newM = [.. m.Zip(x, (old, now) => now * Of(1 - Beta1) + old * Of(Beta1))];
        T[] newV = [.. v.Zip(x, (old, now) => now * now * Of(1 - Beta2) + old * Of(Beta2))];
        T[] quotient = [.. newM.Zip(newV, (up, down) => up / (T.Sqrt(down) + Of(Epsilon)) * Of(Factor))];

        var (average, square, root) = ((T[])m.Clone(), (T[])v.Clone(), new T[length]);
        block.Average(average, Beta1, x);
        block.AverageSquare(square, Beta2, x);
        block.RootPlus(root, square, Of(Epsilon));
        block.ScaledQuotient(u, Of(Factor), average, square, Of(Epsilon));
        Assert.Equal(newM, average);
        Assert.Equal(newV, square);
        Assert.Equal(newV.Select(value => T.Sqrt(value) + Of(Epsilon)), root);
        Assert.Equal(quotient, u);

        // The update may stand where the gradient stood.
        var incoming = (T[])x.Clone();
        block.MomentQuotient(incoming, Of(Factor), m, Beta1, v, Beta2, incoming, Of(Epsilon));
        Assert.Equal(newM, m);
        Assert.Equal(newV, v);
        Assert.Equal(quotient, incoming);
    }
}
