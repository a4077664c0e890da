using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.SeedBits;

/// <summary>Something that follows from a seed.</summary>
/// <param name="Name">Its name in the list of digests.</param>
/// <param name="Write">Adds its bits to a digest.</param>
internal sealed record SeedCase(string Name, Action<IncrementalHash> Write)
{
    private const int Steps = 60, Parameters = 37;

    /// <summary>One of every kind of arithmetic between a seed and a record, but for the networks' own.</summary>
    public static IEnumerable<SeedCase> All()
    {
        yield return new("functions", Functions);
        yield return new("draws", Draws);
        foreach (var (background, size, classes) in ((Background, int, int)[])[
            (Background.Clean, 16, 10), (Background.Cluttered, 16, 0), (Background.Clean, 64, 0), (Background.Cluttered, 33, 0)])
            yield return new($"images-{background}-{size}", digest => Images(digest, background, size, classes));
        yield return new("turned-mesh", TurnedMesh);
        foreach (var kind in Enum.GetValues<Augmentation>())
            yield return new($"augmentation-{kind}", digest => Augmented(digest, kind));
        yield return new("resampling", Resampled);
        yield return new("normalization", Normalized);
        foreach (var architecture in Architectures.All)
            yield return new($"initial-{architecture.Name}", digest => Add(digest, architecture.Build(1.0 / 16, 3, 10, 0.1).Initialize(5)));
        foreach (var optimizer in OptimizerCatalog.All)
        {
            yield return new($"{optimizer.Name}-float", digest => Trained<float>(digest, optimizer));
            yield return new($"{optimizer.Name}-double", digest => Trained<double>(digest, optimizer));
        }

        yield return new("low-gradient", LowGradient);
    }

    /// <summary>The SHA-256, in hex digits.</summary>
    public string Digest()
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Write(digest);
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static void Add<T>(IncrementalHash digest, ReadOnlySpan<T> values)
        where T : unmanaged => digest.AppendData(MemoryMarshal.AsBytes(values));

    private static void Functions(IncrementalHash digest)
    {
        var random = new CounterRandom(1);
        for (var i = 0UL; i < 3000; i++)
        {
            var (u, z) = random.At(i);
            var (sine, cosine) = PortableMath.SinCos((float)(z * 3));
            Add<double>(digest,
            [
                PortableMath.Exp(z * 100), PortableMath.Exp(u), PortableMath.Log(u), PortableMath.Log(1 + u * 1e-6),
                PortableMath.Pow(u, z * 10), PortableMath.Pow(0.999, i), PortableMath.OneMinusPow(0.99, (long)i), PortableMath.Cos(z * 3),
                sine, cosine,
            ]);
        }
    }

    private static void Draws(IncrementalHash digest)
    {
        for (var i = 0UL; i < 20_000; i++)
        {
            var (u, z) = new CounterRandom(2, i % 7).At(i << 20);
            Add<double>(digest, [u, z]);
        }
    }

    private static void Images(IncrementalHash digest, Background background, int size, int classes)
    {
        foreach (var isTest in new[] { false, true })
            Add<byte>(digest, new RenderedSet(size, background, 1, isTest, classes).Draw(0, 120));
    }

    private static void TurnedMesh(IncrementalHash digest)
    {
        var turn = new Matrix4x4(0.36f, 0.48f, -0.8f, 0, -0.8f, 0.6f, 0, 0, 0.48f, 0.64f, 0.6f, 0, 0, 0, 0, 1);
        var mesh = new Mesh().Ball(new(0.1f, 0.2f, 0.3f), new(1, 0.7f, 0.4f)).Box(Vector3.One, new(0.3f, 0.2f, 0.1f), 0.7f).Turned(turn);
        Add<Vector3>(digest, [.. mesh.Centred().Corners]);
    }

    private static void Augmented(IncrementalHash digest, Augmentation kind)
    {
        for (var iteration = 0; iteration < 6; iteration++)
        {
            var pixels = Noise((ulong)iteration, 20 * 3 * 24 * 24);
            new MiniBatchAugmentation(kind, 3, iteration).Apply(pixels, 3, 24, 24);
            Add<byte>(digest, pixels);
        }
    }

    private static void Resampled(IncrementalHash digest)
    {
        var (source, target) = (Noise(9, 91 * 77), new byte[200 * 200]);
        foreach (var (height, width) in ((int, int)[])[(14, 14), (91, 60), (33, 100), (200, 199), (7, 77)])
        {
            Resampling.Resize(source, 91, 77, target, height, width);
            Add<byte>(digest, target.AsSpan(0, height * width));
        }
    }

    private static void Normalized(IncrementalHash digest)
    {
        var images = new ImageSet("noise", Noise(4, 50 * 3 * 9 * 9), new int[50], 3, 9, 9, 1);
        var normalization = ChannelNormalization.Of(images);
        Add<double>(digest, [.. normalization.Mean, .. normalization.Deviation]);
    }

    private static void Trained<T>(IncrementalHash digest, NamedOptimizer optimizer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var decay = new Dictionary<string, double> { ["l2"] = 1e-3 };
        var settings = optimizer.Settings.Any(setting => setting.Key == "l2") ? decay : [];
        var chain = optimizer.Build(settings, new CosineSchedule(0.1));
        var trained = new CpuOptimizer<T>(chain, ParameterLayout.Vector(Parameters), Steps, new CpuOptions { MaxThreads = 1 });
        var random = new CounterRandom(6);
        var (theta, gradients) = (new T[Parameters], new T[Parameters]);
        theta.AsSpan().Fill(T.One);
        for (var step = 0; step < Steps; step++)
        {
            for (var i = 0; i < Parameters; i++)
                gradients[i] = T.CreateTruncating(random.At((ulong)(step * Parameters + i)).Normal * Math.ScaleB(1, i % 9 - 4));
            trained.Step(theta, gradients);
            Add<T>(digest, theta);
        }
    }

    private static void LowGradient(IncrementalHash digest)
    {
        var lanes = from batch in (int[])[1, 8, 300]
                    from fraction in (double[])[1, 0.3, 0.01]
                    from lambda in PhaseDiagram.LogarithmicAxis(1e-5, 1e-2, 5)
                    let process = new GradientProcess { BatchSize = batch, ActiveFraction = fraction, NoiseAfter = 1e-3 }
                    select new DecayLane(lambda, process, (ulong)batch);
        foreach (var name in (string[])["adam", "adamax", "sgd"])
        {
            var optimizer = OptimizerCatalog.Find(name)!;
            var chain = DecaySimulation.UnitChain(optimizer, new Dictionary<string, double>(), Regularization.L2);
            var simulation = new DecaySimulation(chain, lanes, 3000);
            simulation.Run(3000);
            Add(digest, simulation.Parameters);
            foreach (var outcome in simulation.Outcomes())
                Add<double>(digest, [outcome.AtTransition, outcome.HalfLife, outcome.TimeToThreshold, outcome.Final]);
        }
    }

    private static byte[] Noise(ulong seed, int count)
    {
        var (random, bytes) = (new CounterRandom(seed), new byte[count]);
        for (var i = 0; i < count; i++)
            bytes[i] = (byte)random.BitsAt((ulong)i).First;
        return bytes;
    }
}
