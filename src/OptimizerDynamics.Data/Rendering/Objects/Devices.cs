using System.Numerics;

namespace OptimizerDynamics.Data;

/// <summary>What shows, sounds, sees or gives light.</summary>
internal static class Devices
{
    public static Mesh Monitor(RandomSequence random, Mesh mesh)
    {
        var (width, high) = (random.Uniform(1.5f, 2), random.Uniform(0.9f, 1.2f));
        var frame = random.Uniform(0.1f, 0.9f);
        mesh.Tone(frame).Box(new(0, 0.5f + high / 2, 0), new(width, high, 0.09f));
        mesh.Tone(frame > 0.5f ? 0.12f : 0.55f).Box(new(0, 0.5f + high / 2, 0.04f), new(width * 0.92f, high * 0.87f, 0.03f));
        mesh.Tone(frame * 0.8f).Box(new(0, 0.62f + high / 4, -0.1f), new(width * 0.5f, high * 0.5f, 0.14f));
        if (random.Bernoulli(0.6f))
        {
            mesh.Bar(new(0, 0.02f, -0.1f), new(0, 0.7f, -0.1f), 0.16f, 0.07f);
            if (random.Bernoulli(0.5f))
                mesh.Box(new(0, 0.02f, 0), new(width * 0.45f, 0.05f, 0.45f));
            else
                mesh.Rod(new(0, 0, 0), new(0, 0.05f, 0), width * 0.22f);
        }
        else
        {
            foreach (var side in (ReadOnlySpan<float>)[-1, 1])
                mesh.Bar(new(side * width * 0.35f, 0.5f, 0), new(side * width * 0.42f, 0.3f, 0.2f), 0.05f, 0.05f)
                    .Bar(new(side * width * 0.35f, 0.5f, 0), new(side * width * 0.42f, 0.3f, -0.2f), 0.05f, 0.05f);
        }

        return mesh;
    }

    public static Mesh Laptop(RandomSequence random, Mesh mesh)
    {
        var (width, depth, open) = (random.Uniform(1.4f, 1.7f), random.Uniform(0.95f, 1.15f), random.Uniform(0.1f, 0.6f));
        var tone = random.Uniform(0.3f, 0.95f);
        mesh.Tone(tone).Box(new(0, 0, 0), new(width, 0.08f, depth));
        var key = tone > 0.5f ? 0.15f : 0.6f;
        mesh.Tone(key);
        for (var row = 0; row < 4; row++)
        {
            for (var column = 0; column < 10; column++)
                mesh.Quad(At(column, row), At(column + 0.8f, row), At(column + 0.8f, row + 0.8f), At(column, row + 0.8f));
        }

        mesh.Quad(
            new(-0.2f, 0.045f, depth * 0.2f), new(0.2f, 0.045f, depth * 0.2f), new(0.2f, 0.045f, depth * 0.43f),
            new(-0.2f, 0.045f, depth * 0.43f));
        var (sine, cosine) = PortableMath.SinCos(open);
        var top = new Vector3(0, depth * cosine, -depth / 2 - depth * sine);
        mesh.Tone(tone).Bar(new(0, 0.03f, -depth / 2), top, width, 0.06f);
        var (hinge, normal) = (new Vector3(0, 0.03f, -depth / 2), Space.Unit(new Vector3(0, sine, cosine)) * 0.04f);
        Vector3 Screen(float x, float y) => hinge + (top - hinge) * y + new Vector3(x * width, 0, 0) + normal;
        mesh.Tone(random.Bernoulli(0.5f) ? 0.1f : 0.7f)
            .Quad(Screen(-0.45f, 0.08f), Screen(0.45f, 0.08f), Screen(0.45f, 0.93f), Screen(-0.45f, 0.93f));
        if (random.Bernoulli(0.35f))
            mesh.Tone(random.Uniform(0.1f, 0.9f)).Ball(new(width * 0.68f, 0.02f, depth * 0.2f), new(0.11f, 0.07f, 0.18f), 10);
        return mesh;

        Vector3 At(float column, float row) => new(width * 0.88f * (column / 10 - 0.5f) + 0.02f, 0.045f, depth * (-0.4f + 0.13f * row));
    }

    public static Mesh Clock(RandomSequence random, Mesh mesh)
    {
        var radius = random.Uniform(0.8f, 1);
        mesh.Tone(random.Uniform(0.2f, 0.7f));
        if (random.Bernoulli(0.75f))
            mesh.Rod(new(0, 0, -0.08f), new(0, 0, 0.06f), radius, sides: 24);
        else
            mesh.Box(new(0, 0, -0.01f), new(radius * 1.9f, radius * 1.9f, 0.14f));
        mesh.Tone(1).Rod(new(0, 0, 0.06f), new(0, 0, 0.08f), radius * 0.88f, sides: 24);
        mesh.Tone(0.1f);
        for (var hour = 0; hour < 12; hour++)
        {
            var (sine, cosine) = PortableMath.SinCos(MathF.PI * hour / 6);
            var inner = hour % 3 == 0 ? 0.66f : 0.75f;
            mesh.Bar(
                new Vector3(sine, cosine, 0) * radius * inner + Vector3.UnitZ * 0.09f,
                new Vector3(sine, cosine, 0) * radius * 0.83f + Vector3.UnitZ * 0.09f, 0.05f, 0.05f);
        }

        foreach (var (length, thick) in (ReadOnlySpan<(float, float)>)[(0.45f, 0.08f), (0.68f, 0.055f)])
        {
            var (sine, cosine) = PortableMath.SinCos(random.Uniform(0, 2 * MathF.PI));
            mesh.Bar(new(0, 0, 0.11f), new Vector3(sine, cosine, 0) * radius * length + Vector3.UnitZ * 0.11f, thick, thick);
        }

        if (random.Bernoulli(0.35f))
        {
            foreach (var side in (ReadOnlySpan<float>)[-1, 1])
                mesh.Tone(0.5f)
                    .Ball(new(side * radius * 0.6f, radius * 1.02f, 0), new(0.28f, 0.22f, 0.2f), 10)
                    .Bar(new(side * radius * 0.5f, -radius * 0.8f, 0), new(side * radius * 0.7f, -radius * 1.15f, 0), 0.09f, 0.09f);
        }

        return mesh;
    }

    public static Mesh DeskLamp(RandomSequence random, Mesh mesh)
    {
        mesh.Tone(random.Uniform(0.2f, 0.9f));
        mesh.Rod(Vector3.Zero, new(0, 0.08f, 0), random.Uniform(0.35f, 0.5f), sides: 18);
        var elbow = new Vector3(-random.Uniform(0.1f, 0.5f), random.Uniform(0.8f, 1.1f), 0);
        var head = elbow + new Vector3(random.Uniform(0.5f, 0.9f), random.Uniform(0.2f, 0.6f), 0);
        mesh.Rod(new(0, 0.05f, 0), elbow, 0.045f, sides: 8).Rod(elbow, head, 0.045f, sides: 8).Ball(elbow, new(0.08f), 8);
        var aim = Space.Unit(new Vector3(random.Uniform(0.1f, 0.8f), -1, 0));
        mesh.Tone(random.Uniform(0.4f, 0.95f))
            .Rod(head - aim * 0.1f, head + aim * random.Uniform(0.35f, 0.5f), 0.1f, random.Uniform(0.3f, 0.42f), 16);
        mesh.Tone(1).Ball(head + aim * 0.4f, new(0.13f), 8);
        if (random.Bernoulli(0.4f))
            mesh.Tone(0.4f).Rod(elbow, elbow - (head - elbow) * 0.35f, 0.04f, sides: 8).Ball(elbow - (head - elbow) * 0.38f, new(0.12f), 8);
        if (random.Bernoulli(0.4f))
            mesh.Tone(0.2f).Box(new(0.2f, 0.1f, 0.12f), new(0.1f, 0.06f, 0.1f));
        return mesh;
    }

    public static Mesh Eyeglasses(RandomSequence random, Mesh mesh)
    {
        var (lens, apart, arm) = (random.Uniform(0.32f, 0.42f), random.Uniform(0.46f, 0.54f), random.Uniform(0.9f, 1.2f));
        var thick = random.Uniform(0.03f, 0.06f);
        var isRound = random.Bernoulli(0.5f);
        mesh.Tone(random.Uniform(0.1f, 0.6f));
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            var middle = new Vector3(side * apart, 0, 0);
            if (isRound)
            {
                mesh.Ring(middle, Vector3.UnitX * lens, Vector3.UnitY * lens * 0.95f, thick);
            }
            else
            {
                var (x, y) = (lens * 1.1f, lens * 0.72f);
                mesh.Bar(middle + new Vector3(-x, y, 0), middle + new Vector3(x, y, 0), thick * 2, thick * 2)
                    .Bar(middle + new Vector3(-x, -y, 0), middle + new Vector3(x, -y, 0), thick * 2, thick * 2)
                    .Bar(middle + new Vector3(-x, -y, 0), middle + new Vector3(-x, y, 0), thick * 2, thick * 2)
                    .Bar(middle + new Vector3(x, -y, 0), middle + new Vector3(x, y, 0), thick * 2, thick * 2);
            }

            var hinge = middle + new Vector3(side * lens * 1.05f, lens * 0.3f, 0);
            mesh.Bar(hinge, hinge + new Vector3(0, 0, -arm), thick * 1.6f, thick * 1.6f)
                .Bar(hinge + new Vector3(0, 0, -arm), hinge + new Vector3(0, -0.22f, -arm - 0.2f), thick * 1.6f, thick * 1.6f);
        }

        return mesh.Ring(new(0, 0.02f, 0), Vector3.UnitX * (apart - lens), Vector3.UnitY * 0.12f, thick, 0, 0.5f);
    }

    public static Mesh Fan(RandomSequence random, Mesh mesh)
    {
        var (radius, blades, stand) = (random.Uniform(0.6f, 0.75f), random.UniformInteger(3, 6), random.Uniform(0.5f, 1));
        mesh.Tone(random.Uniform(0.4f, 0.95f));
        var hub = new Vector3(0, stand + radius, 0);
        mesh.Rod(new(0, 0, -0.1f), new(0, 0.08f, -0.1f), random.Uniform(0.35f, 0.5f), sides: 16)
            .Rod(new(0, 0, -0.1f), hub - Vector3.UnitZ * 0.1f, 0.06f, sides: 8)
            .Rod(hub - Vector3.UnitZ * 0.3f, hub, 0.16f, sides: 10);
        mesh.Ring(hub, Vector3.UnitX * radius, Vector3.UnitY * radius, 0.03f, sides: 24);
        if (random.Bernoulli(0.6f))
            mesh.Ring(hub, Vector3.UnitX * radius * 0.6f, Vector3.UnitY * radius * 0.6f, 0.015f, sides: 20);
        mesh.Tone(random.Uniform(0.2f, 0.8f));
        var start = random.Uniform();
        for (var i = 0; i < blades; i++)
        {
            var angle = 2 * MathF.PI * (i + start) / blades;
            Vector3 At(float turn, float reach, float lift)
            {
                var (sine, cosine) = PortableMath.SinCos(angle + turn);
                return hub + new Vector3(cosine, sine, 0) * radius * reach + Vector3.UnitZ * lift;
            }


            mesh.Quad(At(-0.2f, 0.2f, 0.05f), At(-0.35f, 0.9f, 0.12f), At(0.3f, 0.88f, -0.02f), At(0.25f, 0.2f, 0));
        }

        return mesh.Tone(0.2f).Rod(hub, hub + Vector3.UnitZ * 0.1f, 0.13f, sides: 10);
    }

    public static Mesh Guitar(RandomSequence random, Mesh mesh)
    {
        var (lower, upper, neck) = (random.Uniform(0.5f, 0.6f), random.Uniform(0.36f, 0.45f), random.Uniform(1.1f, 1.4f));
        var tone = random.Uniform(0.5f, 0.95f);
        Vector2[] outline = [.. Enumerable.Range(0, 28).Select(i =>
        {
            var (sine, cosine) = PortableMath.SinCos(2 * MathF.PI * i / 28);
            // Two circles with a waist between.
            var off = (sine - 0.12f) * 3.2f;
            var wide = sine < 0 ? lower : upper;
            var waist = 1 - 0.28f * (float)PortableMath.Exp(-(off * off));
            return new Vector2(cosine * wide * waist * 1.02f, sine * (sine < 0 ? 0.62f : 0.68f));
        })];
        mesh.Tone(tone).Plate(Vector3.Zero, outline, random.Uniform(0.14f, 0.24f));
        mesh.Tone(0.08f).Box(new(0, -0.35f, 0.13f), new(0.32f, 0.06f, 0.05f));
        if (random.Bernoulli(0.6f))
        {
            mesh.Rod(new(0, 0.05f, 0.1f), new(0, 0.05f, 0.13f), 0.15f, sides: 14);
        }
        else
        {
            // An electric one.
            for (var i = 0; i < 3; i++)
                mesh.Tone(0.1f)
                    .Box(new(0, 0.18f - 0.18f * i, 0.12f), new(0.26f, 0.07f, 0.06f))
                    .Tone(0.9f)
                    .Rod(new(0.3f, -0.1f - 0.12f * i, 0.1f), new(0.3f, -0.1f - 0.12f * i, 0.15f), 0.045f, sides: 8);
        }

        mesh.Tone(tone * 0.45f)
            .Box(new(0, 0.5f + neck / 2, 0.08f), new(0.13f, neck, 0.07f))
            .Box(new(0, 0.55f + neck, 0.05f), new(0.2f, 0.3f, 0.06f));
        mesh.Tone(0.8f);
        for (var i = 0; i < 3; i++)
        {
            foreach (var side in (ReadOnlySpan<float>)[-1, 1])
                mesh.Box(new(side * 0.13f, 0.46f + neck + 0.09f * i, 0.05f), new(0.07f, 0.04f, 0.04f));
        }

        return mesh;
    }

    public static Mesh Headphone(RandomSequence random, Mesh mesh)
    {
        var (wide, high, cup) = (random.Uniform(0.7f, 0.85f), random.Uniform(0.8f, 1), random.Uniform(0.26f, 0.36f));
        mesh.Tone(random.Uniform(0.15f, 0.8f));
        mesh.Ring(Vector3.Zero, Vector3.UnitX * wide, Vector3.UnitY * high, random.Uniform(0.05f, 0.1f), 0, 0.5f, 26);
        var tone = random.Uniform(0.15f, 0.9f);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            var middle = new Vector3(side * wide, -0.12f, 0);
            mesh.Tone(tone).Rod(middle - new Vector3(0.1f, 0, 0) * side, middle + new Vector3(0.12f, 0, 0) * side, cup, cup * 0.8f, 16);
            mesh.Tone(1 - tone)
                .Rod(middle - new Vector3(0.2f, 0, 0) * side, middle - new Vector3(0.1f, 0, 0) * side, cup * 0.95f, sides: 16);
        }

        if (random.Bernoulli(0.4f))
            mesh.Tone(0.2f)
                .Rod(new(-wide, -0.3f, 0), new(-wide * 0.45f, -0.6f, 0.3f), 0.03f, sides: 6)
                .Ball(new(-wide * 0.42f, -0.62f, 0.32f), new(0.08f), 8);
        return mesh;
    }

    public static Mesh SatelliteDish(RandomSequence random, Mesh mesh)
    {
        var (radius, deep, tilt) = (random.Uniform(0.8f, 1), random.Uniform(0.2f, 0.38f), random.Uniform(0.4f, 1));
        var bowl = new Mesh().Tone(random.Uniform(0.7f, 1)).Lathe(
            Vector3.Zero, [(0, 0), (radius * 0.4f, deep * 0.16f), (radius * 0.7f, deep * 0.49f), (radius, deep)], 24);
        bowl.Tone(0.4f);
        for (var i = 0; i < 3; i++)
        {
            var (sine, cosine) = PortableMath.SinCos(2 * MathF.PI * i / 3);
            bowl.Rod(new(cosine * radius * 0.7f, deep * 0.5f, sine * radius * 0.7f), new(0, radius * 0.8f, 0), 0.025f, sides: 6);
        }

        bowl.Rod(new(0, radius * 0.72f, 0), new(0, radius * 0.95f, 0), 0.09f, sides: 10);
        var half = PortableMath.SinCos(tilt * 0.5f);
        mesh.Add(bowl, corner => Space.Tilted(corner, half) + Vector3.UnitY * 0.9f);
        mesh.Tone(random.Uniform(0.3f, 0.6f)).Rod(new(0, -0.2f, -0.1f), new(0, 0.92f, 0), 0.09f, sides: 10);
        if (random.Bernoulli(0.5f))
            mesh.Box(new(0, -0.22f, -0.1f), new(0.8f, 0.08f, 0.8f));
        else
            mesh.Rod(new(0, -0.2f, -0.1f), new(0.45f, -0.45f, 0.2f), 0.05f, sides: 6)
                .Rod(new(0, -0.2f, -0.1f), new(-0.45f, -0.45f, 0.2f), 0.05f, sides: 6)
                .Rod(new(0, -0.2f, -0.1f), new(0, -0.45f, -0.55f), 0.05f, sides: 6);
        return mesh;
    }
}
