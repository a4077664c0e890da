using System.Numerics;

namespace OptimizerDynamics.Data;

// The shapes that objects are put together from.
public sealed partial class Mesh
{
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
        var turn = PortableMath.SinCos(tilt * 0.5f);
        Vector3 At(int x, int y, int z) => middle + Space.Tilted(new Vector3(x, y, z) * size / 2, turn);
        Span<Vector3> corners =
        [
            At(-1, -1, -1), At(-1, -1, 1), At(-1, 1, -1), At(-1, 1, 1), At(1, -1, -1), At(1, -1, 1), At(1, 1, -1), At(1, 1, 1),
        ];
        var room = Room(12);
        for (var side = 0; side <= 1; side++)
        {
            var (x, y, z) = (4 * side, 2 * side, side);
            Put(ref room, corners[x], corners[x + 2], corners[x + 3], corners[x + 1]);
            Put(ref room, corners[y], corners[y + 4], corners[y + 5], corners[y + 1]);
            Put(ref room, corners[z], corners[z + 4], corners[z + 6], corners[z + 2]);
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
        Vector3 At(Vector3 end, int s, int u) => end + side * (s * width / 2) + up * (u * thickness / 2);
        var (a, b, c, d) = (At(from, -1, -1), At(from, 1, -1), At(from, 1, 1), At(from, -1, 1));
        var (e, f, g, h) = (At(to, -1, -1), At(to, 1, -1), At(to, 1, 1), At(to, -1, 1));
        var room = Room(12);
        Put(ref room, a, b, c, d);
        Put(ref room, e, f, g, h);
        Put(ref room, a, d, h, e);
        Put(ref room, a, b, f, e);
        Put(ref room, b, c, g, f);
        Put(ref room, d, c, g, h);
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
        var room = Room(4 * sides);
        var (low, high) = (from + spokes[0] * radius, to + spokes[0] * last);
        foreach (var spoke in spokes.AsSpan(1))
        {
            var (nextLow, nextHigh) = (from + spoke * radius, to + spoke * last);
            Put(ref room, low, nextLow, nextHigh, high);
            Put(ref room, from, low, nextLow);
            Put(ref room, to, high, nextHigh);
            (low, high) = (nextLow, nextHigh);
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
        if (line.Length < 2)
            return this;
        var spokes = Around(sides, Vector3.UnitX, Vector3.UnitZ);
        var points = line.ToArray();
        return Sheet(points.Length - 1, sides, (row, corners) =>
        {
            var middle = foot + Vector3.UnitY * points[row].Height;
            for (var i = 0; i < corners.Length; i++)
                corners[i] = middle + spokes[i] * points[row].Radius;
        });
    }

    /// <summary>Adds an ellipsoid along the axes.</summary>
    /// <param name="middle">Its center.</param>
    /// <param name="radii">Its radii along x, y and z, at least 0.</param>
    /// <param name="sides">How many flat sides go around it, an even number of at least 4; half as many go from top to bottom.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer sides.</exception>
    public Mesh Ball(Vector3 middle, Vector3 radii, int sides = 12)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sides, 4);
        var around = Around(sides);
        return Sheet(sides / 2, sides, (ring, corners) =>
        {
            var (sine, cosine) = PortableMath.SinCos(MathF.PI * ring / (sides / 2));
            for (var i = 0; i < corners.Length; i++)
                corners[i] = middle + new Vector3(sine * around[i].Cos, cosine, sine * around[i].Sin) * radii;
        });
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
        const int AroundBar = 6;
        var steps = Math.Max(2, (int)MathF.Ceiling(sides * MathF.Abs(to - from)));
        var normal = Space.Unit(Space.Cross(first, second));
        var around = Around(AroundBar);
        return Sheet(steps, AroundBar, (step, corners) =>
        {
            var (sine, cosine) = PortableMath.SinCos(2 * MathF.PI * (from + (to - from) * step / steps));
            var spoke = first * cosine + second * sine;
            var (place, outwards) = (middle + spoke, Space.Unit(spoke));
            for (var i = 0; i < corners.Length; i++)
                corners[i] = place + (outwards * around[i].Cos + normal * around[i].Sin) * thickness;
        });
    }

    /// <summary>Adds a plate: an outline in the xy plane, with a front, a back and a rim between them.</summary>
    /// <param name="middle">The plate's center; straight lines from there to the outline must not leave it.</param>
    /// <param name="outline">The outline's corners in turn, relative to the center; at least three.</param>
    /// <param name="thickness">The distance from front to back along z, at least 0.</param>
    public Mesh Plate(Vector3 middle, ReadOnlySpan<Vector2> outline, float thickness)
    {
        if (outline.IsEmpty)
            return this;
        var outwards = new Vector3(0, 0, thickness / 2);
        var (middleOfFront, middleOfBack) = (middle + outwards, middle - outwards);
        (Vector3 Front, Vector3 Back) At(Vector2 point) =>
            (middle + new Vector3(point, thickness / 2), middle + new Vector3(point, -thickness / 2));
        var room = Room(4 * outline.Length);
        var one = At(outline[0]);
        for (var i = 1; i <= outline.Length; i++)
        {
            var next = At(outline[i % outline.Length]);
            Put(ref room, one.Front, next.Front, next.Back, one.Back);
            Put(ref room, middleOfFront, one.Front, next.Front);
            Put(ref room, middleOfBack, one.Back, next.Back);
            one = next;
        }

        return this;
    }

    /// <summary>Computes the corners of a row.</summary>
    private delegate void RowOfCorners(int row, Span<Vector3> corners);

    /// <summary>Adds quadrilaterals in rows; each corner is computed once.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The quadrilaterals of a row.</param>
    /// <param name="at">The corners of rows 0 to <paramref name="rows"/>, one more than there are columns.</param>
    private Mesh Sheet(int rows, int columns, RowOfCorners at)
    {
        var (low, high) = (new Vector3[columns + 1], new Vector3[columns + 1]);
        var room = Room(2 * rows * columns);
        at(0, low);
        for (var row = 1; row <= rows; row++)
        {
            at(row, high);
            for (var i = 0; i < columns; i++)
                Put(ref room, low[i], low[i + 1], high[i + 1], high[i]);
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
    private static Vector3[] Around(int sides, Vector3 across, Vector3 up) =>
        Array.ConvertAll(Around(sides), angle => across * angle.Cos + up * angle.Sin);

    /// <summary>Sine and cosine of so many angles in equal steps from 0 to a whole turn, both included.</summary>
    private static (float Sin, float Cos)[] Around(int sides)
    {
        var angles = new (float Sin, float Cos)[sides + 1];
        for (var i = 0; i <= sides; i++)
            angles[i] = PortableMath.SinCos(2 * MathF.PI * i / sides);
        return angles;
    }
}
