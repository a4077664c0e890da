using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Tests;

/// <summary>A saved state is the whole memory of an optimizer, and of that optimizer only.</summary>
public sealed class StateTests
{
    public static TheoryData<string> Everyone => DecayLawTests.Everyone;

    /// <summary>At a size with helper threads and reading ahead, and with a view on the state taken before.</summary>
    [Fact]
    public void Restoring_works_on_large_vectors_and_keeps_views_alive()
    {
        const int Length = 900_000;
        var gradients = Vectors.Ramp<float>(Length);
        var (first, second) = (New(), New());
        var (theta, copy) = (Vectors.Ramp<float>(Length), new float[Length]);
        first.Step(theta, gradients);
        theta.CopyTo(copy, 0);
        second.Step(new float[Length], gradients); // something to be replaced
        var view = second.State(1, "v");

        second.LoadState(new MemoryStream(Saved(first)));

        Assert.True(first.State(1, "v").SequenceEqual(view));
        first.Step(theta, gradients);
        second.Step(copy, gradients);
        Numbers.SameBits([theta], [copy]);

        static CpuOptimizer<float> New() =>
            new(Optimizers.AmsGrad(l2: 1e-3), ParameterLayout.Vector(Length), options: new CpuOptions { MaxThreads = 4 });
    }

    [Fact]
    public void A_state_of_another_optimizer_is_refused_in_words()
    {
        var state = Saved(Run(new CpuOptimizer<double>(Optimizers.Adam(l2: 1e-4), ParameterLayout.Vector(3))));

        Refuses(
            state, new CpuOptimizer<double>(Optimizers.Adam(l2: 1e-3), ParameterLayout.Vector(3)), "another chain", "lambda: 0.0001",
            "lambda: 0.001");
        Refuses(
            state, new CpuOptimizer<double>(Optimizers.Adam(l2: 1e-4), ParameterLayout.Vector(4)), "another layout", "theta: weight [3]",
            "theta: weight [4]");
        Refuses(state, new CpuOptimizer<float>(Optimizers.Adam(l2: 1e-4), ParameterLayout.Vector(3)), "float64", "float32");
        var oneMore = new ParameterLayout([("theta", ParameterKinds.Weight, [3]), ("bias", ParameterKinds.Bias, [])]);
        Refuses(state, new CpuOptimizer<double>(Optimizers.Adam(l2: 1e-4), oneMore), "tensor 1 is 'none' there and 'bias: bias []' here");
    }

    [Fact]
    public void A_state_of_a_run_of_another_length_is_refused_where_the_schedule_depends_on_it()
    {
        var cosine = Optimizers.Sgd(schedule: new CosineSchedule());
        var state = Saved(Run(new CpuOptimizer<double>(cosine, ParameterLayout.Vector(3), 100)));
        Refuses(state, new CpuOptimizer<double>(cosine, ParameterLayout.Vector(3), 200), "run of 100 steps", "200");

        var constant = Saved(Run(new CpuOptimizer<double>(Optimizers.Sgd(), ParameterLayout.Vector(3), 100)));
        new CpuOptimizer<double>(Optimizers.Sgd(), ParameterLayout.Vector(3), 200).LoadState(new MemoryStream(constant));
    }

    /// <summary>Every byte counts: cutting off or flipping any one of them is found out, and leaves the optimizer as it was.</summary>
    [Fact]
    public void A_damaged_state_is_refused_and_changes_nothing()
    {
        var state = Saved(Run(new CpuOptimizer<double>(Optimizers.NAdam(), ParameterLayout.Vector(3))));
        for (var i = 0; i < state.Length; i++)
        {
            Refuses(state[..i], Fresh(), "cut off");
            var flipped = (byte[])state.Clone();
            flipped[i] ^= 0x10;
            Refuses(flipped, Fresh());
        }

        static CpuOptimizer<double> Fresh() => new(Optimizers.NAdam(), ParameterLayout.Vector(3));
    }

    [Fact]
    public void Other_files_and_later_versions_are_named_as_such()
    {
        var optimizer = new CpuOptimizer<double>(Optimizers.Sgd(), ParameterLayout.Vector(1));
        Refuses("1,2,3,4,5,6,7,8"u8.ToArray(), optimizer, "no saved optimizer state");
        var later = Saved(optimizer);
        later[8] = 3;
        Refuses(later, optimizer, "version 3", "reads versions 1 and 2");
    }

    private static void Refuses<T>(
        byte[] state, CpuOptimizer<T> optimizer, params string[] words) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var before = Saved(optimizer);

        var message = Assert.Throws<OptimizerStateException>(() => optimizer.LoadState(new MemoryStream(state))).Message;

        Assert.All(words, word => Assert.Contains(word, message));
        Assert.Equal(before, Saved(optimizer));
    }

    private static CpuOptimizer<double> Run(CpuOptimizer<double> optimizer)
    {
        var theta = new double[optimizer.Layout.Length];
        for (var step = 0; step < 3; step++)
            optimizer.Step(theta, [.. Enumerable.Range(1, theta.Length).Select(i => (double)i)]);
        return optimizer;
    }

    private static byte[] Saved<T>(CpuOptimizer<T> optimizer) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var stream = new MemoryStream();
        optimizer.SaveState(stream);
        return stream.ToArray();
    }
}
