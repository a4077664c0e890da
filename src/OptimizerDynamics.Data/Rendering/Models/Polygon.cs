using System.Numerics;

namespace OptimizerDynamics.Data;

/// <summary>Cuts the flat polygons that files of meshes are made of into triangles.</summary>
internal static class Polygon
{
    /// <summary>Adds a polygon to a mesh: a convex one as a fan about its first corner, any other ear by ear.</summary>
    /// <remarks>An ear is a corner that bends outwards and whose triangle holds no other corner; a polygon that does not cross itself has
    /// one for as long as it has more than three corners (Meisters 1975). Where there is none, because the polygon is not flat or crosses
    /// itself, what is left becomes a fan.</remarks>
    /// <param name="mesh">The mesh.</param>
    /// <param name="corners">The polygon's corners in turn. Some may be at the same place, as where a cut leads to a hole and back.</param>
    public static void AddTo(Mesh mesh, ReadOnlySpan<Vector3> corners)
    {
        var left = corners.Length > 3 && Flattened(corners) is { } flat && !IsConvex(flat) ? CutEars(mesh, corners, flat) : corners;
        for (var i = 2; i < left.Length; i++)
            mesh.Triangle(left[0], left[i - 1], left[i]);
    }

    /// <summary>
    /// The polygon seen along that axis along which it looks largest, its corners counter-clockwise; null where it has no area.
    /// </summary>
    private static (double X, double Y)[]? Flattened(ReadOnlySpan<Vector3> corners)
    {
        // Newell's normal: its components are twice the areas of the polygon's three shadows.
        var (x, y, z) = (0.0, 0.0, 0.0);
        var flat = new (double X, double Y)[corners.Length];
        for (var i = 0; i < corners.Length; i++)
        {
            var (from, to) = (corners[i], corners[(i + 1) % corners.Length]);
            x += ((double)from.Y - to.Y) * ((double)from.Z + to.Z);
            y += ((double)from.Z - to.Z) * ((double)from.X + to.X);
            z += ((double)from.X - to.X) * ((double)from.Y + to.Y);
        }

        var largest = Math.Max(Math.Abs(x), Math.Max(Math.Abs(y), Math.Abs(z)));
        if (largest == 0)
            return null;
        for (var i = 0; i < corners.Length; i++)
        {
            var corner = corners[i];
            var (across, up, normal) = largest == Math.Abs(x)
                ? (corner.Y, corner.Z, x)
                : largest == Math.Abs(y)
                ? (corner.Z, corner.X, y)
                : (corner.X, corner.Y, z);
            flat[i] = normal > 0 ? (across, up) : (up, across);
        }

        return flat;
    }

    private static bool IsConvex((double X, double Y)[] flat)
    {
        for (var i = 0; i < flat.Length; i++)
        {
            if (Turn(flat[i], flat[(i + 1) % flat.Length], flat[(i + 2) % flat.Length]) < 0)
                return false;
        }

        return true;
    }

    /// <summary>Cuts ears for as long as there are any.</summary>
    /// <returns>The corners that are left.</returns>
    private static ReadOnlySpan<Vector3> CutEars(Mesh mesh, ReadOnlySpan<Vector3> corners, (double X, double Y)[] flat)
    {
        List<int> left = [.. Enumerable.Range(0, flat.Length)];
        (int Before, int Here, int After) At(int place) =>
            (left[(place + left.Count - 1) % left.Count], left[place], left[(place + 1) % left.Count]);
        double TurnOf((int Before, int Here, int After) ear) => Turn(flat[ear.Before], flat[ear.Here], flat[ear.After]);
        bool IsEar((int Before, int Here, int After) ear) =>
            TurnOf(ear) > 0 && !left.Exists(other => IsWithin(flat[other], flat[ear.Before], flat[ear.Here], flat[ear.After]));

        while (left.Count > 3)
        {
            // A corner on a straight line, or at the tip of one that leads there and back, goes first: no triangle comes of it, and beside
            // such a tip nothing is an ear.
            var places = Enumerable.Range(0, left.Count);
            var found = places.Where(place => TurnOf(At(place)) == 0).Concat(places.Where(place => IsEar(At(place)))).FirstOrDefault(-1);
            if (found < 0)
                break;
            var ear = At(found);
            if (TurnOf(ear) > 0)
                mesh.Triangle(corners[ear.Before], corners[ear.Here], corners[ear.After]);
            left.RemoveAt(found);
        }

        var rest = new Vector3[left.Count];
        for (var i = 0; i < rest.Length; i++)
            rest[i] = corners[left[i]];
        return rest;
    }

    /// <summary>Whether a point is in a triangle or on its edge; the triangle's own corners, and others at their places, are not.</summary>
    private static bool IsWithin((double X, double Y) point, (double X, double Y) a, (double X, double Y) b, (double X, double Y) c) =>
        point != a && point != b && point != c && Turn(a, b, point) >= 0 && Turn(b, c, point) >= 0 && Turn(c, a, point) >= 0;

    /// <summary>Twice the area of a triangle, positive where it goes round counter-clockwise.</summary>
    private static double Turn((double X, double Y) a, (double X, double Y) b, (double X, double Y) c) =>
        (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X);
}
