using System.Globalization;
using System.Numerics;

namespace OptimizerDynamics.Data.Tests;

/// <summary>Faces that are not convex: their triangles cover them once, and nothing else.</summary>
public sealed class PolygonTests
{
    [Theory]
    [InlineData("an arrow's head", "0 0 2 -1 0 3 -2 -1")]
    [InlineData("the same from its notch", "0 3 -2 -1 0 0 2 -1")]
    [InlineData("an L", "0 0 3 0 3 1 1 1 1 3 0 3")]
    [InlineData("a comb", "0 0 7 0 7 3 6 3 6 1 5 1 5 3 4 3 4 1 3 1 3 3 2 3 2 1 1 1 1 3 0 3")]
    [InlineData("a square with a hole, and a cut that leads to it", "0 0 4 0 4 4 0 4 0 0 1 1 1 3 3 3 3 1 1 1")]
    [InlineData("corners on straight lines and one twice", "0 0 1 0 2 0 2 0 2 2 1 2 1 1 0.5 1 0 1")]
    [InlineData("a spike that leads nowhere", "0 0 2 0 2 2 5 2 2 2 1 1 0 2")]
    public void A_polygon_is_covered_once(string name, string numbers)
    {
        float[] all = [.. numbers.Split(' ').Select(number => float.Parse(number, CultureInfo.InvariantCulture))];
        Vector2[] outline = [.. all.Chunk(2).Select(pair => new Vector2(pair[0], pair[1]))];
        for (var first = 0; first < outline.Length; first++)
            Holds([.. outline[first..], .. outline[..first]], new RandomSequence(1, (ulong)first), name);
    }

    /// <summary>Corners at random distances around a middle: the polygon does not cross itself, and mostly is far from convex.</summary>
    [Fact]
    public void Random_polygons_are_covered_once()
    {
        for (var trial = 0; trial < 400; trial++)
        {
            var random = new RandomSequence(2, (ulong)trial);
            var corners = random.UniformInteger(4, 40);
            Holds(
                [.. Enumerable.Range(0, corners)
                    .Select(i =>
                        new Vector2(
                            MathF.Cos(2 * MathF.PI * i / corners), MathF.Sin(2 * MathF.PI * i / corners)) * random.Uniform(0.2f, 1))],
                random, $"trial {trial}");
        }
    }

    /// <summary>One that crosses itself, one that is not flat, one without an area: triangles still, and no more than a fan has.</summary>
    [Theory]
    [InlineData("0 0 0 2 2 0 2 0 0 0 1 0", 2)]
    [InlineData("0 0 0 1 0 0 1 1 5 0 1 -5 -1 0.5 0", 3)]
    [InlineData("0 0 0 1 0 0 2 0 0 3 0 0", 2)]
    [InlineData("0 0 0 3 0 0 1 2 0 2 -1 0 3 2 0", 3)]
    public void What_is_no_flat_outline_becomes_triangles_all_the_same(string numbers, int most)
    {
        string[] corners = [.. numbers.Split(' ').Chunk(3).Select(point => string.Join(' ', point))];
        var mesh = Read(
            [.. corners, "0 0 9", "1 0 9", "0 1 9"], [.. Enumerable.Range(0, corners.Length)],
            [corners.Length, corners.Length + 1, corners.Length + 2]);
        Assert.InRange(mesh.Tones.Count - 1, 1, most);
        Assert.All(mesh.Corners, corner => Assert.True(float.IsFinite(corner.X + corner.Y + corner.Z)));
    }

    /// <summary>
    /// The outline, put somewhere in space and either way round: the triangles have its area together, and random points are within one of
    /// them exactly where they are within it.
    /// </summary>
    private static void Holds(Vector2[] outline, RandomSequence random, string name)
    {
        var turn = Matrix4x4.CreateFromYawPitchRoll(
            random.Uniform(0, 6), random.Uniform(0, 6),
            random.Uniform(0, 6)) * Matrix4x4.CreateTranslation(random.Uniform(-1, 1), random.Uniform(-1, 1), 5);
        Vector3[] corners = [.. outline.Select(point => Vector3.Transform(new Vector3(point, 0), turn))];
        if (random.Bernoulli(0.5f))
            Array.Reverse(corners);
        var mesh = Read(
            [.. corners.Select(corner => string.Create(CultureInfo.InvariantCulture, $"{corner.X:R} {corner.Y:R} {corner.Z:R}"))],
            [.. Enumerable.Range(0, corners.Length)]);

        Assert.True(Matrix4x4.Invert(turn, out var back));
        Vector2[] flat =
        [
            .. mesh.Corners.Select(corner => Vector3.Transform(corner, back)).Select(corner => new Vector2(corner.X, corner.Y)),
        ];
        var area = Math.Abs(Enumerable.Range(0, outline.Length).Sum(i => Cross(outline[i], outline[(i + 1) % outline.Length]))) / 2;
        var triangles = flat.Chunk(3).ToList();
        Assert.Equal(
            area, triangles.Sum(triangle => Math.Abs(Cross(triangle[1] - triangle[0], triangle[2] - triangle[0])) / 2), 1e-4 * area);
        for (var i = 0; i < 50; i++)
        {
            var point = new Vector2(
                random.Uniform(outline.Min(corner => corner.X), outline.Max(corner => corner.X)),
                random.Uniform(outline.Min(corner => corner.Y), outline.Max(corner => corner.Y)));
            if (triangles.Append(outline).Any(shape => IsNearEdge(shape, point)))
                continue; // where rounding decides
            Assert.True((IsWithin(outline, point) ? 1 : 0) == triangles.Count(triangle => IsWithin(triangle, point)), $"{name}: {point}");
        }
    }

    private static Mesh Read(string[] corners, params int[][] faces) =>
        MeshFile.ReadObj(
            new StringReader(string.Concat(corners.Select(corner => $"v {corner}\n")
                .Concat(faces.Select(face => $"f {string.Join(' ', face.Select(place => place + 1))}\n")))),
            "polygon", _ => null);

    /// <summary>A ray to the right crosses the outline an odd number of times.</summary>
    private static bool IsWithin(Vector2[] outline, Vector2 point) => Enumerable.Range(0, outline.Length).Count(i =>
    {
        var (a, b) = (outline[i], outline[(i + 1) % outline.Length]);
        return a.Y > point.Y != b.Y > point.Y && point.X < a.X + (b.X - a.X) * (point.Y - a.Y) / (b.Y - a.Y);
    }) % 2 == 1;

    private static bool IsNearEdge(Vector2[] outline, Vector2 point) => Enumerable.Range(0, outline.Length).Any(i =>
    {
        var (a, along) = (outline[i], outline[(i + 1) % outline.Length] - outline[i]);
        var place = along == Vector2.Zero ? 0 : Math.Clamp(Vector2.Dot(point - a, along) / along.LengthSquared(), 0, 1);
        return Vector2.Distance(point, a + along * place) < 1e-3f;
    });

    private static double Cross(Vector2 a, Vector2 b) => (double)a.X * b.Y - (double)a.Y * b.X;
}
