using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>The vectors that a kernel is compiled for: one kernel serves all widths.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal unsafe interface IVectorWidth<TVector> where TVector : struct
{
    /// <summary>Lanes of a vector.</summary>
    static abstract int Lanes { get; }

    /// <summary>Vectors of a row that a tile of four outputs keeps in registers.</summary>
    static abstract int TileVectors { get; }

    /// <summary>Outputs of a tile of weight gradients.</summary>
    static abstract int GradientOutputs { get; }

    /// <summary>Outputs of a tile of outer products.</summary>
    static abstract int OuterOutputs { get; }

    static abstract TVector Zero { get; }

    static abstract TVector AllBits { get; }

    static abstract TVector Load(float* source);

    static abstract TVector Create(float value);

    static abstract void Store(TVector vector, float* destination);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>All bits of the lanes where a = b, none elsewhere.</summary>
    static abstract TVector Equal(TVector a, TVector b);

    /// <summary>All bits of the lanes where a &gt; b, none elsewhere.</summary>
    static abstract TVector Greater(TVector a, TVector b);

    static abstract TVector And(TVector a, TVector b);

    /// <summary>a &amp; ~b.</summary>
    static abstract TVector Without(TVector a, TVector b);

    static abstract TVector Or(TVector a, TVector b);

    /// <summary>One where all bits of a lane's mask are set, the other where none is.</summary>
    static abstract TVector Select(TVector mask, TVector one, TVector other);
}

/// <summary>Vectors of 16 lanes, for 32 registers: AVX-512.</summary>
internal readonly unsafe struct WideVectors : IVectorWidth<Vector512<float>>
{
    public static int Lanes => 16;

    public static int TileVectors => 5;

    public static int GradientOutputs => 4;

    public static int OuterOutputs => 8;

    public static Vector512<float> Zero => Vector512<float>.Zero;

    public static Vector512<float> AllBits => Vector512<float>.AllBitsSet;

    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    public static Vector512<float> Create(float value) => Vector512.Create(value);

    public static void Store(Vector512<float> vector, float* destination) => vector.Store(destination);

    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.FusedMultiplyAdd(a, b, c);

    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    public static Vector512<float> Equal(Vector512<float> a, Vector512<float> b) => Vector512.Equals(a, b);

    public static Vector512<float> Greater(Vector512<float> a, Vector512<float> b) => Vector512.GreaterThan(a, b);

    public static Vector512<float> And(Vector512<float> a, Vector512<float> b) => a & b;

    public static Vector512<float> Without(Vector512<float> a, Vector512<float> b) => Vector512.AndNot(a, b);

    public static Vector512<float> Or(Vector512<float> a, Vector512<float> b) => a | b;

    public static Vector512<float> Select(Vector512<float> mask, Vector512<float> one, Vector512<float> other) =>
        Vector512.ConditionalSelect(mask, one, other);
}

/// <summary>Vectors of eight lanes, for 16 registers: AVX2; and whatever .NET makes of them elsewhere.</summary>
internal readonly unsafe struct NarrowVectors : IVectorWidth<Vector256<float>>
{
    public static int Lanes => 8;

    public static int TileVectors => 3;

    public static int GradientOutputs => 2;

    public static int OuterOutputs => 4;

    public static Vector256<float> Zero => Vector256<float>.Zero;

    public static Vector256<float> AllBits => Vector256<float>.AllBitsSet;

    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    public static Vector256<float> Create(float value) => Vector256.Create(value);

    public static void Store(Vector256<float> vector, float* destination) => vector.Store(destination);

    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.FusedMultiplyAdd(a, b, c);

    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    public static Vector256<float> Equal(Vector256<float> a, Vector256<float> b) => Vector256.Equals(a, b);

    public static Vector256<float> Greater(Vector256<float> a, Vector256<float> b) => Vector256.GreaterThan(a, b);

    public static Vector256<float> And(Vector256<float> a, Vector256<float> b) => a & b;

    public static Vector256<float> Without(Vector256<float> a, Vector256<float> b) => Vector256.AndNot(a, b);

    public static Vector256<float> Or(Vector256<float> a, Vector256<float> b) => a | b;

    public static Vector256<float> Select(Vector256<float> mask, Vector256<float> one, Vector256<float> other) =>
        Vector256.ConditionalSelect(mask, one, other);
}

/// <summary>A number that is known when a kernel is compiled, so that what a tile does not have costs nothing.</summary>
internal interface IConstant
{
    static abstract int Value { get; }
}

internal readonly struct One : IConstant
{
    public static int Value => 1;
}

internal readonly struct Two : IConstant
{
    public static int Value => 2;
}

internal readonly struct Three : IConstant
{
    public static int Value => 3;
}

internal readonly struct Four : IConstant
{
    public static int Value => 4;
}

internal readonly struct Five : IConstant
{
    public static int Value => 5;
}
