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

    static abstract TVector Load(float* source);

    static abstract TVector Create(float value);

    static abstract void Store(TVector vector, float* destination);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);
}

/// <summary>Vectors of 16 lanes, for 32 registers: AVX-512.</summary>
internal readonly unsafe struct WideVectors : IVectorWidth<Vector512<float>>
{
    public static int Lanes => 16;

    public static int TileVectors => 5;

    public static int GradientOutputs => 4;

    public static int OuterOutputs => 8;

    public static Vector512<float> Zero => Vector512<float>.Zero;

    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    public static Vector512<float> Create(float value) => Vector512.Create(value);

    public static void Store(Vector512<float> vector, float* destination) => vector.Store(destination);

    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.FusedMultiplyAdd(a, b, c);
}

/// <summary>Vectors of eight lanes, for 16 registers: AVX2; and whatever .NET makes of them elsewhere.</summary>
internal readonly unsafe struct NarrowVectors : IVectorWidth<Vector256<float>>
{
    public static int Lanes => 8;

    public static int TileVectors => 3;

    public static int GradientOutputs => 2;

    public static int OuterOutputs => 4;

    public static Vector256<float> Zero => Vector256<float>.Zero;

    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    public static Vector256<float> Create(float value) => Vector256.Create(value);

    public static void Store(Vector256<float> vector, float* destination) => vector.Store(destination);

    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.FusedMultiplyAdd(a, b, c);
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
