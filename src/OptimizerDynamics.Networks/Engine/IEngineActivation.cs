using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>An activation on lanes, compiled into each pass that needs it.</summary>
internal interface IEngineActivation
{
    /// <summary>f(z); NaN of NaN.</summary>
    static abstract Vector512<float> Apply(Vector512<float> z, Vector512<float> slope);

    /// <summary>Whether f(z) equals a value y of f that has a gradient.</summary>
    static abstract Vector512<float> Reaches(Vector512<float> z, Vector512<float> y, Vector512<float> slope);

    /// <summary>f′(z) · gradient; f′(0) is the slope below 0, as PyTorch has it.</summary>
    static abstract Vector512<float> Back(Vector512<float> z, Vector512<float> gradient, Vector512<float> slope);
}

/// <summary>f(z) = z.</summary>
internal readonly struct NoActivation : IEngineActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> z, Vector512<float> slope) => z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Reaches(Vector512<float> z, Vector512<float> y, Vector512<float> slope) => Vector512.Equals(z, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Back(Vector512<float> z, Vector512<float> gradient, Vector512<float> slope) => gradient;
}

/// <summary>f(z) = z where z &gt; 0 (or NaN), and 0 elsewhere.</summary>
internal readonly struct Relu : IEngineActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> z, Vector512<float> slope) =>
        Vector512.AndNot(z, Vector512.LessThanOrEqual(z, Vector512<float>.Zero));

    // Where y = 0 there is no gradient; elsewhere f(z) = z.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Reaches(Vector512<float> z, Vector512<float> y, Vector512<float> slope) => Vector512.Equals(z, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Back(Vector512<float> z, Vector512<float> gradient, Vector512<float> slope) =>
        Vector512.AndNot(gradient, Vector512.LessThanOrEqual(z, Vector512<float>.Zero));
}

/// <summary>f(z) = z where z &gt; 0, and slope · z elsewhere.</summary>
internal readonly struct LeakyRelu : IEngineActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> z, Vector512<float> slope) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(z, Vector512<float>.Zero), z, slope * z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Reaches(Vector512<float> z, Vector512<float> y, Vector512<float> slope) =>
        Vector512.Equals(Apply(z, slope), y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Back(Vector512<float> z, Vector512<float> gradient, Vector512<float> slope) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(z, Vector512<float>.Zero), gradient, slope * gradient);
}
