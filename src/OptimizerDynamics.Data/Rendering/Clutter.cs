using System.Numerics;

namespace OptimizerDynamics.Data;

/// <summary>What stands behind an object, and around it.</summary>
internal static class Clutter
{
    private const int Lattice = 64;

    /// <summary>One even tone.</summary>
    public static void Even(RandomSequence random, Span<float> background) => background.Fill(random.Uniform(0.15f, 1));

    /// <summary>Gradients and noise of several octaves, of varying contrast.</summary>
    public static void Noise(RandomSequence random, int size, Span<float> background)
    {
        var (level, contrast) = (random.Uniform(0.3f, 0.8f), random.Uniform(0.25f, 0.8f));
        var (slopeX, slopeY) = (random.Uniform(-0.35f, 0.35f), random.Uniform(-0.35f, 0.35f));
        Span<float> values = stackalloc float[Lattice];
        for (var i = 0; i < Lattice; i++)
            values[i] = random.Uniform(-1, 1);
        Span<(float Frequency, float Weight, float X, float Y)> octaves = stackalloc (float, float, float, float)[4];
        var fade = random.Uniform(0.45f, 0.8f);
        // Powers of a float: as doubles the second is exact, and the third is rounded once.
        var power = 1.0;
        for (var octave = 0; octave < octaves.Length; octave++, power *= fade)
            octaves[octave] = (random.Uniform(1.5f, 2.5f) * (1 << octave), (float)power, random.Uniform(0, 32), random.Uniform(0, 32));

        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var (u, v) = ((x + 0.5f) / size, (y + 0.5f) / size);
                var noise = 0f;
                foreach (var (frequency, weight, shiftX, shiftY) in octaves)
                    noise += weight * At(values, u * frequency + shiftX, v * frequency + shiftY);
                background[y * size + x] = Math.Clamp(level + slopeX * (u - 0.5f) + slopeY * (v - 0.5f) + contrast * noise * 0.5f, 0, 1);
            }
        }
    }

    /// <summary>
    /// Distractors behind the object: boxes, balls and rods, and fragments of objects of other classes, too large or too far off to be seen
    /// whole.
    /// </summary>
    /// <param name="random">Draws them.</param>
    /// <param name="rasterizer">Has the object already.</param>
    /// <param name="source">Where the other objects come from.</param>
    /// <param name="label">The object's class.</param>
    /// <param name="isTest">Whether the image is of the test set.</param>
    public static void Distractors(RandomSequence random, Rasterizer rasterizer, ObjectSource source, int label, bool isTest)
    {
        var count = random.UniformInteger(2, 6);
        for (var i = 0; i < count; i++)
        {
            var isFragment = random.Bernoulli(0.5f);
            var other = (label + random.UniformInteger(1, source.Names.Count)) % source.Names.Count;
            var mesh = isFragment ? source.Make(other, random, isTest, rasterizer.Room) : Shape(random, rasterizer.Room);
            var pose = Pose.Draw(random, Sides.All);
            var (sine, cosine) = PortableMath.SinCos(random.Uniform(0, 2 * MathF.PI));
            var off = isFragment ? random.Uniform(0.8f, 1.2f) : random.Uniform(0.3f, 1.1f);
            rasterizer.Draw(mesh, pose with
            {
                Scale = isFragment ? random.Uniform(0.6f, 1.2f) : random.Uniform(0.15f, 0.5f),
                Shift = new Vector2(cosine, sine) * off,
                Elevation = random.Uniform(-1, 1),
            }, behind: 4 + 2 * i);
        }
    }

    private static Mesh Shape(RandomSequence random, Mesh room)
    {
        var mesh = room.Clear().Tone(random.Uniform(0.1f, 1));
        return (random.UniformInteger(0, 3) switch
        {
            0 => mesh.Box(Vector3.Zero, new(1, random.Uniform(0.2f, 2), random.Uniform(0.2f, 1))),
            1 => mesh.Ball(Vector3.Zero, new(1, random.Uniform(0.5f, 1), 1)),
            _ => mesh.Rod(Vector3.Zero, Vector3.UnitY * random.Uniform(0.5f, 4), 0.5f, random.Uniform(0.1f, 0.5f)),
        }).Centre();
    }

    /// <summary>Smooth noise between values at whole places.</summary>
    private static float At(ReadOnlySpan<float> values, float x, float y)
    {
        var (column, row) = ((int)x, (int)y);
        var (u, v) = (x - column, y - row);
        (u, v) = (u * u * (3 - 2 * u), v * v * (3 - 2 * v));
        var (a, b) = (Value(values, column, row), Value(values, column + 1, row));
        var (c, d) = (Value(values, column, row + 1), Value(values, column + 1, row + 1));
        return (a + (b - a) * u) * (1 - v) + (c + (d - c) * u) * v;

        static float Value(ReadOnlySpan<float> values, int column, int row) =>
            values[(column * 7 + row * 19 + ((column * row) & 31)) & (Lattice - 1)];
    }
}
