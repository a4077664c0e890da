using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>An activation on lanes, compiled into each pass that needs it.</summary>
internal interface IEngineActivation
{
    /// <summary>f(z); NaN of NaN.</summary>
    static abstract Vector512<float> Apply(Vector512<float> z, Vector512<float> slope);

    /// <summary>The larger of two values of f; NaN where one is.</summary>
    static abstract Vector512<float> Larger(Vector512<float> first, Vector512<float> second);

    /// <summary>Whether f(z) equals a value y of f that has a gradient.</summary>
    static abstract TVector Reaches<TVector, TWidth>(TVector z, TVector y, TVector slope)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>;

    /// <summary>f′(z) · gradient; f′(0) is the slope below 0, as PyTorch has it.</summary>
    static abstract Vector512<float> Back(Vector512<float> z, Vector512<float> gradient, Vector512<float> slope);
}

/// <summary>f(z) = z.</summary>
internal readonly struct NoActivation : IEngineActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> z, Vector512<float> slope) => z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Larger(Vector512<float> first, Vector512<float> second) => Lanes.Larger(first, second);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Reaches<TVector, TWidth>(TVector z, TVector y, TVector slope)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector> => TWidth.Equal(z, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Back(Vector512<float> z, Vector512<float> gradient, Vector512<float> slope) => gradient;
}

/// <summary>f(z) = z where z &gt; 0 (or NaN), and 0 elsewhere.</summary>
internal readonly struct Relu : IEngineActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> z, Vector512<float> slope) =>
        Lanes.Without(z, Vector512.LessThanOrEqual(z, Vector512<float>.Zero));

    // Values of f are not below 0, so that their bits are ordered as they are; those of NaN come last, whatever its sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Larger(Vector512<float> first, Vector512<float> second) =>
        Vector512.Max(first.AsUInt32(), second.AsUInt32()).AsSingle();

    // Where y = 0 there is no gradient; elsewhere f(z) = z.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Reaches<TVector, TWidth>(TVector z, TVector y, TVector slope)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector> => TWidth.Equal(z, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Back(Vector512<float> z, Vector512<float> gradient, Vector512<float> slope) =>
        Lanes.Without(gradient, Vector512.LessThanOrEqual(z, Vector512<float>.Zero));
}

/// <summary>f(z) = z where z &gt; 0, and slope · z elsewhere.</summary>
internal readonly struct LeakyRelu : IEngineActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> z, Vector512<float> slope) =>
        Lanes.Select(Vector512.GreaterThan(z, Vector512<float>.Zero), z, slope * z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Larger(Vector512<float> first, Vector512<float> second) => Lanes.Larger(first, second);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Reaches<TVector, TWidth>(TVector z, TVector y, TVector slope)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector> =>
        TWidth.Equal(TWidth.Select(TWidth.Greater(z, TWidth.Zero), z, TWidth.Multiply(slope, z)), y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Back(Vector512<float> z, Vector512<float> gradient, Vector512<float> slope) =>
        Lanes.Select(Vector512.GreaterThan(z, Vector512<float>.Zero), gradient, slope * gradient);
}
