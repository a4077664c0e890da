namespace OptimizerDynamics.Data;

/// <summary>What stands in a room.</summary>
internal static class Furniture
{
    public static Mesh Chair(RandomSequence random, Mesh mesh)
    {
        var (width, depth, seat, back) =
            (random.Uniform(0.8f, 1.1f), random.Uniform(0.8f, 1.05f), random.Uniform(0.8f, 1.05f), random.Uniform(0.8f, 1.3f));
        var thick = random.Uniform(0.06f, 0.14f);
        mesh.Tone(random.Uniform(0.5f, 0.95f));
        mesh.Box(new(0, seat, 0), new(width, thick, depth));
        var (x, z, lean) = (width / 2 - 0.06f, depth / 2 - 0.06f, random.Uniform(0, 0.25f));
        mesh.Tone(random.Uniform(0.3f, 0.8f));
        foreach (var (sx, sz) in _corners)
            mesh.Bar(new(sx * x * random.Uniform(1, 1.1f), 0, sz * z), new(sx * x, seat, sz * z), 0.09f, 0.09f);
        if (random.Bernoulli(0.5f))
        {
            mesh.Bar(new(0, seat, -z), new(0, seat + back, -z - lean), width * 0.95f, thick);
        }
        else
        {
            foreach (var side in (ReadOnlySpan<float>)[-1, 1])
                mesh.Bar(new(side * x, seat, -z), new(side * x, seat + back, -z - lean), 0.09f, 0.09f);
            var slats = random.UniformInteger(2, 5);
            for (var i = 1; i <= slats; i++)
            {
                var at = (float)i / slats;
                mesh.Bar(new(-x, seat + back * at, -z - lean * at), new(x, seat + back * at, -z - lean * at), 0.05f, 0.14f);
            }
        }

        if (random.Bernoulli(0.3f))
        {
            foreach (var side in (ReadOnlySpan<float>)[-1, 1])
            {
                mesh.Bar(new(side * x, seat + 0.4f, -z), new(side * x, seat + 0.4f, z), 0.1f, 0.06f);
                mesh.Bar(new(side * x, seat, z * 0.8f), new(side * x, seat + 0.4f, z * 0.8f), 0.07f, 0.07f);
            }
        }

        return mesh;
    }

    public static Mesh Sofa(RandomSequence random, Mesh mesh)
    {
        var (width, depth, seat, back, arm) = (
            random.Uniform(1.8f, 2.8f), random.Uniform(0.8f, 1), random.Uniform(0.38f, 0.5f), random.Uniform(0.4f, 0.6f),
            random.Uniform(0.16f, 0.3f));
        mesh.Tone(random.Uniform(0.45f, 0.95f));
        mesh.Box(new(0, seat / 2 + 0.08f, 0), new(width, seat - 0.08f, depth));
        mesh.Box(new(0, seat + back / 2, -depth / 2 + 0.12f), new(width, back, 0.24f));
        var high = seat + back * random.Uniform(0.35f, 0.7f);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            mesh.Box(new(side * (width / 2 + arm / 2), high / 2 + 0.04f, 0), new(arm, high, depth));
            if (random.Bernoulli(0.5f))
                mesh.Rod(
                    new(side * (width / 2 + arm / 2), high, -depth / 2), new(side * (width / 2 + arm / 2), high, depth / 2), arm * 0.6f,
                    sides: 8);
        }

        mesh.Tone(random.Uniform(0.6f, 1));
        var cushions = random.UniformInteger(2, 4);
        for (var i = 0; i < cushions; i++)
        {
            var x = width * ((i + 0.5f) / cushions - 0.5f);
            mesh.Box(new(x, seat + 0.07f, 0.08f), new(width / cushions * 0.94f, 0.14f, depth * 0.8f));
            mesh.Box(
                new(x, seat + back * 0.5f + 0.1f, -depth / 2 + 0.3f), new(width / cushions * 0.9f, back * 0.8f, 0.16f),
                -0.2f);
        }

        return mesh;
    }

    public static Mesh Bed(RandomSequence random, Mesh mesh)
    {
        var (width, length, high) = (random.Uniform(1, 1.7f), random.Uniform(1.9f, 2.2f), random.Uniform(0.3f, 0.5f));
        var frame = random.Uniform(0.3f, 0.6f);
        mesh.Tone(frame);
        mesh.Box(new(0, high * 0.6f, 0), new(width + 0.08f, 0.14f, length + 0.08f));
        foreach (var (sx, sz) in _corners)
            mesh.Bar(new(sx * width / 2, 0, sz * length / 2), new(sx * width / 2, high, sz * length / 2), 0.1f, 0.1f);
        var head = random.Uniform(0.5f, 1);
        mesh.Box(new(0, high + head / 2 - 0.1f, -length / 2 - 0.04f), new(width + 0.1f, head, 0.09f));
        if (random.Bernoulli(0.5f))
            mesh.Box(new(0, high + 0.1f, length / 2 + 0.04f), new(width + 0.1f, 0.4f, 0.08f));
        mesh.Tone(random.Uniform(0.75f, 1)).Box(new(0, high + 0.08f, 0), new(width, 0.24f, length));
        mesh.Tone(random.Uniform(0.5f, 0.9f)).Box(new(0, high + 0.16f, length * 0.15f), new(width + 0.06f, 0.16f, length * 0.7f));
        mesh.Tone(1);
        var pillows = width > 1.3f ? 2 : 1;
        for (var i = 0; i < pillows; i++)
            mesh.Ball(
                new(width * ((i + 0.5f) / pillows - 0.5f), high + 0.28f, -length / 2 + 0.28f), new(width / pillows * 0.42f, 0.1f, 0.2f));
        return mesh;
    }

    public static Mesh Bench(RandomSequence random, Mesh mesh)
    {
        var (width, seat, slats) = (random.Uniform(1.9f, 2.7f), random.Uniform(0.45f, 0.6f), random.UniformInteger(3, 6));
        mesh.Tone(random.Uniform(0.5f, 0.9f));
        for (var i = 0; i < slats; i++)
            mesh.Box(new(0, seat, 0.5f * ((i + 0.5f) / slats - 0.5f)), new(width, 0.05f, 0.5f / slats * 0.75f));
        if (random.Bernoulli(0.7f))
        {
            var boards = random.UniformInteger(2, 4);
            for (var i = 0; i < boards; i++)
                mesh.Box(new(0, seat + 0.18f + 0.16f * i, -0.28f - 0.04f * i), new(width, 0.1f, 0.05f));
        }

        mesh.Tone(random.Uniform(0.25f, 0.5f));
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            var x = side * width * 0.4f;
            mesh.Bar(new(x, 0, 0.22f), new(x, seat, 0.22f), 0.09f, 0.07f)
                .Bar(new(x, 0, -0.26f), new(x, seat + 0.55f, -0.36f), 0.09f, 0.07f)
                .Bar(new(x, seat - 0.05f, -0.3f), new(x, seat - 0.05f, 0.25f), 0.08f, 0.06f);
            if (random.Bernoulli(0.4f))
                mesh.Bar(new(side * width * 0.48f, seat + 0.28f, -0.3f), new(side * width * 0.48f, seat + 0.28f, 0.25f), 0.1f, 0.05f);
        }

        return mesh;
    }

    public static Mesh DiningTable(RandomSequence random, Mesh mesh)
    {
        var (width, depth, high) = (random.Uniform(1.5f, 2.4f), random.Uniform(0.9f, 1.3f), random.Uniform(0.75f, 1));
        mesh.Tone(random.Uniform(0.55f, 0.95f));
        if (random.Bernoulli(0.35f))
        {
            mesh.Rod(new(0, high, 0), new(0, high + 0.08f, 0), width / 2, sides: 20);
            mesh.Tone(random.Uniform(0.35f, 0.7f))
                .Rod(new(0, 0.1f, 0), new(0, high, 0), 0.1f)
                .Rod(new(0, 0, 0), new(0, 0.1f, 0), width * 0.28f, 0.1f);
            return mesh;
        }

        mesh.Box(new(0, high + 0.04f, 0), new(width, 0.08f, depth));
        mesh.Tone(random.Uniform(0.35f, 0.7f)).Box(new(0, high - 0.06f, 0), new(width * 0.85f, 0.12f, depth * 0.8f));
        var (x, z) = (width / 2 * 0.88f, depth / 2 * 0.85f);
        foreach (var (sx, sz) in _corners)
        {
            if (random.Bernoulli(0.3f))
                mesh.Rod(new(sx * x, 0, sz * z), new(sx * x, high, sz * z), 0.04f, 0.09f, 8);
            else
                mesh.Bar(new(sx * x, 0, sz * z), new(sx * x, high, sz * z), 0.12f, 0.12f);
        }

        return mesh;
    }

    public static Mesh Bookshelf(RandomSequence random, Mesh mesh)
    {
        var (width, high, depth, shelves) =
            (random.Uniform(0.8f, 1.6f), random.Uniform(1.5f, 2.2f), random.Uniform(0.3f, 0.45f), random.UniformInteger(3, 6));
        mesh.Tone(random.Uniform(0.4f, 0.75f));
        mesh.Box(new(-width / 2, high / 2, 0), new(0.06f, high, depth))
            .Box(new(width / 2, high / 2, 0), new(0.06f, high, depth))
            .Box(new(0, high / 2, -depth / 2), new(width, high, 0.03f));
        for (var i = 0; i <= shelves; i++)
            mesh.Box(new(0, high * i / shelves, 0), new(width, 0.05f, depth));
        for (var shelf = 0; shelf < shelves; shelf++)
        {
            var room = high / shelves - 0.08f;
            for (var x = -width / 2 + 0.08f; x < width / 2 - 0.12f;)
            {
                var book = random.Uniform(0.05f, 0.13f);
                if (random.Bernoulli(0.8f))
                {
                    var tall = room * random.Uniform(0.55f, 0.92f);
                    mesh.Tone(random.Uniform(0.2f, 1))
                        .Box(new(x + book / 2, high * shelf / shelves + 0.03f + tall / 2, 0.02f), new(book * 0.9f, tall, depth * 0.7f));
                }

                x += book;
            }
        }

        return mesh;
    }

    public static Mesh Piano(RandomSequence random, Mesh mesh)
    {
        var (width, high) = (random.Uniform(1.4f, 1.7f), random.Uniform(1, 1.3f));
        mesh.Tone(random.Uniform(0.15f, 0.5f));
        mesh.Box(new(0, high / 2, -0.2f), new(width, high, 0.4f)).Box(new(0, 0.62f, 0.12f), new(width, 0.16f, 0.42f));
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
            mesh.Box(new(side * (width / 2 - 0.05f), 0.36f, 0.1f), new(0.1f, 0.72f, 0.42f));
        mesh.Tone(1).Box(new(0, 0.72f, 0.18f), new(width * 0.86f, 0.04f, 0.26f));
        mesh.Tone(0.05f);
        for (var i = 0; i < 16; i++)
        {
            if (i % 7 is 2 or 6)
                continue;
            mesh.Box(new(width * 0.86f * ((i + 0.9f) / 16 - 0.5f), 0.75f, 0.13f), new(0.035f, 0.04f, 0.15f));
        }

        if (random.Bernoulli(0.6f))
            mesh.Tone(0.9f).Bar(new(0, 0.95f, 0.02f), new(0, 1.2f, -0.06f), 0.5f, 0.02f);
        if (random.Bernoulli(0.6f))
        {
            mesh.Tone(random.Uniform(0.2f, 0.5f)).Box(new(0, 0.5f, 0.75f), new(0.7f, 0.09f, 0.32f));
            foreach (var (sx, sz) in _corners)
                mesh.Bar(new(sx * 0.3f, 0, 0.75f + sz * 0.12f), new(sx * 0.3f, 0.5f, 0.75f + sz * 0.12f), 0.05f, 0.05f);
        }

        return mesh;
    }

    private static readonly (float X, float Z)[] _corners = [(-1, -1), (-1, 1), (1, -1), (1, 1)];
}
