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
    /// <param name="tone">0 is black, 1 is white; what lies outside [0, 1] counts as the nearer of the two.</param>
    /// <returns>This mesh, as of all methods that add to it.</returns>
    public Mesh Tone(float tone)
    {
        _tone = Math.Clamp(tone, 0, 1);
        return this;
    }

    /// <summary>Adds a triangle.</summary>
    /// <param name="a">A corner.</param>
    /// <param name="b">Another.</param>
    /// <param name="c">The third; the order is of no account.</param>
    public Mesh Triangle(Vector3 a, Vector3 b, Vector3 c)
    {
        _corners.AddRange([a, b, c]);
        _tones.Add(_tone);
        return this;
    }

    /// <summary>Adds a flat, convex quadrilateral as two triangles.</summary>
    /// <param name="a">A corner.</param>
    /// <param name="b">The next, in either direction around it.</param>
    /// <param name="c">The one opposite to the first.</param>
    /// <param name="d">The last.</param>
    public Mesh Quad(Vector3 a, Vector3 b, Vector3 c, Vector3 d) => Triangle(a, b, c).Triangle(a, c, d);

    /// <summary>Adds a box along the axes.</summary>
    /// <param name="middle">Its center.</param>
    /// <param name="size">Its lengths along x, y and z, at least 0.</param>
    public Mesh Box(Vector3 middle, Vector3 size) => Box(middle, size, 0);

    /// <summary>Adds a turned box.</summary>
    /// <param name="middle">Its center.</param>
    /// <param name="size">Its lengths along x, y and z before it is turned, at least 0.</param>
    /// <param name="tilt">How far it is turned about the x axis through its center, from y to z, in radians.</param>
    public Mesh Box(Vector3 middle, Vector3 size, float tilt)
    {
        Vector3 At(int x, int y, int z) => middle + Space.Tilted(new Vector3(x, y, z) * size / 2, tilt);
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            Quad(At(side, -1, -1), At(side, 1, -1), At(side, 1, 1), At(side, -1, 1));
            Quad(At(-1, side, -1), At(1, side, -1), At(1, side, 1), At(-1, side, 1));
            Quad(At(-1, -1, side), At(1, -1, side), At(1, 1, side), At(-1, 1, side));
        }

        return this;
    }

    /// <summary>Adds a box from one end to the other: a bar, a leg, a board.</summary>
    /// <param name="from">The middle of one end.</param>
    /// <param name="to">The middle of the other, another point than <paramref name="from"/>.</param>
    /// <param name="width">Its width, at least 0: horizontal, unless the bar is steeper than about 64°; then along x.</param>
    /// <param name="thickness">Its thickness across both, at least 0.</param>
    public Mesh Bar(Vector3 from, Vector3 to, float width, float thickness)
    {
        var (along, side) = (to - from, Vector3.Zero);
        side = Space.Cross(along, MathF.Abs(along.Y) > 0.9f * Space.Length(along) ? Vector3.UnitZ : Vector3.UnitY);
        side = Space.Unit(side);
        var up = Space.Unit(Space.Cross(side, along));
        Vector3 At(int end, int s, int u) => (end == 0 ? from : to) + side * (s * width / 2) + up * (u * thickness / 2);
        Quad(At(0, -1, -1), At(0, 1, -1), At(0, 1, 1), At(0, -1, 1)).Quad(At(1, -1, -1), At(1, 1, -1), At(1, 1, 1), At(1, -1, 1));
        foreach (var sign in (ReadOnlySpan<int>)[-1, 1])
        {
            Quad(At(0, sign, -1), At(0, sign, 1), At(1, sign, 1), At(1, sign, -1));
            Quad(At(0, -1, sign), At(0, 1, sign), At(1, 1, sign), At(1, -1, sign));
        }

        return this;
    }

    /// <summary>Adds a round bar, or a cone where its radii differ, closed at both ends.</summary>
    /// <param name="from">The middle of one end.</param>
    /// <param name="to">The middle of the other, another point than <paramref name="from"/>.</param>
    /// <param name="radius">The radius at the first end, at least 0.</param>
    /// <param name="radiusAtEnd">The radius at the other, at least 0; the same when null.</param>
    /// <param name="sides">How many flat sides make it round, at least 3.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer sides.</exception>
    public Mesh Rod(Vector3 from, Vector3 to, float radius, float? radiusAtEnd = null, int sides = 12)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sides, 3);
        var last = radiusAtEnd ?? radius;
        var (across, up) = Across(to - from);
        var spokes = Around(sides, across, up);
        for (var i = 0; i < sides; i++)
        {
            var (one, next) = (spokes[i], spokes[i + 1]);
            Quad(from + one * radius, from + next * radius, to + next * last, to + one * last);
            Triangle(from, from + one * radius, from + next * radius);
            Triangle(to, to + one * last, to + next * last);
        }

        return this;
    }

    /// <summary>
    /// Adds the surface that a line makes which turns about an upright axis; it is closed where the first and the last radius are 0.
    /// </summary>
    /// <param name="foot">The point of the axis at height 0.</param>
    /// <param name="line">The line's points: distances from the axis, at least 0, and heights above the foot; at least two.</param>
    /// <param name="sides">How many flat sides make it round, at least 3.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer sides.</exception>
    public Mesh Lathe(Vector3 foot, ReadOnlySpan<(float Radius, float Height)> line, int sides = 16)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sides, 3);
        var spokes = Around(sides, Vector3.UnitX, Vector3.UnitZ);
        for (var step = 0; step + 1 < line.Length; step++)
        {
            var (low, high) = (line[step], line[step + 1]);
            for (var i = 0; i < sides; i++)
            {
                var (one, next) = (spokes[i], spokes[i + 1]);
                var (bottom, top) = (foot + Vector3.UnitY * low.Height, foot + Vector3.UnitY * high.Height);
                Quad(bottom + one * low.Radius, bottom + next * low.Radius, top + next * high.Radius, top + one * high.Radius);
            }
        }

        return this;
    }

    /// <summary>Adds an ellipsoid along the axes.</summary>
    /// <param name="middle">Its center.</param>
    /// <param name="radii">Its radii along x, y and z, at least 0.</param>
    /// <param name="sides">How many flat sides go around it, an even number of at least 4; half as many go from top to bottom.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer sides.</exception>
    public Mesh Ball(Vector3 middle, Vector3 radii, int sides = 12)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sides, 4);
        Vector3 At(int ring, int i)
        {
            var (sine, cosine) = PortableMath.SinCos(MathF.PI * ring / (sides / 2));
            var (across, along) = PortableMath.SinCos(2 * MathF.PI * i / sides);
            return middle + new Vector3(sine * along, cosine, sine * across) * radii;
        }

        return Sheet(sides / 2, sides, At);
    }

    /// <summary>Adds a ring, or a part of one: a round bar that is bent to an ellipse. The parts' ends are open.</summary>
    /// <param name="middle">The ellipse's center.</param>
    /// <param name="first">From the center to where the ellipse begins.</param>
    /// <param name="second">From the center to a quarter of a turn on; not parallel to <paramref name="first"/>.</param>
    /// <param name="thickness">The bar's radius, at least 0.</param>
    /// <param name="from">Where the part begins, in turns.</param>
    /// <param name="to">Where it ends, in turns.</param>
    /// <param name="sides">How many flat sides a whole turn has, at least 1; a part has two at least.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer sides.</exception>
    public Mesh Ring(Vector3 middle, Vector3 first, Vector3 second, float thickness, float from = 0, float to = 1, int sides = 18)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sides, 1);
        const int Around = 6;
        var steps = Math.Max(2, (int)MathF.Ceiling(sides * MathF.Abs(to - from)));
        var normal = Space.Unit(Space.Cross(first, second));
        Vector3 At(int step, int i)
        {
            var (sine, cosine) = PortableMath.SinCos(2 * MathF.PI * (from + (to - from) * step / steps));
            var (high, wide) = PortableMath.SinCos(2 * MathF.PI * i / Around);
            var spoke = first * cosine + second * sine;
            return middle + spoke + (Space.Unit(spoke) * wide + normal * high) * thickness;
        }

        return Sheet(steps, Around, At);
    }

    /// <summary>Adds a plate: an outline in the xy plane, with a front, a back and a rim between them.</summary>
    /// <param name="middle">The plate's center; straight lines from there to the outline must not leave it.</param>
    /// <param name="outline">The outline's corners in turn, relative to the center; at least three.</param>
    /// <param name="thickness">The distance from front to back along z, at least 0.</param>
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

    /// <summary>The mesh moved and scaled: the center of its bounding box at the origin, its farthest corner at distance 1.</summary>
    /// <returns>Another mesh; its corners are no numbers where all of this one's are the same point.</returns>
    /// <exception cref="InvalidOperationException">It has no triangle.</exception>
    public Mesh Centred()
    {
        var (low, high) = (new Vector3(float.MaxValue), new Vector3(float.MinValue));
        foreach (var corner in _corners)
            (low, high) = (Vector3.Min(low, corner), Vector3.Max(high, corner));
        var middle = (low + high) / 2;
        var reach = _corners.Max(corner => Space.Length(corner - middle));
        var mesh = new Mesh();
        mesh._corners.AddRange(_corners.Select(corner => (corner - middle) / reach));
        mesh._tones.AddRange(_tones);
        return mesh;
    }

    /// <summary>The mesh turned, or changed by any other matrix.</summary>
    /// <param name="matrix">What each corner, as a row, is multiplied by; its fourth row and column are of no account.</param>
    /// <returns>Another mesh.</returns>
    public Mesh Turned(Matrix4x4 matrix)
    {
        var mesh = new Mesh();
        mesh._corners.AddRange(_corners.Select(corner => Space.Turned(corner, matrix)));
        mesh._tones.AddRange(_tones);
        return mesh;
    }

    /// <summary>Adds quadrilaterals in rows; each corner is computed once.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The quadrilaterals of a row.</param>
    /// <param name="at">The corners, by row from 0 to <paramref name="rows"/> and column from 0 to <paramref name="columns"/>.</param>
    private Mesh Sheet(int rows, int columns, Func<int, int, Vector3> at)
    {
        var (low, high) = (new Vector3[columns + 1], new Vector3[columns + 1]);
        for (var row = 0; row <= rows; row++)
        {
            for (var i = 0; i <= columns; i++)
                high[i] = at(row, i);
            for (var i = 0; row > 0 && i < columns; i++)
                Quad(low[i], low[i + 1], high[i + 1], high[i]);
            (low, high) = (high, low);
        }

        return this;
    }

    private static (Vector3 Across, Vector3 Up) Across(Vector3 along)
    {
        var across = Space.Unit(Space.Cross(along, MathF.Abs(along.Y) > 0.9f * Space.Length(along) ? Vector3.UnitX : Vector3.UnitY));
        return (across, Space.Unit(Space.Cross(along, across)));
    }

    /// <summary>Unit vectors around an axis, the first one once more at the end.</summary>
    private static Vector3[] Around(int sides, Vector3 across, Vector3 up)
    {
        var spokes = new Vector3[sides + 1];
        for (var i = 0; i <= sides; i++)
        {
            var (sine, cosine) = PortableMath.SinCos(2 * MathF.PI * i / sides);
            spokes[i] = across * cosine + up * sine;
        }

        return spokes;
    }
}
