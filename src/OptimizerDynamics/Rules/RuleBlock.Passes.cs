using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptimizerDynamics;

/// <content>
/// The operations of <see cref="RuleBlock{T}"/> that would take several passes over a block: one pass, with the same roundings as one
/// after the other. A pass is bound by the cache's loads and stores, not by its arithmetic.
/// Implementation note: the loops stand in methods of their own, because a caller that inlines many calls has no budget left for what is
/// in the loop, and calls it for each vector.
/// </content>
public readonly unsafe ref partial struct RuleBlock<T>
{
    /// <summary>An expression of two vectors, compiled into its pass.</summary>
    private interface IPass
    {
        Vector512<T> Of(Vector512<T> a, Vector512<T> b);
    }

    /// <summary>m ← β·m + (1 − β)·x: exponential moving average. x must not be m.</summary>
    public void Average(Span<T> m, double beta, ReadOnlySpan<T> x) => Run(m, m, x, new AveragePass(beta));

    /// <summary>v ← β·v + (1 − β)·x²: exponential moving average of the square. x must not be v.</summary>
    public void AverageSquare(Span<T> v, double beta, ReadOnlySpan<T> x) => Run(v, v, x, new AverageSquarePass(beta));

    /// <summary>y ← √x + ε.</summary>
    public void RootPlus(Span<T> y, ReadOnlySpan<T> x, T epsilon) => Run(y, x, x, new RootPlusPass(epsilon));

    /// <summary>y ← factor·(x/(√v + ε)).</summary>
    public void ScaledQuotient(Span<T> y, T factor, ReadOnlySpan<T> x, ReadOnlySpan<T> v, T epsilon) =>
        Run(y, x, v, new ScaledQuotientPass(factor, epsilon));

    /// <summary>m ← β₁·m + (1 − β₁)·x, v ← β₂·v + (1 − β₂)·x², y ← factor·(m/(√v + ε)): Adam's step at once. Of the four only y may be
    /// x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void MomentQuotient(
        Span<T> y, T factor, Span<T> m, double beta1, Span<T> v, double beta2, ReadOnlySpan<T> x, T epsilon)
    {
        ReadAhead();
        Require(m, x);
        Require(v, x);
        Require(y, x);
        var (first, second, quotient) = (new AveragePass(beta1), new AverageSquarePass(beta2), new ScaledQuotientPass(factor, epsilon));
        fixed (T* to = y, moment = m, square = v, from = x)
        {
            var (i, n) = (0, Vector512<T>.Count);
            for (; i <= y.Length - n; i += n)
            {
                var incoming = Vector512.Load(from + i);
                var newMoment = first.Of(Vector512.Load(moment + i), incoming);
                var newSquare = second.Of(Vector512.Load(square + i), incoming);
                newMoment.Store(moment + i);
                newSquare.Store(square + i);
                quotient.Of(newMoment, newSquare).Store(to + i);
            }

            Finish(m[i..], m[i..], x[i..], first);
            Finish(v[i..], v[i..], x[i..], second);
            Finish(y[i..], m[i..], v[i..], quotient);
        }
    }

    /// <summary>y ← pass(a, b).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Run<TPass>(Span<T> y, ReadOnlySpan<T> a, ReadOnlySpan<T> b, TPass pass) where TPass : struct, IPass
    {
        ReadAhead();
        Require(y, a);
        Require(y, b);
        fixed (T* to = y, first = a, second = b)
        {
            var (i, n) = (0, Vector512<T>.Count);
            for (; i <= y.Length - n; i += n)
                pass.Of(Vector512.Load(first + i), Vector512.Load(second + i)).Store(to + i);
            Finish(y[i..], a[i..], b[i..], pass);
        }
    }

    /// <summary>y ← pass(a, b) of fewer elements than a vector has.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Finish<TPass>(Span<T> y, ReadOnlySpan<T> a, ReadOnlySpan<T> b, TPass pass) where TPass : struct, IPass
    {
        if (y.IsEmpty)
            return;
        Span<T> first = stackalloc T[Vector512<T>.Count], second = stackalloc T[Vector512<T>.Count];
        first.Clear();
        second.Clear();
        a.CopyTo(first);
        b.CopyTo(second);
        pass.Of(Vector512.Create<T>(first), Vector512.Create<T>(second)).CopyTo(first);
        first[..y.Length].CopyTo(y);
    }

    private static void Require(ReadOnlySpan<T> y, ReadOnlySpan<T> operand)
    {
        if (operand.Length != y.Length)
            throw new ArgumentException($"Spans of {y.Length} and {operand.Length} elements: expected windows of one block.");
        if (y.Overlaps(operand, out var offset) && offset != 0)
            throw new ArgumentException($"Spans overlap, {offset} elements apart: expected the same memory or another.");
    }

    private readonly struct AveragePass(double beta) : IPass
    {
        private readonly Vector512<T> _kept = Vector512.Create(T.CreateTruncating(beta)),
            _taken = Vector512.Create(T.CreateTruncating(1 - beta));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<T> Of(Vector512<T> m, Vector512<T> x) => x * _taken + m * _kept;
    }

    private readonly struct AverageSquarePass(double beta) : IPass
    {
        private readonly Vector512<T> _kept = Vector512.Create(T.CreateTruncating(beta)),
            _taken = Vector512.Create(T.CreateTruncating(1 - beta));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<T> Of(Vector512<T> v, Vector512<T> x) => x * x * _taken + v * _kept;
    }

    private readonly struct RootPlusPass(T epsilon) : IPass
    {
        private readonly Vector512<T> _epsilon = Vector512.Create(epsilon);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<T> Of(Vector512<T> x, Vector512<T> same) => Vector512.Sqrt(x) + _epsilon;
    }

    private readonly struct ScaledQuotientPass(T factor, T epsilon) : IPass
    {
        private readonly Vector512<T> _factor = Vector512.Create(factor), _epsilon = Vector512.Create(epsilon);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<T> Of(Vector512<T> x, Vector512<T> v) => x / (Vector512.Sqrt(v) + _epsilon) * _factor;
    }
}
