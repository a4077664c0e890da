using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Tests;

/// <summary>What the CPU interpreter promises beyond the formulas: how it works never shows in what it computes.</summary>
public sealed class InterpreterTests
{
    public static TheoryData<string> Everyone => DecayLawTests.Everyone;

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Thread_count_and_block_size_change_nothing_on_large_vectors(string name)
    {
        SameForAllOptions<double>(name);
        SameForAllOptions<float>(name);
    }

    /// <summary>The last scaling is done while subtracting, and momentum passes on its vector instead of a copy of it.</summary>
    [Theory]
    [MemberData(nameof(Everyone))]
    public void Passes_that_the_interpreter_saves_change_nothing(string name) => Properties.ForAll(Trial.Any(name), 20, trial =>
    {
        var rules = trial.Optimizer.Chain.SelectMany(rule => new[] { rule, new WrittenOut() });

        Numbers.SameBits(trial.Run(Chain.Create([.. rules])), trial.Run());
    });

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(2, 200_000)]
    public void A_gradient_that_is_not_finite_is_reported_by_name_and_not_repaired(int threads, int length)
    {
        var optimizer = new CpuOptimizer<double>(
            Optimizers.Adam(), Vectors.Layout(length), options: new CpuOptions { MaxThreads = threads });
        var (theta, gradients) = (Vectors.Ramp<double>(length), Vectors.Ramp<double>(length));
        Assert.True(optimizer.Step(theta, gradients).IsFinite);
        var middle = length / 2 + 7;
        (gradients[^1], gradients[middle], gradients[^2]) = (double.NaN, double.PositiveInfinity, double.NegativeInfinity);

        var report = optimizer.Step(theta, gradients);

        Assert.False(report.IsFinite);
        Assert.Equal(2, report.Step);
        Assert.Equal((middle, double.PositiveInfinity), (report.NonFiniteGradient!.Index, report.NonFiniteGradient.Value));
        Assert.Equal(optimizer.Layout.RangeAt(middle), report.NonFiniteGradient.Range);
        Assert.Equal(
            $"the gradient of gamma is Infinity at its element 7 (element {middle} of all parameters)",
            report.NonFiniteGradient.ToString());
        Assert.True(double.IsNaN(theta[middle]) && double.IsNaN(theta[^1]) && double.IsFinite(theta[middle - 1]));
    }

    [Fact]
    public void Wrong_lengths_and_overlapping_memory_are_refused_before_anything_changes()
    {
        var optimizer = new CpuOptimizer<double>(Optimizers.Sgd(), ParameterLayout.Vector(3));
        var memory = new double[6];

        Assert.Contains(
            "2 elements, the layout 3", Assert.Throws<ArgumentException>(() => optimizer.Step(new double[2], new double[3])).Message);
        Assert.Contains(
            "4 elements, the layout 3", Assert.Throws<ArgumentException>(() => optimizer.Step(new double[3], new double[4])).Message);
        Assert.Contains(
            "overlap", Assert.Throws<ArgumentException>(() => optimizer.Step(memory.AsSpan(0, 3), memory.AsSpan(2, 3))).Message);
        Assert.Equal(0, optimizer.StepCount);
    }

    [Fact]
    public void A_schedule_over_the_run_needs_the_length_of_the_run()
    {
        var chain = Optimizers.Sgd(schedule: new CosineSchedule());

        Assert.Equal(
            "runLength", Assert.Throws<ArgumentException>(() => new CpuOptimizer<double>(chain, ParameterLayout.Vector(1))).ParamName);
        Assert.Equal(10, new CpuOptimizer<double>(chain, ParameterLayout.Vector(1), 10).RunLength);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CpuOptimizer<double>(chain, ParameterLayout.Vector(1), 0));
        Assert.Throws<NotSupportedException>(() => new CpuOptimizer<Half>(chain, ParameterLayout.Vector(1), 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CpuOptions { MaxThreads = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CpuOptions { BlockLength = 16 * 1024 + 1 });
    }

    [Fact]
    public void A_rule_that_throws_on_a_helper_thread_ends_the_step_with_its_own_exception()
    {
        var optimizer = new CpuOptimizer<double>(
            [new Throwing()], ParameterLayout.Vector(500_000), options: new CpuOptions { MaxThreads = 4 });

        for (var i = 0; i < 20; i++)
            Assert.Equal(
                "on purpose",
                Assert.Throws<InvalidOperationException>(() => optimizer.Step(new double[500_000], new double[500_000])).Message);
    }

    /// <summary>An interrupt of the waiting thread must not let go of its memory while helpers write to it.</summary>
    [Fact]
    public void An_interrupt_ends_no_step_early_and_is_passed_on()
    {
        var slow = new Slow();
        var optimizer = new CpuOptimizer<double>([slow], ParameterLayout.Vector(500_000), options: new CpuOptions { MaxThreads = 4 });
        var wasInterrupted = false;
        var atWork = -1;
        var thread = new Thread(() =>
        {
            optimizer.Step(new double[500_000], new double[500_000]);
            atWork = slow.AtWork;
            try
            {
                Thread.Sleep(Timeout.Infinite);
            }
            catch (ThreadInterruptedException)
            {
                wasInterrupted = true;
            }
        });

        thread.Start();
        while (slow.AtWork == 0)
            Thread.Yield();
        thread.Interrupt();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)));

        Assert.Equal(0, atWork);
        Assert.True(wasInterrupted);
    }

    [Fact]
    public void State_shows_what_a_rule_remembers()
    {
        var optimizer = new CpuOptimizer<double>(Optimizers.Adam(beta1: 0.5, beta2: 0.75, l2: 0.5), ParameterLayout.Vector(2));
        optimizer.Step([1, 2], [0, 0]);

        Assert.Equal([0.25, 0.5], optimizer.State(1, "m").ToArray());
        Assert.Equal([0.0625, 0.25], optimizer.State(1, "v").ToArray());
        Assert.Contains("it has: m, v", Assert.Throws<ArgumentException>(() => optimizer.State(1, "w").ToArray()).Message);
        Assert.Throws<ArgumentException>(() => optimizer.State(3, "m").ToArray());
    }

    private static void SameForAllOptions<T>(string name) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        // 900,000 parameters with their state are above LargestCached: blocks are short and read ahead there, unlike in the tests above.
        const int Length = 900_000;
        var ramp = Vectors.Ramp<T>(Length);
        T[][]? expected = null;
        foreach (var (threads, block) in (ReadOnlySpan<(int, int?)>)[
            (1, null), (2, null), (5, null), (1, 1_000), (3, 777), (64, 16 * 1024)])
        {
            var optimizer = new CpuOptimizer<T>(
                Vectors.AllSettings(name), Vectors.Layout(Length), 100, new CpuOptions { MaxThreads = threads, BlockLength = block });
            var (theta, gradients) = ((T[])ramp.Clone(), (T[])ramp.Clone());
            for (var step = 0; step < 3; step++)
            {
                optimizer.Step(theta, gradients);
                Array.Reverse(gradients);
            }

            expected ??= [theta];
            Numbers.SameBits(expected, [theta]);
        }
    }

    /// <summary>Takes its time, and counts the threads that are at it. Waits by spinning, which an interrupt does not end.</summary>
    private sealed record Slow : UpdateRule
    {
        private int _atWork;

        public int AtWork => Volatile.Read(ref _atWork);

        protected override string Arguments => "";

        public override void Apply<T>(in RuleBlock<T> block)
        {
            Interlocked.Increment(ref _atWork);
            var end = Environment.TickCount64 + 2;
            while (Environment.TickCount64 < end)
                Thread.SpinWait(100);
            block.Copy(block.Update, block.Incoming);
            Interlocked.Decrement(ref _atWork);
        }
    }

    /// <summary>Passes on a copy: nothing before it is the end of the chain, nor read from where it was.</summary>
    private sealed record WrittenOut : UpdateRule
    {
        protected override string Arguments => "";

        public override void Apply<T>(in RuleBlock<T> block) => block.Copy(block.Update, block.Incoming);
    }

    private sealed record Throwing : UpdateRule
    {
        protected override string Arguments => "";

        public override void Apply<T>(in RuleBlock<T> block) => throw new InvalidOperationException("on purpose");
    }
}
