using System.Numerics;
using System.Numerics.Tensors;

namespace OptimizerDynamics;

/// <summary>
/// The few vector operations that update rules are written in. Each reads <c>destination ← expression</c>: the destination comes first,
/// and may be one of the operands.
/// </summary>
/// <remarks>
/// Implementation note: only additions, subtractions, multiplications, divisions, square roots and comparisons, each correctly rounded
/// and none fused, so an element's value does not depend on where in a vector, block or thread it is computed. That is why
/// <see cref="TensorPrimitives"/>' Lerp and the "Estimate" operations, which may or may not fuse, are not used.
/// Hyperparameters arrive as double and are rounded to <c>T</c> once.
/// </remarks>
internal static class Formula
{
    /// <summary>m ← β·m + (1 − β)·x: exponential moving average.</summary>
    public static void Average<T>(Span<T> m, double beta, ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Scale(m, m, beta);
        AddScaled(m, m, 1 - beta, x);
    }

    /// <summary>v ← β·v + (1 − β)·x²: exponential moving average of the square. Leaves x² in the scratch, which may be x.</summary>
    public static void AverageSquare<T>(Span<T> v, double beta, ReadOnlySpan<T> x, Span<T> scratch) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Multiply(scratch, x, x);
        Average(v, beta, scratch);
    }

    /// <summary>s ← s + x².</summary>
    public static void AddSquare<T>(Span<T> s, ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.MultiplyAdd(x, x, s, s);

    /// <summary>y ← v − x²; y is neither v nor x.</summary>
    public static void SubtractSquare<T>(Span<T> y, ReadOnlySpan<T> v, ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Multiply(y, x, x);
        Subtract(y, v, y);
    }

    /// <summary>y ← factor·x.</summary>
    public static void Scale<T>(Span<T> y, ReadOnlySpan<T> x, double factor) where T : unmanaged, IFloatingPointIeee754<T> =>
        Scale(y, x, T.CreateTruncating(factor));

    /// <summary>y ← factor·x.</summary>
    public static void Scale<T>(Span<T> y, ReadOnlySpan<T> x, T factor) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Multiply(x, factor, y);

    /// <summary>y ← x + factor·z.</summary>
    public static void AddScaled<T>(Span<T> y, ReadOnlySpan<T> x, double factor, ReadOnlySpan<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        AddScaled(y, x, T.CreateTruncating(factor), z);

    /// <summary>y ← x + factor·z.</summary>
    public static void AddScaled<T>(Span<T> y, ReadOnlySpan<T> x, T factor, ReadOnlySpan<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.MultiplyAdd(z, factor, x, y);

    /// <summary>y ← x + c.</summary>
    public static void Add<T>(Span<T> y, ReadOnlySpan<T> x, double c) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Add(x, T.CreateTruncating(c), y);

    /// <summary>y ← x − z.</summary>
    public static void Subtract<T>(Span<T> y, ReadOnlySpan<T> x, ReadOnlySpan<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Subtract(x, z, y);

    /// <summary>y ← x·z.</summary>
    public static void Multiply<T>(Span<T> y, ReadOnlySpan<T> x, ReadOnlySpan<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Multiply(x, z, y);

    /// <summary>y ← x/z.</summary>
    public static void Divide<T>(Span<T> y, ReadOnlySpan<T> x, ReadOnlySpan<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Divide(x, z, y);

    /// <summary>y ← max(x, z); NaN where either is.</summary>
    public static void Max<T>(Span<T> y, ReadOnlySpan<T> x, ReadOnlySpan<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Max(x, z, y);

    /// <summary>y ← |x| + ε.</summary>
    public static void AbsPlus<T>(Span<T> y, ReadOnlySpan<T> x, double epsilon) where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorPrimitives.Abs(x, y);
        Add(y, y, epsilon);
    }

    /// <summary>y ← √x.</summary>
    public static void Root<T>(Span<T> y, ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Sqrt(x, y);

    /// <summary>y ← √x + ε.</summary>
    public static void RootPlus<T>(Span<T> y, ReadOnlySpan<T> x, T epsilon) where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorPrimitives.Sqrt(x, y);
        TensorPrimitives.Add(y, epsilon, y);
    }

    /// <summary>y ← sign(x), where sign(0) = 0.</summary>
    /// <remarks>min(⌈|x|⌉, 1) is 0 at 0 and 1 at every other number, subnormal ones included; NaN stays NaN.</remarks>
    public static void Sign<T>(Span<T> y, ReadOnlySpan<T> x, Span<T> scratch) where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorPrimitives.Abs(x, scratch);
        TensorPrimitives.Ceiling(scratch, scratch);
        TensorPrimitives.Min(scratch, T.One, scratch);
        TensorPrimitives.CopySign(scratch, x, y);
    }
}
