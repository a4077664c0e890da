using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Data;

/// <summary>Lengths, products and turns of vectors, each in one order of operations: the same bits on every machine.</summary>
/// <remarks>
/// <see cref="Vector3"/>'s sums, differences, multiples and quotients act on each coordinate by itself and are exact by IEEE 754. Its other
/// methods, and those of <see cref="Matrix4x4"/> and <see cref="Quaternion"/>, may fuse a multiplication with an addition where the
/// processor can and ask the system for sines, so that images came out different without FMA. The orders here are those with which every
/// image so far was drawn, on processors that have it.
/// </remarks>
internal static class Space
{
    /// <summary>a · b = (a₁b₁ + a₂b₂) + a₃b₃, nothing fused.</summary>
    public static float Dot(Vector3 a, Vector3 b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

    /// <summary>|a| = √(a · a).</summary>
    public static float Length(Vector3 a) => MathF.Sqrt(Dot(a, a));

    /// <summary>a/|a|; not a number where a = 0.</summary>
    public static Vector3 Unit(Vector3 a) => a / Length(a);

    /// <summary>a × b, nothing fused.</summary>
    public static Vector3 Cross(Vector3 a, Vector3 b) =>
        new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

    /// <summary>The point as a row times the matrix' upper left 3 × 3: (p₁M₁ + p₂M₂) + p₃M₃ of its rows Mᵢ, both additions fused.</summary>
    /// <param name="point">p.</param>
    /// <param name="matrix">M; its fourth row and column are of no account.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3 Turned(Vector3 point, in Matrix4x4 matrix)
    {
        var turned = matrix.X.AsVector128() * point.X;
        turned = Vector128.FusedMultiplyAdd(matrix.Y.AsVector128(), Vector128.Create(point.Y), turned);
        return Vector128.FusedMultiplyAdd(matrix.Z.AsVector128(), Vector128.Create(point.Z), turned).AsVector3();
    }

    /// <summary>A turn about y, then one about x, then one about z, for points as rows.</summary>
    /// <param name="aboutY">In radians, as the others.</param>
    /// <param name="aboutX">The second.</param>
    /// <param name="aboutZ">The third: the sums of its products are fused, those of the first two have one term.</param>
    public static Matrix4x4 Turn(float aboutY, float aboutX, float aboutZ)
    {
        var (sinY, cosY) = PortableMath.SinCos(aboutY);
        var (sinX, cosX) = PortableMath.SinCos(aboutX);
        var (sinZ, cosZ) = PortableMath.SinCos(aboutZ);
        Vector4 Row(float x, float y, float z) =>
            new(MathF.FusedMultiplyAdd(y, -sinZ, x * cosZ), MathF.FusedMultiplyAdd(y, cosZ, x * sinZ), z, 0);
        return Matrix4x4.Create(
            Row(cosY, sinY * sinX, -sinY * cosX), Row(0, cosX, sinX), Row(sinY, -cosY * sinX, cosY * cosX), Vector4.UnitW);
    }

    /// <summary>A point turned about the x axis.</summary>
    /// <remarks>
    /// q·p·q̄ with the quaternion q = c + s·i, c and s the cosine and sine of half the angle, nothing fused. The point has the real part 1,
    /// which changes nothing but how x is rounded: s·(…) − c·(…) is 0 but for that.
    /// </remarks>
    /// <param name="point">p.</param>
    /// <param name="half">Sine and cosine of half the angle, which goes from y to z.</param>
    public static Vector3 Tilted(Vector3 point, (float Sin, float Cos) half)
    {
        var (s, c) = half;
        var (x, real) = (point.X * c - s, point.X * s + c);
        var (y, z) = (point.Y * c - point.Z * s, point.Z * c + point.Y * s);
        return new(c * x + s * real, c * y - s * z, c * z + s * y);
    }
}
