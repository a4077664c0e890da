using System.Numerics;

namespace OptimizerDynamics.Data;

/// <summary>What holds food and drink.</summary>
internal static class Kitchen
{
    public static Mesh Bottle(RandomSequence random, Mesh mesh)
    {
        var (radius, body, neck, high) =
            (random.Uniform(0.28f, 0.42f), random.Uniform(0.9f, 1.4f), random.Uniform(0.08f, 0.14f), random.Uniform(0.35f, 0.8f));
        var shoulder = random.Uniform(0.15f, 0.4f);
        mesh.Tone(random.Uniform(0.35f, 0.9f));
        mesh.Lathe(
            Vector3.Zero,
            [
                (0, 0), (radius, 0), (radius, body), (radius * 0.8f, body + shoulder * 0.5f), (neck, body + shoulder),
                (neck, body + shoulder + high), (0, body + shoulder + high)]);
        mesh.Tone(random.Uniform(0.1f, 1))
            .Rod(new(0, body + shoulder + high * 0.75f, 0), new(0, body + shoulder + high + 0.06f, 0), neck * 1.3f, sides: 10);
        if (random.Bernoulli(0.7f))
            mesh.Tone(random.Uniform(0.7f, 1)).Lathe(Vector3.Zero, [(radius * 1.02f, body * 0.25f), (radius * 1.02f, body * 0.75f)]);
        return mesh;
    }

    public static Mesh Cup(RandomSequence random, Mesh mesh)
    {
        var (radius, high, foot) = (random.Uniform(0.4f, 0.55f), random.Uniform(0.6f, 1.1f), random.Uniform(0.6f, 1));
        var tone = random.Uniform(0.6f, 1);
        mesh.Tone(tone);
        mesh.Lathe(
            Vector3.Zero,
            [
                (0, 0), (radius * foot, 0), (radius * (foot + 1) / 2, high * 0.4f), (radius, high), (radius * 0.9f, high),
                (radius * foot * 0.85f, 0.08f), (0, 0.08f)]);
        mesh.Tone(0.25f).Rod(new(0, high * 0.8f, 0), new(0, high * 0.81f, 0), radius * 0.88f);
        mesh.Tone(tone)
            .Ring(
                new(radius * 0.95f, high * 0.52f, 0), Vector3.UnitX * random.Uniform(0.26f, 0.36f),
                Vector3.UnitY * high * random.Uniform(0.25f, 0.34f), 0.06f, -0.28f, 0.28f);
        if (random.Bernoulli(0.4f))
            mesh.Tone(random.Uniform(0.6f, 1))
                .Lathe(new(0, -0.08f, 0), [(0, 0.02f), (radius * 1.2f, 0), (radius * 1.7f, 0.12f), (radius * 1.1f, 0.05f)]);
        return mesh;
    }

    public static Mesh Bucket(RandomSequence random, Mesh mesh)
    {
        var (top, bottom, high) = (random.Uniform(0.55f, 0.7f), random.Uniform(0.35f, 0.5f), random.Uniform(0.8f, 1.1f));
        mesh.Tone(random.Uniform(0.45f, 0.95f));
        mesh.Lathe(Vector3.Zero, [(0, 0), (bottom, 0), (top, high), (top * 0.94f, high), (bottom * 0.9f, 0.05f), (0, 0.05f)], 20);
        mesh.Ring(new(0, high, 0), Vector3.UnitX * top, Vector3.UnitZ * top, 0.04f, sides: 20);
        if (random.Bernoulli(0.4f))
            mesh.Ring(
                new(0, high * 0.55f, 0), Vector3.UnitX * (bottom + (top - bottom) * 0.55f),
                Vector3.UnitZ * (bottom + (top - bottom) * 0.55f), 0.03f, sides: 20);
        var lean = random.Uniform(-0.9f, 0.9f);
        var (sine, cosine) = PortableMath.SinCos(lean);
        var up = new Vector3(0, cosine, sine);
        mesh.Tone(random.Uniform(0.2f, 0.5f))
            .Ring(new(0, high, 0), Vector3.UnitX * top * 1.03f, up * top * random.Uniform(0.9f, 1.15f), 0.03f, 0, 0.5f);
        return mesh;
    }

    public static Mesh Pan(RandomSequence random, Mesh mesh)
    {
        var (radius, deep, handle) = (random.Uniform(0.6f, 0.8f), random.Uniform(0.12f, 0.4f), random.Uniform(0.8f, 1.2f));
        mesh.Tone(random.Uniform(0.25f, 0.6f));
        mesh.Lathe(
            Vector3.Zero, [(0, 0), (radius * 0.85f, 0), (radius, deep), (radius * 0.95f, deep), (radius * 0.8f, 0.05f), (0, 0.05f)], 22);
        mesh.Tone(random.Uniform(0.1f, 0.5f))
            .Bar(new(radius * 0.9f, deep * 0.8f, 0), new(radius + handle, deep + random.Uniform(0.05f, 0.3f), 0), 0.15f, 0.07f);
        if (random.Bernoulli(0.3f))
            mesh.Ring(new(-radius * 0.97f, deep * 0.8f, 0), -Vector3.UnitX * 0.16f, Vector3.UnitZ * 0.2f, 0.04f, -0.25f, 0.25f);
        if (random.Bernoulli(0.25f))
            mesh.Tone(random.Uniform(0.4f, 0.8f))
                .Lathe(new(0, deep, 0), [(radius, 0), (radius * 0.6f, 0.1f), (0, 0.14f)], 20)
                .Tone(0.15f)
                .Ball(new(0, deep + 0.2f, 0), new(0.09f, 0.07f, 0.09f), 8);
        return mesh;
    }

    public static Mesh Teapot(RandomSequence random, Mesh mesh)
    {
        var (radius, high) = (random.Uniform(0.5f, 0.65f), random.Uniform(0.6f, 0.95f));
        var tone = random.Uniform(0.5f, 1);
        mesh.Tone(tone);
        mesh.Lathe(
            Vector3.Zero,
            [
                (0, 0), (radius * 0.6f, 0), (radius * 0.95f, high * 0.25f), (radius, high * 0.5f), (radius * 0.85f, high * 0.8f),
                (radius * 0.45f, high)],
            18);
        mesh.Tone(tone * 0.9f)
            .Lathe(new(0, high, 0), [(radius * 0.48f, 0), (radius * 0.3f, 0.08f), (0.02f, 0.12f)], 14)
            .Ball(new(0, high + 0.16f, 0), new(0.07f), 8);
        var spout = random.Uniform(0.35f, 0.55f);
        mesh.Tone(tone)
            .Rod(new(radius * 0.75f, high * 0.35f, 0), new(radius * 0.95f + spout * 0.6f, high * 0.62f, 0), 0.17f, 0.11f, 10)
            .Rod(new(radius * 0.95f + spout * 0.6f, high * 0.62f, 0), new(radius + spout, high * 0.98f, 0), 0.11f, 0.07f, 10);
        if (random.Bernoulli(0.75f))
            mesh.Ring(
                new(-radius * 0.9f, high * 0.55f, 0), -Vector3.UnitX * random.Uniform(0.28f, 0.4f), Vector3.UnitY * high * 0.36f, 0.055f,
                -0.27f, 0.27f);
        else
            mesh.Ring(new(0, high * 0.75f, 0), Vector3.UnitX * radius * 0.8f, Vector3.UnitY * high * 0.85f, 0.045f, 0, 0.5f);
        return mesh;
    }
}
