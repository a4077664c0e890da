using System.Numerics;

namespace OptimizerDynamics.Data.Tests;

/// <summary>Turns of single precision against the same in double, by their definitions.</summary>
/// <remarks>Bounds: each coordinate is a sum of a few products of numbers of at most 1, rounded some ten times by 6e-8 at most.</remarks>
public sealed class TurnTests
{
    private const double Bound = 6e-7;

    [Fact]
    public void A_pose_turns_about_y_then_x_then_z()
    {
        for (var i = 0; i < 200; i++)
        {
            var random = new RandomSequence(11, (ulong)i);
            var pose = Pose.Draw(random, Sides.All);
            var (x, y, z) = (random.Uniform(-0.5f, 0.5f), random.Uniform(-0.5f, 0.5f), random.Uniform(-0.5f, 0.5f));
            var turned = new Mesh().Triangle(new(x, y, z), default, default).Turned(pose.Turn).Corners[0];

            var (sine, cosine) = Math.SinCos(pose.Azimuth);
            var (x1, y1, z1) = (x * cosine + z * sine, (double)y, z * cosine - x * sine);
            (sine, cosine) = Math.SinCos(pose.Elevation);
            (y1, z1) = (y1 * cosine - z1 * sine, y1 * sine + z1 * cosine);
            (sine, cosine) = Math.SinCos(pose.Roll);
            (x1, y1) = (x1 * cosine - y1 * sine, x1 * sine + y1 * cosine);
            AssertAt(x1, y1, z1, turned);
        }
    }

    [Fact]
    public void A_box_is_tilted_about_x_from_y_to_z()
    {
        foreach (var tilt in new[] { 0f, 0.3f, -1.2f, 3 })
        {
            var (straight, tilted) = (new Mesh().Box(default, new(0.6f, 0.8f, 1)), new Mesh().Box(default, new(0.6f, 0.8f, 1), tilt));
            var (sine, cosine) = Math.SinCos(tilt);
            foreach (var (corner, found) in straight.Corners.Zip(tilted.Corners))
                AssertAt(corner.X, corner.Y * cosine - corner.Z * sine, corner.Y * sine + corner.Z * cosine, found);
        }
    }

    private static void AssertAt(double x, double y, double z, Vector3 found)
    {
        Assert.InRange(found.X, x - Bound, x + Bound);
        Assert.InRange(found.Y, y - Bound, y + Bound);
        Assert.InRange(found.Z, z - Bound, z + Bound);
    }
}
