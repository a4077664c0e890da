using System.Runtime.InteropServices;

namespace OptimizerDynamics.Networks.Tests;

/// <summary>Several threads that compute one network: no bit depends on how many they are.</summary>
public class EngineThreadsTests
{
    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        for (var seed = 100; seed < 140; seed++)
        {
            var drawn = new PlainNetworkCase(seed);
            var expected = Bits(drawn, 1);
            foreach (var threads in new[] { 2, 3, 5 })
                Assert.True(expected.AsSpan().SequenceEqual(Bits(drawn, threads)), $"seed {seed}, {threads} threads\n{drawn}");
        }
    }

    [Fact]
    public void A_failure_on_any_thread_is_thrown_once_all_have_ended()
    {
        using var team = new EngineTeam(3);
        for (var failing = 0; failing < 3; failing++)
        {
            var done = new bool[3];
            var thrown = Assert.Throws<InvalidOperationException>(() => team.Run(part =>
            {
                Thread.Sleep(part == failing ? 0 : 20);
                done[part] = true;
                if (part == failing)
                    throw new InvalidOperationException($"part {part}");
            }));
            Assert.Equal($"part {failing}", thrown.Message);
            Assert.All(done, Assert.True);
        }
    }

    [Fact]
    public void Each_part_is_done_once_whether_helpers_are_awake_or_asleep()
    {
        using var team = new EngineTeam(4);
        for (var round = 0; round < 50; round++)
        {
            var calls = new int[4];
            team.Run(part => calls[part]++);
            Assert.Equal([1, 1, 1, 1], calls);
            if (round % 10 == 9)
                Thread.Sleep(30);
        }
    }

    [Fact]
    public void A_team_ends_its_helpers_and_takes_no_work_afterwards()
    {
        var threads = new Thread[2];
        using var both = new Barrier(2);
        var team = new EngineTeam(2);
        team.Run(part =>
        {
            threads[part] = Thread.CurrentThread;
            both.SignalAndWait();
        });
        var helper = Assert.Single(threads, thread => thread != Thread.CurrentThread);
        team.Dispose();
        team.Dispose();
        Assert.False(helper.IsAlive);
        Assert.Throws<ObjectDisposedException>(() => team.Run(_ => { }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void A_number_of_threads_outside_its_range_is_refused(int threads)
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new CpuBackend(threads));
        Assert.StartsWith($"threads = {threads} must lie in [1, 256].", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Losses, logits and gradients of three steps, then θ, running statistics, an evaluation and an observation.</summary>
    private static byte[] Bits(PlainNetworkCase drawn, int threads)
    {
        using var network = drawn.Train(Optimizers.Adam(l2: 1e-3), threads);
        using var bits = new MemoryStream();
        var logits = new float[drawn.Images * drawn.Graph.Classes];
        for (var step = 0; step < 3; step++)
        {
            bits.Write(BitConverter.GetBytes(network.TakeStep(drawn.Pixels, drawn.Labels, logits)));
            bits.Write(MemoryMarshal.AsBytes<float>(logits));
            bits.Write(MemoryMarshal.AsBytes(network.Gradients));
        }

        var features = drawn.Graph.FeatureLayers.Sum(layer => layer.Features);
        var (theta, statistics) = (new float[drawn.Parameters.Length], new float[drawn.Graph.Statistics?.Length ?? 0]);
        var (largest, means) = (new float[drawn.Images * features], new float[drawn.Images * features]);
        network.Read(theta, statistics);
        bits.Write(BitConverter.GetBytes(network.Evaluate(drawn.Pixels, drawn.Labels, logits)));
        network.Observe(drawn.Pixels, largest, means);
        foreach (var numbers in new[] { theta, statistics, logits, largest, means })
            bits.Write(MemoryMarshal.AsBytes<float>(numbers));
        return bits.ToArray();
    }
}
