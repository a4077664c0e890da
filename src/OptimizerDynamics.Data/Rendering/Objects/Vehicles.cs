using System.Numerics;

namespace OptimizerDynamics.Data;

/// <summary>What carries people.</summary>
internal static class Vehicles
{
    public static Mesh Aeroplane(RandomSequence random, Mesh mesh)
    {
        var (length, radius, span) = (random.Uniform(2.2f, 3), random.Uniform(0.14f, 0.24f), random.Uniform(1, 1.5f));
        mesh.Tone(random.Uniform(0.7f, 1));
        mesh.Ball(Vector3.Zero, new(length / 2, radius, radius), 14);
        mesh.Rod(new(-length * 0.35f, 0, 0), new(length * 0.3f, 0, 0), radius * 0.95f);
        var (sweep, chord, high) =
            (random.Uniform(0.15f, 0.6f), random.Uniform(0.35f, 0.5f), random.Bernoulli(0.5f) ? radius * 0.7f : -radius * 0.5f);
        mesh.Tone(random.Uniform(0.5f, 0.9f));
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            Wing(mesh, new(0.2f, high, 0), new(0.2f - sweep, high + 0.08f, side * span), chord, chord * 0.45f);
            Wing(mesh, new(-length * 0.42f, 0.05f, 0), new(-length * 0.47f, 0.08f, side * span * 0.38f), chord * 0.5f, chord * 0.3f);
            if (random.Bernoulli(0.8f))
                mesh.Rod(
                    new(0.35f - sweep * 0.35f, high - 0.1f, side * span * 0.4f), new(0 - sweep * 0.35f, high - 0.1f, side * span * 0.4f),
                    radius * 0.42f, sides: 8);
        }

        mesh.Tone(random.Uniform(0.3f, 0.8f));
        var tail = random.Uniform(0.4f, 0.6f);
        mesh.Quad(
            new(-length * 0.3f, radius * 0.6f, 0), new(-length * 0.48f, radius * 0.3f, 0), new(-length * 0.53f, tail, 0),
            new(-length * 0.43f, tail, 0));
        return mesh;
    }

    public static Mesh Boat(RandomSequence random, Mesh mesh)
    {
        var (length, wide, deep) = (random.Uniform(2, 2.8f), random.Uniform(0.7f, 1), random.Uniform(0.35f, 0.55f));
        mesh.Tone(random.Uniform(0.5f, 0.95f));
        const int Parts = 8;
        (Vector3 Left, Vector3 Right, Vector3 Keel) At(int i)
        {
            var x = length * ((float)i / Parts - 0.5f);
            var along = 2 * x / length;
            var toBow = Math.Max(0, along);
            var half = wide / 2 * MathF.Sqrt(Math.Max(0, 1 - (float)PortableMath.Pow(toBow, 2.5)));
            var rim = 0.08f * (along * along);
            return (new(x, rim, -half), new(x, rim, half), new(x, -deep * (1 - 0.5f * (float)PortableMath.Pow(toBow, 3)), 0));
        }

        for (var i = 0; i < Parts; i++)
        {
            var (one, next) = (At(i), At(i + 1));
            mesh.Quad(one.Left, next.Left, next.Keel, one.Keel).Quad(one.Right, next.Right, next.Keel, one.Keel);
            mesh.Quad(
                one.Left - Vector3.UnitY * 0.1f, next.Left - Vector3.UnitY * 0.1f, next.Right - Vector3.UnitY * 0.1f,
                one.Right - Vector3.UnitY * 0.1f);
        }

        mesh.Triangle(At(0).Left, At(0).Right, At(0).Keel);
        if (random.Bernoulli(0.6f))
        {
            var mast = random.Uniform(1.6f, 2.3f);
            mesh.Tone(0.4f).Rod(new(0.15f, -0.1f, 0), new(0.15f, mast, 0), 0.03f, sides: 6);
            mesh.Tone(1)
                .Triangle(new(0.1f, mast * 0.97f, 0), new(0.1f, 0.25f, 0), new(-length * 0.42f, 0.28f, random.Uniform(-0.25f, 0.25f)));
            if (random.Bernoulli(0.7f))
                mesh.Triangle(new(0.2f, mast * 0.85f, 0), new(0.25f, 0.2f, 0), new(length * 0.45f, 0.15f, random.Uniform(-0.1f, 0.1f)));
        }
        else
        {
            mesh.Tone(1)
                .Box(new(-0.2f, 0.15f, 0), new(length * 0.35f, 0.4f, wide * 0.55f))
                .Box(new(-0.1f, 0.4f, 0), new(length * 0.2f, 0.25f, wide * 0.45f));
            mesh.Tone(0.4f).Rod(new(-length * 0.25f, 0.3f, 0), new(-length * 0.25f, 0.75f, 0), 0.09f, sides: 8);
        }

        return mesh;
    }

    public static Mesh Car(RandomSequence random, Mesh mesh)
    {
        var (length, wide, body, roof) =
            (random.Uniform(2.2f, 2.8f), random.Uniform(0.95f, 1.1f), random.Uniform(0.34f, 0.45f), random.Uniform(0.3f, 0.45f));
        var paint = random.Uniform(0.45f, 1);
        mesh.Tone(paint);
        const float Floor = 0.2f;
        mesh.Box(new(0, Floor + body / 2, 0), new(length, body, wide));
        var (front, back) = (length * random.Uniform(0.14f, 0.24f), -length * random.Uniform(0.3f, 0.48f));
        var (slope, rear) = (random.Uniform(0.25f, 0.4f), random.Uniform(0.05f, 0.3f));
        var (low, high) = (Floor + body, Floor + body + roof);
        Vector3 P(float x, float y, float side) => new(x, y, side * wide / 2 * (y > low ? 0.86f : 0.97f));
        mesh.Quad(P(front - slope, high, -1), P(front - slope, high, 1), P(back + rear, high, 1), P(back + rear, high, -1));
        mesh.Tone(0.15f);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
            mesh.Quad(P(front, low, side), P(front - slope, high, side), P(back + rear, high, side), P(back, low, side));
        mesh.Quad(P(front, low, -1), P(front, low, 1), P(front - slope, high, 1), P(front - slope, high, -1));
        mesh.Quad(P(back, low, -1), P(back, low, 1), P(back + rear, high, 1), P(back + rear, high, -1));
        var wheel = random.Uniform(0.22f, 0.27f);
        foreach (var (x, side) in (ReadOnlySpan<(float, float)>)[(0.3f, -1), (0.3f, 1), (-0.3f, -1), (-0.3f, 1)])
        {
            mesh.Tone(0.1f)
                .Rod(
                    new(x * length, wheel, side * (wide / 2 - 0.12f)), new(x * length, wheel, side * (wide / 2 + 0.03f)), wheel, sides: 14);
            mesh.Tone(0.7f)
                .Rod(
                    new(x * length, wheel, side * (wide / 2 + 0.03f)), new(x * length, wheel, side * (wide / 2 + 0.04f)), wheel * 0.5f,
                    sides: 8);
        }

        mesh.Tone(1);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
            mesh.Box(new(length / 2, Floor + body * 0.6f, side * wide * 0.36f), new(0.04f, 0.12f, 0.2f));
        if (random.Bernoulli(0.25f))
            mesh.Tone(0.3f)
                .Bar(new(front - slope, high + 0.08f, -wide * 0.3f), new(back + rear, high + 0.08f, -wide * 0.3f), 0.05f, 0.05f)
                .Bar(new(front - slope, high + 0.08f, wide * 0.3f), new(back + rear, high + 0.08f, wide * 0.3f), 0.05f, 0.05f);
        if (random.Bernoulli(0.25f))
            mesh.Tone(paint)
                .Box(new(-length / 2 + 0.08f, low + 0.14f, 0), new(0.16f, 0.04f, wide * 0.9f))
                .Box(new(-length / 2 + 0.08f, low + 0.06f, 0), new(0.05f, 0.14f, wide * 0.5f));
        return mesh;
    }

    public static Mesh Train(RandomSequence random, Mesh mesh)
    {
        var (length, high, wide) = (random.Uniform(2.6f, 3.4f), random.Uniform(0.65f, 0.8f), random.Uniform(0.6f, 0.7f));
        if (random.Bernoulli(0.5f))
        {
            // A steam engine.
            mesh.Tone(random.Uniform(0.2f, 0.5f)).Box(new(0, 0.32f, 0), new(length, 0.14f, wide));
            mesh.Rod(new(-0.25f * length, 0.72f, 0), new(length * 0.48f, 0.72f, 0), 0.3f, sides: 16);
            mesh.Tone(random.Uniform(0.4f, 0.8f))
                .Box(new(-length * 0.35f, 0.8f, 0), new(length * 0.24f, 0.9f, wide))
                .Box(new(-length * 0.35f, 1.28f, 0), new(length * 0.29f, 0.07f, wide * 1.1f));
            mesh.Tone(0.15f)
                .Rod(new(length * 0.38f, 1, 0), new(length * 0.38f, 1.5f, 0), 0.09f, 0.16f, 10)
                .Ball(new(length * 0.08f, 1.02f, 0), new(0.14f, 0.16f, 0.14f), 10);
            foreach (var side in (ReadOnlySpan<float>)[-1, 1])
            {
                for (var i = 0; i < 4; i++)
                    mesh.Tone(0.2f)
                        .Rod(
                            new(length * (0.36f - 0.24f * i), 0.22f, side * wide * 0.42f),
                            new(length * (0.36f - 0.24f * i), 0.22f, side * wide * 0.54f), i < 2 ? 0.17f : 0.22f, sides: 10);
                mesh.Tone(0.7f)
                    .Bar(new(-length * 0.36f, 0.22f, side * wide * 0.56f), new(length * 0.12f, 0.22f, side * wide * 0.56f), 0.03f, 0.05f);
            }

            return mesh;
        }

        mesh.Tone(random.Uniform(0.6f, 1)).Box(new(0, 0.25f + high / 2, 0), new(length * 0.84f, high, wide));
        var nose = random.Uniform(0.15f, 0.45f);
        foreach (var end in random.Bernoulli(0.5f) ? (ReadOnlySpan<float>)[-1, 1] : [1])
        {
            Vector3 P(float x, float y, float z) => new(end * x, y, z * wide / 2);
            var (start, tip, top) = (length * 0.42f, length * 0.42f + nose, 0.25f + high);
            mesh.Quad(P(start, top, -1), P(start, top, 1), P(tip, 0.45f, 0.7f), P(tip, 0.45f, -0.7f))
                .Quad(P(tip, 0.45f, -0.7f), P(tip, 0.45f, 0.7f), P(tip, 0.25f, 0.8f), P(tip, 0.25f, -0.8f));
            mesh.Quad(P(start, top, 1), P(start, 0.25f, 1), P(tip, 0.25f, 0.8f), P(tip, 0.45f, 0.7f))
                .Quad(P(start, top, -1), P(start, 0.25f, -1), P(tip, 0.25f, -0.8f), P(tip, 0.45f, -0.7f));
        }

        mesh.Tone(0.1f);
        var windows = random.UniformInteger(5, 9);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            for (var i = 0; i < windows; i++)
                mesh.Box(
                    new(length * 0.8f * ((i + 0.5f) / windows - 0.5f), 0.25f + high * 0.68f, side * wide / 2),
                    new(length * 0.8f / windows * 0.65f, high * 0.28f, 0.03f));
            for (var i = 0; i < 4; i++)
                mesh.Rod(
                    new(length * (-0.34f + 0.08f * (i % 2) + 0.6f * (i / 2)), 0.15f, side * wide * 0.35f),
                    new(length * (-0.34f + 0.08f * (i % 2) + 0.6f * (i / 2)), 0.15f, side * wide * 0.48f), 0.14f, sides: 8);
        }

        return mesh;
    }

    public static Mesh Bicycle(RandomSequence random, Mesh mesh)
    {
        var (wheel, apart) = (random.Uniform(0.42f, 0.52f), random.Uniform(1.15f, 1.3f));
        var tube = random.Uniform(0.025f, 0.04f);
        var (rear, front) = (new Vector3(-apart / 2, 0, 0), new Vector3(apart / 2, 0, 0));
        mesh.Tone(0.15f);
        foreach (var hub in new[] { rear, front })
        {
            mesh.Tone(0.15f).Ring(hub, Vector3.UnitX * wheel, Vector3.UnitY * wheel, 0.035f, sides: 22);
            mesh.Tone(0.6f);
            for (var i = 0; i < 6; i++)
            {
                var (sine, cosine) = PortableMath.SinCos(MathF.PI * i / 6);
                mesh.Bar(hub - new Vector3(cosine, sine, 0) * wheel, hub + new Vector3(cosine, sine, 0) * wheel, 0.012f, 0.012f);
            }
        }

        var (crank, seat, head) = (
            new Vector3(-0.08f, -0.04f, 0), new Vector3(-0.25f, random.Uniform(0.5f, 0.6f), 0),
            new Vector3(apart * 0.34f, random.Uniform(0.5f, 0.6f), 0));
        mesh.Tone(random.Uniform(0.4f, 1));
        mesh.Rod(crank, seat, tube, sides: 6)
            .Rod(crank, head, tube, sides: 6)
            .Rod(rear, crank, tube, sides: 6)
            .Rod(rear, seat, tube, sides: 6)
            .Rod(front, head, tube, sides: 6);
        if (random.Bernoulli(0.75f))
            mesh.Rod(seat, head, tube, sides: 6);
        var top = head + new Vector3(-0.04f, random.Uniform(0.12f, 0.22f), 0);
        mesh.Rod(head, top, tube, sides: 6).Rod(top - Vector3.UnitZ * 0.25f, top + Vector3.UnitZ * 0.25f, tube, sides: 6);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
            mesh.Tone(0.15f).Rod(top + new Vector3(0, 0, side * 0.25f), top + new Vector3(-0.16f, 0.02f, side * 0.27f), tube, sides: 6);
        mesh.Rod(seat, seat + new Vector3(-0.03f, 0.12f, 0), tube, sides: 6)
            .Ball(seat + new Vector3(-0.03f, 0.15f, 0), new(0.17f, 0.045f, 0.08f), 10);
        mesh.Tone(0.6f)
            .Ring(crank, Vector3.UnitX * 0.11f, Vector3.UnitY * 0.11f, 0.02f, sides: 12)
            .Bar(crank + new Vector3(-0.1f, -0.14f, 0.08f), crank + new Vector3(0.1f, 0.14f, -0.08f), 0.03f, 0.02f);
        return mesh;
    }

    public static Mesh Skateboard(RandomSequence random, Mesh mesh)
    {
        var (length, wide, kick) = (random.Uniform(1.8f, 2.3f), random.Uniform(0.45f, 0.6f), random.Uniform(0.12f, 0.25f));
        mesh.Tone(random.Uniform(0.4f, 0.95f));
        mesh.Box(Vector3.Zero, new(length * 0.7f, 0.06f, wide));
        if (random.Bernoulli(0.6f))
            mesh.Tone(0.1f).Box(Vector3.UnitY * 0.032f, new(length * 0.68f, 0.01f, wide * 0.96f));
        foreach (var end in (ReadOnlySpan<float>)[-1, 1])
        {
            mesh.Tone(random.Uniform(0.4f, 0.95f)).Bar(new(end * length * 0.34f, 0, 0), new(end * length * 0.5f, kick, 0), wide, 0.06f);
            mesh.Rod(new(end * length * 0.5f, kick - 0.03f, 0), new(end * length * 0.5f, kick + 0.03f, 0), wide / 2, sides: 14);
            mesh.Tone(0.5f)
                .Rod(new(end * length * 0.27f, -0.14f, -wide * 0.45f), new(end * length * 0.27f, -0.14f, wide * 0.45f), 0.035f, sides: 6)
                .Box(new(end * length * 0.27f, -0.07f, 0), new(0.18f, 0.12f, 0.14f));
            foreach (var side in (ReadOnlySpan<float>)[-1, 1])
                mesh.Tone(random.Uniform(0.7f, 1))
                    .Rod(
                        new(end * length * 0.27f, -0.16f, side * wide * 0.38f), new(end * length * 0.27f, -0.16f, side * wide * 0.52f),
                        0.1f, sides: 10);
        }

        return mesh;
    }

    private static void Wing(Mesh mesh, Vector3 root, Vector3 tip, float chord, float chordAtTip)
    {
        var (half, thin) = (Vector3.UnitX * chord / 2, Vector3.UnitX * chordAtTip / 2);
        foreach (var lift in (ReadOnlySpan<float>)[-0.02f, 0.02f])
            mesh.Quad(root + half + Vector3.UnitY * lift, root - half + Vector3.UnitY * lift, tip - thin, tip + thin);
    }
}
