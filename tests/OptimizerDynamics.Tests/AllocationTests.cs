using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Tests;

/// <summary>Alone in its collection: the thread pool's own queue grows, and allocates, when other tests fill it.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    public static TheoryData<string> Everyone => DecayLawTests.Everyone;

    [Theory]
    [MemberData(nameof(Everyone))]
    public void A_step_allocates_nothing(string name)
    {
        foreach (var (length, threads, isApart) in (ReadOnlySpan<(int, int, bool)>)[(1000, 1, false), (1000, 1, true), (200_000, 2, false)])
        {
            var optimizer = new CpuOptimizer<float>(
                Vectors.AllSettings(name), Vectors.Layout(length), 1000, new CpuOptions { MaxThreads = threads });
            if (isApart)
                optimizer.Decompose(optimizer.Chain.WhyNotSplit is null ? UpdateParts.Split | UpdateParts.Parameters : UpdateParts.Update);
            var (theta, gradients) = (Vectors.Ramp<float>(length), Vectors.Ramp<float>(length));
            for (var i = 0; i < 10; i++)
                optimizer.Step(theta, gradients);

            // A step that allocates does so every time; the pool, which now and then starts a thread, does not.
            var least = long.MaxValue;
            for (var round = 0; round < 4; round++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < 50; i++)
                    optimizer.Step(theta, gradients);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            Assert.Equal(0, least);
        }
    }
}
