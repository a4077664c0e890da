using System.Numerics;

namespace OptimizerDynamics.Data.Tests;

/// <summary>The rasterizer: what covers a sample, how light it is, and what is in front.</summary>
public sealed class RasterizerTests
{
    private static readonly Pose _straight = new(0, 0, 0, 1, Vector2.Zero, Vector3.UnitZ, 0.25f, 1);

    /// <summary>Every sample of random triangles beside the question on which side of each edge it lies.</summary>
    [Fact]
    public void A_triangle_covers_the_samples_within_it()
    {
        const int Size = 24;
        var random = new RandomSequence(1, 0);
        var (rasterizer, black, white) = (new Rasterizer(Size, 1), new byte[Size * Size], new byte[Size * Size]);
        for (var trial = 0; trial < 300; trial++)
        {
            Vector3 Corner() => new(random.Uniform(-1.4f, 1.4f), random.Uniform(-1.4f, 1.4f), random.Uniform(-1, 1));
            var (a, b, c) = (Corner(), Corner(), Corner());
            rasterizer.Clear();
            rasterizer.Draw(new Mesh().Triangle(a, b, c), _straight);
            rasterizer.Finish(new float[Size * Size], black);
            rasterizer.Finish([.. Enumerable.Repeat(1f, Size * Size)], white);
            for (var pixel = 0; pixel < Size * Size; pixel++)
            {
                Vector2 At(Vector3 corner) => new(Size / 2f + corner.X * Size / 2f, Size / 2f - corner.Y * Size / 2f);
                var point = new Vector2(pixel % Size + 0.5f, pixel / Size + 0.5f);
                double Side(Vector2 from, Vector2 to) =>
                    (double)(to.X - from.X) * (point.Y - from.Y) - (double)(to.Y - from.Y) * (point.X - from.X);
                double[] sides = [Side(At(a), At(b)), Side(At(b), At(c)), Side(At(c), At(a))];
                if (sides.Any(side => Math.Abs(side) < 1e-3))
                    continue; // on an edge, where rounding decides
                var isInside = sides.All(side => side > 0) || sides.All(side => side < 0);
                Assert.Equal(isInside, black[pixel] == white[pixel]);
            }
        }
    }

    [Theory]
    [InlineData(0f, 0.25f + 0.75f)]
    [InlineData(0.5f, 0.25f + 0.75f * 0.87758256f)]
    [InlineData(1.5f, 0.25f + 0.75f * 0.0707372f)]
    public void A_surface_is_as_light_as_the_cosine_of_its_slant(float slant, float light)
    {
        var mesh = new Mesh().Tone(0.8f).Quad(new(-9, -9, 0), new(9, -9, 0), new(9, 9, 0), new(-9, 9, 0));
        Assert.Equal(0.8f * light, Middle(mesh, _straight with { Azimuth = slant }), 0.005f);
        // The same seen from behind: the side that faces the viewer is the one that counts.
        Assert.Equal(0.8f * light, Middle(mesh, _straight with { Azimuth = slant + MathF.PI }), 0.005f);
        Assert.Equal(0.8f * 0.25f, Middle(mesh, _straight with { Light = -Vector3.UnitZ }), 0.005f);
    }

    [Fact]
    public void What_is_nearer_is_in_front_in_whatever_order_it_is_drawn()
    {
        Mesh At(float depth, float tone) =>
            new Mesh().Tone(tone).Quad(new(-9, -9, depth), new(9, -9, depth), new(9, 9, depth), new(-9, 9, depth));
        foreach (var order in new[] { (0, 1), (1, 0) })
        {
            Mesh[] meshes = [At(0.5f, 0.9f), At(-0.5f, 0.3f)];
            var rasterizer = new Rasterizer(8);
            rasterizer.Clear();
            rasterizer.Draw(meshes[order.Item1], _straight);
            rasterizer.Draw(meshes[order.Item2], _straight);
            Assert.Equal(0.9f, Middle(rasterizer), 0.005f);
            rasterizer.Draw(At(0.9f, 0.1f), _straight, behind: 3);
            Assert.Equal(0.9f, Middle(rasterizer), 0.005f);
        }
    }

    [Fact]
    public void An_edge_through_a_pixel_gives_it_a_share_of_both()
    {
        var rasterizer = new Rasterizer(4, 4);
        rasterizer.Clear();
        // The left half and a bit: x from −1 to 0.25, so five eighths, of the picture; the third pixel is half covered.
        rasterizer.Draw(new Mesh().Tone(1).Quad(new(-9, -9, 0), new(0.25f, -9, 0), new(0.25f, 9, 0), new(-9, 9, 0)), _straight);
        var picture = new byte[16];
        rasterizer.Finish(new float[16], picture);
        Assert.Equal([255, 255, 128, 0], picture[..4]);
    }

    private static float Middle(Mesh mesh, Pose pose)
    {
        var rasterizer = new Rasterizer(8);
        rasterizer.Clear();
        rasterizer.Draw(mesh, pose);
        return Middle(rasterizer);
    }

    private static float Middle(Rasterizer rasterizer)
    {
        var picture = new byte[64];
        rasterizer.Finish(new float[64], picture);
        return picture[27] / 255f;
    }
}
