using System.Numerics;

namespace OptimizerDynamics.Data;

/// <summary>From where an object is seen, and how it is lit.</summary>
/// <param name="Azimuth">How far it is turned about its upright axis, in radians.</param>
/// <param name="Elevation">From how far above it is seen, in radians.</param>
/// <param name="Roll">How far the picture is turned, in radians.</param>
/// <param name="Scale">Its radius, as a part of half the picture.</param>
/// <param name="Shift">Where its middle is, as a part of half the picture.</param>
/// <param name="Light">The direction to the light, of length 1.</param>
/// <param name="Ambient">The light that comes from everywhere, in [0, 1].</param>
/// <param name="Albedo">Multiplies every tone.</param>
public sealed record Pose(
    float Azimuth, float Elevation, float Roll, float Scale, Vector2 Shift, Vector3 Light, float Ambient, float Albedo)
{
    /// <summary>A random pose.</summary>
    /// <param name="random">Draws it.</param>
    /// <param name="sides">From which sides the object is shown.</param>
    public static Pose Draw(RandomSequence random, Sides sides)
    {
        ArgumentNullException.ThrowIfNull(random);
        var azimuth = sides switch
        {
            Sides.Front => random.Uniform(-1.1f, 1.1f),
            Sides.FrontAndBack => random.Uniform(-0.9f, 0.9f) + (random.Bernoulli(0.3f) ? MathF.PI : 0),
            _ => random.Uniform(0, 2 * MathF.PI),
        };
        var (sine, cosine) = PortableMath.SinCos(random.Uniform(-1.2f, 1.2f));
        return new Pose(
            azimuth, random.Uniform(0.08f, 0.6f),
            random.Uniform(-0.15f, 0.15f) + (sides == Sides.FrontAndBack ? random.Uniform(-0.5f, 0.5f) : 0), random.Uniform(0.72f, 0.95f),
            new Vector2(random.Uniform(-0.1f, 0.1f), random.Uniform(-0.1f, 0.1f)),
            Space.Unit(new Vector3(sine, random.Uniform(0.4f, 1.2f), cosine)), random.Uniform(0.25f, 0.45f),
            random.Uniform(0.75f, 1.1f));
    }

    /// <summary>A random pose from those sides that only training, or only the test, sees: of every eighth of a turn the test has the first
    /// quarter, and between the two lies a gap of a sixteenth of it on both sides.</summary>
    /// <param name="random">Draws it.</param>
    /// <param name="sides">From which sides the object is shown.</param>
    /// <param name="isTest">Whether it is for the test set.</param>
    public static Pose Draw(RandomSequence random, Sides sides, bool isTest)
    {
        while (true)
        {
            var pose = Draw(random, sides);
            var eighths = pose.Azimuth / (MathF.PI / 4);
            var within = eighths - MathF.Floor(eighths);
            if (isTest ? within < 0.25f : within is > 0.3125f and < 0.9375f)
                return pose;
        }
    }

    /// <summary>The turn that brings the object before the viewer.</summary>
    public Matrix4x4 Turn => Space.Turn(Azimuth, Elevation, Roll);
}
