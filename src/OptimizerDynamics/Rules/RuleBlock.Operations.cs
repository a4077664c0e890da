using System.Numerics.Tensors;

namespace OptimizerDynamics;

/// <content>
/// The few vector operations that update rules are written in. Each reads <c>destination ← expression</c>: the destination comes first.
/// All spans are windows of the block, equally long. The destination may be an operand too, unless the operation says otherwise; spans that
/// overlap without being the same are refused (<see cref="ArgumentException"/>), as are spans of different lengths.
/// </content>
/// <remarks>
/// Implementation note: only additions, subtractions, multiplications, divisions, square roots and comparisons, each correctly rounded
/// and none fused, so an element's value does not depend on where in a vector, block or thread it is computed. That is why
/// <see cref="TensorPrimitives"/>' Lerp and the "Estimate" operations, which may or may not fuse, are not used.
/// Hyperparameters arrive as double and are rounded to <c>T</c> once.
/// </remarks>
public readonly unsafe ref partial struct RuleBlock<T>
{
    /// <summary>s ← s + x².</summary>
    public void AddSquare(Span<T> s, ReadOnlySpan<T> x)
    {
        ReadAhead();
        TensorPrimitives.MultiplyAdd(x, x, s, s);
    }

    /// <summary>y ← v − x²; y is neither v nor x.</summary>
    public void SubtractSquare(Span<T> y, ReadOnlySpan<T> v, ReadOnlySpan<T> x)
    {
        Multiply(y, x, x);
        Subtract(y, v, y);
    }

    /// <summary>y ← factor·x.</summary>
    public void Scale(Span<T> y, ReadOnlySpan<T> x, double factor) =>
        Scale(y, x, T.CreateTruncating(factor));

    /// <summary>y ← factor·x.</summary>
    public void Scale(Span<T> y, ReadOnlySpan<T> x, T factor)
    {
        ReadAhead();
        TensorPrimitives.Multiply(x, factor, y);
    }

    /// <summary>y ← x + factor·z.</summary>
    public void AddScaled(Span<T> y, ReadOnlySpan<T> x, double factor, ReadOnlySpan<T> z) =>
        AddScaled(y, x, T.CreateTruncating(factor), z);

    /// <summary>y ← x + factor·z.</summary>
    public void AddScaled(Span<T> y, ReadOnlySpan<T> x, T factor, ReadOnlySpan<T> z)
    {
        ReadAhead();
        TensorPrimitives.MultiplyAdd(z, factor, x, y);
    }

    /// <summary>y ← x + a·b.</summary>
    public void AddProduct(Span<T> y, ReadOnlySpan<T> x, ReadOnlySpan<T> a, ReadOnlySpan<T> b)
    {
        ReadAhead();
        TensorPrimitives.MultiplyAdd(a, b, x, y);
    }

    /// <summary>y ← x + c.</summary>
    public void Add(Span<T> y, ReadOnlySpan<T> x, double c)
    {
        ReadAhead();
        TensorPrimitives.Add(x, T.CreateTruncating(c), y);
    }

    /// <summary>y ← x − z.</summary>
    public void Subtract(Span<T> y, ReadOnlySpan<T> x, ReadOnlySpan<T> z)
    {
        ReadAhead();
        TensorPrimitives.Subtract(x, z, y);
    }

    /// <summary>y ← x·z.</summary>
    public void Multiply(Span<T> y, ReadOnlySpan<T> x, ReadOnlySpan<T> z)
    {
        ReadAhead();
        TensorPrimitives.Multiply(x, z, y);
    }

    /// <summary>y ← x/z.</summary>
    public void Divide(Span<T> y, ReadOnlySpan<T> x, ReadOnlySpan<T> z)
    {
        ReadAhead();
        TensorPrimitives.Divide(x, z, y);
    }

    /// <summary>y ← max(x, z); NaN where either is.</summary>
    public void Max(Span<T> y, ReadOnlySpan<T> x, ReadOnlySpan<T> z)
    {
        ReadAhead();
        TensorPrimitives.Max(x, z, y);
    }

    /// <summary>y ← min(x, z); NaN where either is.</summary>
    public void Min(Span<T> y, ReadOnlySpan<T> x, ReadOnlySpan<T> z)
    {
        ReadAhead();
        TensorPrimitives.Min(x, z, y);
    }

    /// <summary>y ← min(max(x, −t), t); NaN where x is.</summary>
    public void Clamp(Span<T> y, ReadOnlySpan<T> x, T t)
    {
        ReadAhead();
        TensorPrimitives.Max(x, -t, y);
        ReadAhead();
        TensorPrimitives.Min(y, t, y);
    }

    /// <summary>y ← |x| + ε.</summary>
    public void AbsPlus(Span<T> y, ReadOnlySpan<T> x, double epsilon)
    {
        ReadAhead();
        TensorPrimitives.Abs(x, y);
        Add(y, y, epsilon);
    }

    /// <summary>y ← √x.</summary>
    public void Root(Span<T> y, ReadOnlySpan<T> x)
    {
        ReadAhead();
        TensorPrimitives.Sqrt(x, y);
    }

    /// <summary>y ← sign(x), where sign(0) = 0. The scratch must be neither.</summary>
    /// <remarks>min(⌈|x|⌉, 1) is 0 at 0 and 1 at every other number, subnormal ones included; NaN stays NaN.</remarks>
    public void Sign(Span<T> y, ReadOnlySpan<T> x, Span<T> scratch)
    {
        ReadAhead();
        TensorPrimitives.Abs(x, scratch);
        ReadAhead();
        TensorPrimitives.Ceiling(scratch, scratch);
        ReadAhead();
        TensorPrimitives.Min(scratch, T.One, scratch);
        ReadAhead();
        TensorPrimitives.CopySign(scratch, x, y);
    }

    /// <summary>y ← x.</summary>
    public void Copy(Span<T> y, ReadOnlySpan<T> x)
    {
        ReadAhead();
        x.CopyTo(y);
    }

    private void ReadAhead()
    {
        if (NextBlock is not null)
            NextBlock->Continue();
    }
}
