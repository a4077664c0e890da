using System.Numerics;

namespace OptimizerDynamics.Data;

/// <summary>What a hand holds.</summary>
internal static class Tools
{
    public static Mesh Hammer(RandomSequence random, Mesh mesh)
    {
        var (length, head) = (random.Uniform(1.6f, 2.2f), random.Uniform(0.7f, 1));
        mesh.Tone(random.Uniform(0.45f, 0.85f));
        mesh.Rod(new(0, 0, 0), new(0, length, 0), random.Uniform(0.08f, 0.13f), 0.07f, 10);
        mesh.Tone(random.Uniform(0.25f, 0.7f));
        mesh.Box(new(0, length, 0), new(0.26f, 0.24f, 0.22f))
            .Rod(new(0, length, 0), new(head * 0.5f, length, 0), 0.13f, sides: 10)
            .Rod(new(head * 0.46f, length, 0), new(head * 0.56f, length, 0), 0.17f, sides: 10);
        if (random.Bernoulli(0.6f))
        {
            foreach (var side in (ReadOnlySpan<float>)[-1, 1])
                mesh.Bar(
                    new(-0.1f, length + 0.03f, side * 0.05f), new(-head * 0.55f, length - random.Uniform(0.1f, 0.25f), side * 0.09f), 0.07f,
                    0.12f);
        }
        else
        {
            mesh.Quad(
                new(-0.1f, length + 0.11f, 0.1f), new(-0.1f, length - 0.11f, 0.1f), new(-head * 0.55f, length - 0.02f, 0.1f),
                new(-head * 0.55f, length + 0.03f, 0.1f));
            mesh.Bar(new(-0.1f, length, 0), new(-head * 0.55f, length, 0), 0.2f, 0.1f);
        }

        return mesh;
    }

    public static Mesh Key(RandomSequence random, Mesh mesh)
    {
        var (radius, shaft) = (random.Uniform(0.28f, 0.4f), random.Uniform(1, 1.4f));
        mesh.Tone(random.Uniform(0.55f, 1));
        mesh.Ring(new(0, 0, 0), Vector3.UnitX * radius * random.Uniform(0.8f, 1.2f), Vector3.UnitY * radius, random.Uniform(0.07f, 0.12f));
        mesh.Bar(new(radius, 0, 0), new(radius + shaft, 0, 0), 0.07f, 0.14f);
        var teeth = random.UniformInteger(2, 5);
        for (var i = 0; i < teeth; i++)
        {
            var tall = random.Uniform(0.14f, 0.34f);
            mesh.Box(new(radius + shaft - 0.07f - 0.16f * i, -tall / 2, 0), new(0.1f, tall, 0.07f));
        }

        if (random.Bernoulli(0.4f))
            mesh.Box(new(radius + 0.12f, 0, 0), new(0.1f, 0.26f, 0.12f));
        return mesh;
    }

    public static Mesh Scissors(RandomSequence random, Mesh mesh)
    {
        var (blade, open, loop) = (random.Uniform(1, 1.3f), random.Uniform(0.12f, 0.4f), random.Uniform(0.2f, 0.3f));
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            var (sine, cosine) = PortableMath.SinCos(side * open);
            Vector3 Turned(float along, float across) => new(across * cosine + along * sine, along * cosine - across * sine, side * 0.03f);
            mesh.Tone(0.85f)
                .Triangle(Turned(0, -0.1f), Turned(0, 0.1f), Turned(blade, side * 0.02f))
                .Triangle(Turned(-0.1f, 0), Turned(0, -0.1f), Turned(0, 0.1f));
            var handle = Turned(-0.75f, side * -0.08f);
            mesh.Tone(random.Uniform(0.2f, 0.7f)).Bar(Turned(0, 0), Turned(-0.5f, 0), 0.06f, 0.11f);
            mesh.Ring(handle, Vector3.UnitX * loop, Vector3.UnitY * loop * random.Uniform(1, 1.4f), 0.07f);
        }

        if (random.Bernoulli(0.4f))
            mesh.Tone(0.4f).Bar(new(-0.12f, -0.3f, 0), new(0.12f, -0.3f, 0), 0.03f, 0.03f); // a spring
        return mesh.Tone(0.3f).Rod(new(0, 0, -0.06f), new(0, 0, 0.06f), 0.06f, sides: 8);
    }
}
