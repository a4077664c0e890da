using System.Numerics;

namespace OptimizerDynamics.Data;

/// <summary>Triangles in space, each with a tone: how light its surface is.</summary>
/// <remarks>
/// x to the right, y up, z towards the viewer. Parts are put together with the methods below; a triangle is seen from both of its sides.
/// </remarks>
public sealed class Mesh
{
    private readonly List<Vector3> _corners = [];
    private readonly List<float> _tones = [];
    private float _tone = 0.8f;

    /// <summary>The corners, three for each triangle.</summary>
    public IReadOnlyList<Vector3> Corners => _corners;

    /// <summary>The tone of each triangle, in [0, 1].</summary>
    public IReadOnlyList<float> Tones => _tones;

    /// <summary>Sets the tone of what is added from now on.</summary>
    /// <param name="tone">In [0, 1].</param>
    public Mesh Tone(float tone)
    {
        _tone = Math.Clamp(tone, 0, 1);
        return this;
    }

    /// <summary>A triangle.</summary>
    public Mesh Triangle(Vector3 a, Vector3 b, Vector3 c)
    {
        _corners.AddRange([a, b, c]);
        _tones.Add(_tone);
        return this;
    }

    /// <summary>A flat quadrilateral, its corners in turn.</summary>
    public Mesh Quad(Vector3 a, Vector3 b, Vector3 c, Vector3 d) => Triangle(a, b, c).Triangle(a, c, d);

    /// <summary>A box by its middle and its lengths along x, y and z.</summary>
    public Mesh Box(Vector3 middle, Vector3 size) => Box(middle, size, Quaternion.Identity);

    /// <summary>A turned box.</summary>
    public Mesh Box(Vector3 middle, Vector3 size, Quaternion turn)
    {
        Vector3 At(int x, int y, int z) => middle + Vector3.Transform(new Vector3(x, y, z) * size / 2, turn);
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            Quad(At(side, -1, -1), At(side, 1, -1), At(side, 1, 1), At(side, -1, 1));
            Quad(At(-1, side, -1), At(1, side, -1), At(1, side, 1), At(-1, side, 1));
            Quad(At(-1, -1, side), At(1, -1, side), At(1, 1, side), At(-1, 1, side));
        }

        return this;
    }

    /// <summary>A box from one end to the other, with a width and a thickness: a bar, a leg, a board.</summary>
    public Mesh Bar(Vector3 from, Vector3 to, float width, float thickness)
    {
        var (along, side) = (to - from, Vector3.Zero);
        side = Vector3.Cross(along, MathF.Abs(along.Y) > 0.9f * along.Length() ? Vector3.UnitZ : Vector3.UnitY);
        side = Vector3.Normalize(side);
        var up = Vector3.Normalize(Vector3.Cross(side, along));
        Vector3 At(int end, int s, int u) => (end == 0 ? from : to) + side * (s * width / 2) + up * (u * thickness / 2);
        Quad(At(0, -1, -1), At(0, 1, -1), At(0, 1, 1), At(0, -1, 1)).Quad(At(1, -1, -1), At(1, 1, -1), At(1, 1, 1), At(1, -1, 1));
        foreach (var sign in (ReadOnlySpan<int>)[-1, 1])
        {
            Quad(At(0, sign, -1), At(0, sign, 1), At(1, sign, 1), At(1, sign, -1));
            Quad(At(0, -1, sign), At(0, 1, sign), At(1, 1, sign), At(1, -1, sign));
        }

        return this;
    }

    /// <summary>A round bar, or a cone where its radii differ, closed at both ends.</summary>
    public Mesh Rod(Vector3 from, Vector3 to, float radius, float? radiusAtEnd = null, int sides = 12)
    {
        var last = radiusAtEnd ?? radius;
        var (across, up) = Across(to - from);
        for (var i = 0; i < sides; i++)
        {
            var (one, next) = (Around(i, sides, across, up), Around(i + 1, sides, across, up));
            Quad(from + one * radius, from + next * radius, to + next * last, to + one * last);
            Triangle(from, from + one * radius, from + next * radius);
            Triangle(to, to + one * last, to + next * last);
        }

        return this;
    }

    /// <summary>
    /// What a line makes that turns about the y axis: radii and heights, from below; closed where its first and last radius are 0.
    /// </summary>
    public Mesh Lathe(Vector3 foot, ReadOnlySpan<(float Radius, float Height)> line, int sides = 16)
    {
        for (var step = 0; step + 1 < line.Length; step++)
        {
            var (low, high) = (line[step], line[step + 1]);
            for (var i = 0; i < sides; i++)
            {
                var (one, next) = (Around(i, sides, Vector3.UnitX, Vector3.UnitZ), Around(i + 1, sides, Vector3.UnitX, Vector3.UnitZ));
                var (bottom, top) = (foot + Vector3.UnitY * low.Height, foot + Vector3.UnitY * high.Height);
                Quad(bottom + one * low.Radius, bottom + next * low.Radius, top + next * high.Radius, top + one * high.Radius);
            }
        }

        return this;
    }

    /// <summary>An ellipsoid.</summary>
    public Mesh Ball(Vector3 middle, Vector3 radii, int sides = 12)
    {
        Vector3 At(int ring, int i)
        {
            var (sine, cosine) = MathF.SinCos(MathF.PI * ring / (sides / 2));
            var (across, along) = MathF.SinCos(2 * MathF.PI * i / sides);
            return middle + new Vector3(sine * along, cosine, sine * across) * radii;
        }

        for (var ring = 0; ring < sides / 2; ring++)
        {
            for (var i = 0; i < sides; i++)
                Quad(At(ring, i), At(ring, i + 1), At(ring + 1, i + 1), At(ring + 1, i));
        }

        return this;
    }

    /// <summary>A ring, or a part of one: a bent round bar about a middle, in the plane of two directions.</summary>
    public Mesh Ring(Vector3 middle, Vector3 first, Vector3 second, float thickness, float from = 0, float to = 1, int sides = 18)
    {
        const int Around = 6;
        var steps = Math.Max(2, (int)MathF.Ceiling(sides * MathF.Abs(to - from)));
        var normal = Vector3.Normalize(Vector3.Cross(first, second));
        Vector3 At(int step, int i)
        {
            var (sine, cosine) = MathF.SinCos(2 * MathF.PI * (from + (to - from) * step / steps));
            var (high, wide) = MathF.SinCos(2 * MathF.PI * i / Around);
            var spoke = first * cosine + second * sine;
            return middle + spoke + (Vector3.Normalize(spoke) * wide + normal * high) * thickness;
        }

        for (var step = 0; step < steps; step++)
        {
            for (var i = 0; i < Around; i++)
                Quad(At(step, i), At(step, i + 1), At(step + 1, i + 1), At(step + 1, i));
        }

        return this;
    }

    /// <summary>A flat outline in the xy plane, seen from the front, pushed back to a thickness; its middle must see all of it.</summary>
    public Mesh Plate(Vector3 middle, ReadOnlySpan<Vector2> outline, float thickness)
    {
        for (var i = 0; i < outline.Length; i++)
        {
            var (one, next) = (outline[i], outline[(i + 1) % outline.Length]);
            Vector3 At(Vector2 point, float side) => middle + new Vector3(point, side * thickness / 2);
            Quad(At(one, 1), At(next, 1), At(next, -1), At(one, -1));
            Triangle(middle + new Vector3(0, 0, thickness / 2), At(one, 1), At(next, 1));
            Triangle(middle - new Vector3(0, 0, thickness / 2), At(one, -1), At(next, -1));
        }

        return this;
    }

    /// <summary>Moved to the origin and scaled so that its farthest corner is at distance 1.</summary>
    public Mesh Centred()
    {
        var (low, high) = (new Vector3(float.MaxValue), new Vector3(float.MinValue));
        foreach (var corner in _corners)
            (low, high) = (Vector3.Min(low, corner), Vector3.Max(high, corner));
        var middle = (low + high) / 2;
        var reach = _corners.Max(corner => (corner - middle).Length());
        var mesh = new Mesh();
        mesh._corners.AddRange(_corners.Select(corner => (corner - middle) / reach));
        mesh._tones.AddRange(_tones);
        return mesh;
    }

    /// <summary>Turned, or changed by any other matrix.</summary>
    /// <param name="matrix">What each corner is multiplied by.</param>
    public Mesh Turned(Matrix4x4 matrix)
    {
        var mesh = new Mesh();
        mesh._corners.AddRange(_corners.Select(corner => Vector3.Transform(corner, matrix)));
        mesh._tones.AddRange(_tones);
        return mesh;
    }

    private static (Vector3 Across, Vector3 Up) Across(Vector3 along)
    {
        var across = Vector3.Normalize(Vector3.Cross(along, MathF.Abs(along.Y) > 0.9f * along.Length() ? Vector3.UnitX : Vector3.UnitY));
        return (across, Vector3.Normalize(Vector3.Cross(along, across)));
    }

    private static Vector3 Around(int i, int sides, Vector3 across, Vector3 up)
    {
        var (sine, cosine) = MathF.SinCos(2 * MathF.PI * i / sides);
        return across * cosine + up * sine;
    }
}
