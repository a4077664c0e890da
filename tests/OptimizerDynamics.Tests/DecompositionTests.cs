using System.Numerics;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Tests;

/// <summary>The update taken apart: what the loss has of it and what the decay has, for every optimizer of the catalog.</summary>
public sealed class DecompositionTests
{
    public static TheoryData<string> Splitting =>
        [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name).Where(name => name != "lion")];

    public static TheoryData<string> Everyone => DecayLawTests.Everyone;

    /// <summary>Measured over 300 trials of each: at most 37 units of rounding in double and 72 in float, where a gradient flips its sign
    /// and momentum averages it away.</summary>
    [Theory]
    [MemberData(nameof(Splitting))]
    public void The_parts_sum_up_to_the_update(string name) => Properties.ForAll(Trial.Any(name, 2, 200), 10, trial =>
    {
        Assert.InRange(LargestGap<double>(Decaying(trial)), 0, 200 * Math.ScaleB(1, -53));
        Assert.InRange(LargestGap<float>(Decaying(trial)), 0, 200 * Math.ScaleB(1, -24));
    });

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Taking_apart_changes_no_bit(string name) => Properties.ForAll(Trial.Any(name, 2, 100), 8, trial =>
    {
        SameWithParts<double>(trial);
        SameWithParts<float>(trial);
    });

    [Theory]
    [MemberData(nameof(Splitting))]
    public void Without_decay_the_loss_has_all_of_the_update(string name) => Properties.ForAll(Trial.Any(name, 2, 60), 8, trial =>
    {
        var free = trial with { Optimizer = Free(trial.Optimizer) };
        foreach (var step in Steps<double>(free))
        {
            Assert.Equal(step.Update, step.Loss);
            Assert.All(step.Decay, decay => Assert.True(decay == 0 || !double.IsFinite(decay)));
        }
    });

    [Theory]
    [MemberData(nameof(Splitting))]
    public void Without_gradients_decay_has_all_of_the_update(string name) => Properties.ForAll(Trial.Any(name, 2, 60), 8, trial =>
    {
        var silent = Decaying(trial) with { Stream = GradientStream.Zero(trial.Stream.Initial, trial.Stream.Steps) };
        foreach (var step in Steps<float>(silent))
        {
            Assert.Equal(step.Update, step.Decay);
            Assert.All(step.Loss, loss => Assert.True(loss == 0 || !float.IsFinite(loss)));
        }
    });

    /// <summary>The paper's weight decay: λ·θ behind everything but the schedule.</summary>
    [Theory]
    [MemberData(nameof(Splitting))]
    public void Weight_decay_takes_lambda_of_theta_to_the_bit(string name) => Properties.ForAll(Trial.Any(name, 2, 50), 10, trial =>
    {
        if (name == "adamw")
            return; // whose decay the learning rate multiplies
        var optimizer = trial.Optimizer.With("l2", 0).With("weightDecay", 0.01);
        var schedule = optimizer.Schedule ?? Schedule.Constant;
        foreach (var (number, step) in Steps<double>(trial with { Optimizer = optimizer }).Index())
        {
            var eta = schedule.MultiplierAt(number, trial.Stream.Steps);
            Assert.Equal(step.Parameters.Select(theta => eta * (0.01 * theta)), step.Decay);
        }
    });

    [Theory]
    [MemberData(nameof(Everyone))]
    public void How_the_work_is_shared_out_changes_no_bit_of_a_part(string name) => Properties.ForAll(Trial.Any(name, 2, 60), 3, trial =>
    {
        var some = Decaying(trial);
        var expected = Steps<float>(some, Kept(some));
        foreach (var length in (int[])[1, 2, 64])
            Assert.Equal(expected, Steps<float>(some, Kept(some), new CpuOptions { BlockLength = length }));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Threads_change_no_bit_of_a_part(int threads)
    {
        const int Length = 100_000;
        var draw = new Draw(7);
        float[] start = [.. Enumerable.Range(0, Length).Select(_ => (float)draw.Normal())];
        float[] gradients = [.. Enumerable.Range(0, Length).Select(_ => (float)draw.Normal())];
        float[] Decay(int used, int block)
        {
            var optimizer = new CpuOptimizer<float>(
                Optimizers.Adam(l2: 1e-2), ParameterLayout.Vector(Length),
                options: new CpuOptions { MaxThreads = used, BlockLength = block });
            var parts = optimizer.Decompose();
            var theta = (float[])start.Clone();
            for (var step = 0; step < 3; step++)
                optimizer.Step(theta, gradients);
            return parts.Decay.ToArray();
        }

        Assert.Equal(Decay(1, 16384), Decay(threads, 500));
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void A_saved_state_remembers_the_parts(string name) => Properties.ForAll(Trial.Any(name, 2, 60), 5, trial =>
    {
        var some = Decaying(trial);
        var expected = Steps<double>(some, Kept(some));

        Assert.Equal(expected, Steps<double>(some, Kept(some), resumedAfter: some.Stream.Steps / 2));
    });

    [Fact]
    public void A_state_with_other_parts_is_refused()
    {
        var (whole, apart) = (Adam(), Adam());
        apart.Decompose(UpdateParts.Decay | UpdateParts.Parameters);

        Assert.Equal(
            "The state keeps None as parts of the update; this optimizer keeps Decay: decompose as the saved one did.",
            Assert.Throws<OptimizerStateException>(() => apart.LoadState(Saved(whole))).Message);
        Assert.Equal(
            "The state keeps Decay as parts of the update; this optimizer keeps None: decompose as the saved one did.",
            Assert.Throws<OptimizerStateException>(() => whole.LoadState(Saved(apart))).Message);

        static CpuOptimizer<double> Adam() => new(Optimizers.Adam(l2: 0.1), ParameterLayout.Vector(2));
    }

    [Fact]
    public void Lion_says_why_it_does_not_split_and_what_it_does_without_decay()
    {
        const double Lambda = 0.3;
        var chain = Optimizers.Lion(learningRate: 0.5, l2: Lambda);
        var optimizer = new CpuOptimizer<double>(chain, ParameterLayout.Vector(3));
        var refused = Assert.Throws<NotSupportedException>(() => optimizer.Decompose());
        var kept = optimizer.Decompose(UpdateParts.WithoutDecay | UpdateParts.Update | UpdateParts.Parameters);
        double[] theta = [2, -1, 0.5];
        var draw = new Draw(1);
        for (var step = 0; step < 50; step++)
        {
            double[] g = [0.2 * draw.Normal(), 0, -0.1];
            var m = optimizer.State(1, "m").ToArray();

            optimizer.Step(theta, g);

            for (var i = 0; i < theta.Length; i++)
            {
                Assert.Equal(0.5 * Math.Sign(0.9 * m[i] + (1 - 0.9) * g[i]), kept.WithoutDecay[i]);
                Assert.Equal(
                    0.5 * Math.Sign(0.9 * m[i] + (1 - 0.9) * (g[i] + Lambda * kept.Parameters[i])), kept.Update[i]);
            }
        }

        Assert.Contains("ScaleByLion", refused.Message, StringComparison.Ordinal);
        Assert.Contains("the sign of a sum is not the sum of signs", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_kept_or_comes_too_late_is_refused()
    {
        var optimizer = new CpuOptimizer<double>(Optimizers.Sgd(l2: 0.1), ParameterLayout.Vector(1));
        var kept = optimizer.Decompose(UpdateParts.Decay);
        Assert.Contains("not Loss", Assert.Throws<InvalidOperationException>(() => kept.Loss.Length).Message, StringComparison.Ordinal);
        Assert.Contains("not Update", Assert.Throws<InvalidOperationException>(() => kept.Update.Length).Message, StringComparison.Ordinal);

        optimizer.Step(new double[1], new double[1]);

        Assert.StartsWith(
            "1 steps have been taken", Assert.Throws<InvalidOperationException>(() => optimizer.Decompose()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_of_ones_own_that_says_nothing_does_not_split() => Assert.Contains(
        "override ApplyPart", new CpuOptimizer<double>([new Plain()], ParameterLayout.Vector(1)).Chain.WhyNotSplit,
        StringComparison.Ordinal);

    /// <summary>
    /// What L1 adds and what a proximal map takes is decay, too: θ after a step is θ before it less loss's and decay's part.
    /// </summary>
    [Fact]
    public void The_sparsifiers_are_decay()
    {
        Chain[] chains =
        [
            [new AddSign(0.01), new ScaleByAdam(), new ScaleByLearningRate(0.01)],
            [new ScaleByAdam(), new ScaleByLearningRate(0.01), new SoftThreshold(0.003)],
            [new AddDecayedWeights(0.1), new Momentum(0.9), new ScaleByLearningRate(0.01), new SoftThreshold(0.003)],
        ];
        foreach (var chain in chains)
        {
            var (plain, optimizer) = (New(), New());
            var parts = optimizer.Decompose(UpdateParts.Split | UpdateParts.Parameters | UpdateParts.WithoutDecay);
            var (expected, theta, draw) = (new double[] { 0.02, -0.01, 3 }, new double[] { 0.02, -0.01, 3 }, new Draw(3));
            for (var step = 0; step < 60; step++)
            {
                double[] g = [draw.Normal(), 0, 1e-3];
                plain.Step(expected, g);
                optimizer.Step(theta, g);
                Assert.Equal(expected, theta);
                for (var i = 0; i < theta.Length; i++)
                {
                    Assert.Equal(parts.Update[i], parts.Loss[i] + parts.Decay[i], 1e-16);
                    Assert.Equal(theta[i], parts.Parameters[i] - parts.Update[i], 1e-15);
                    Assert.Equal(i != 1, parts.Loss[i] != 0);
                }

                if (chain[^1] is SoftThreshold && chain.Count == 3)
                {
                    Assert.Equal(parts.Loss, parts.WithoutDecay);
                    Assert.All(parts.Decay.ToArray(), decay => Assert.InRange(Math.Abs(decay), 0, 0.003 + 1e-15));
                }
            }

            CpuOptimizer<double> New() => new(chain, ParameterLayout.Vector(3));
        }
    }

    private static MemoryStream Saved(CpuOptimizer<double> optimizer)
    {
        var stream = new MemoryStream();
        optimizer.SaveState(stream);
        stream.Position = 0;
        return stream;
    }

    /// <summary>The trial with decay of one kind at least.</summary>
    private static Trial Decaying(Trial trial) => trial.Optimizer.Chain.AddsDecay
        ? trial
        : trial with { Optimizer = trial.Optimizer.With(trial.Optimizer.Has("l2") ? "l2" : "weightDecay", 0.05) };

    private static OptimizerCase Free(OptimizerCase optimizer) =>
        ((string[])["l2", "weightDecay"]).Where(optimizer.Has).Aggregate(optimizer, (some, key) => some.With(key, 0));

    private static UpdateParts Kept(Trial trial) => trial.Optimizer.Chain.WhyNotSplit is null
        ? UpdateParts.Split | UpdateParts.Parameters | UpdateParts.WithoutDecay
        : UpdateParts.Update | UpdateParts.Parameters | UpdateParts.WithoutDecay;

    private static void SameWithParts<T>(Trial trial) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var expected = trial.Run<T>();
        T[][] found = [.. Steps<T>(trial, Kept(trial)).Select(step => step.Parameters)];

        Numbers.SameBits(expected[..^1], found);
    }

    /// <summary>The largest difference between the update and the sum of its parts, relative to the largest sum of their magnitudes so far:
    /// what momentum averages away leaves its roundings.</summary>
    private static double LargestGap<T>(Trial trial) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var largest = 0.0;
        var scale = new double[trial.Stream.Dimension];
        foreach (var step in Steps<T>(trial))
        {
            for (var i = 0; i < scale.Length; i++)
            {
                var (loss, decay, update) = (ToDouble(step.Loss[i]), ToDouble(step.Decay[i]), ToDouble(step.Update[i]));
                scale[i] = Math.Max(scale[i] * 0.99, Math.Abs(loss) + Math.Abs(decay));
                if (double.IsFinite(loss + decay + update) && scale[i] > ToDouble(T.Epsilon) * 1e30)
                    largest = Math.Max(largest, Math.Abs(loss + decay - update) / scale[i]);
            }
        }

        return largest;
    }

    private static double ToDouble<T>(T value) where T : INumber<T> => double.CreateChecked(value);

    private static List<Step<T>> Steps<T>(
        Trial trial, UpdateParts parts = UpdateParts.Split | UpdateParts.Parameters, CpuOptions? options = null, int? resumedAfter = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var optimizer = New();
        var theta = Array.ConvertAll(trial.Stream.Initial, T.CreateTruncating);
        var steps = new List<Step<T>>();
        foreach (var (number, row) in trial.Stream.Rows.Index())
        {
            if (number == resumedAfter)
            {
                using var state = new MemoryStream();
                optimizer.SaveState(state);
                state.Position = 0;
                optimizer = New();
                optimizer.LoadState(state);
            }

            optimizer.Step(theta, Array.ConvertAll(row, T.CreateTruncating));
            T[] Read(UpdateParts part, Func<Decomposition<T>, T[]> of) => parts.HasFlag(part) ? of(optimizer.Decomposition!) : [];
            steps.Add(new Step<T>(
                Read(UpdateParts.Loss, kept => kept.Loss.ToArray()), Read(UpdateParts.Decay, kept => kept.Decay.ToArray()),
                Read(UpdateParts.WithoutDecay, kept => kept.WithoutDecay.ToArray()), optimizer.Decomposition!.Update.ToArray(),
                optimizer.Decomposition.Parameters.ToArray()));
        }

        return steps;

        CpuOptimizer<T> New()
        {
            var made = new CpuOptimizer<T>(
                trial.Optimizer.Chain, ParameterLayout.Vector(trial.Stream.Dimension), Math.Max(1, trial.Stream.Steps), options);
            made.Decompose(parts);
            return made;
        }
    }

    private sealed record Step<T>(T[] Loss, T[] Decay, T[] WithoutDecay, T[] Update, T[] Parameters)
    {
        public bool Equals(Step<T>? other) => other is not null && Loss.SequenceEqual(other.Loss) && Decay.SequenceEqual(other.Decay)
            && WithoutDecay.SequenceEqual(other.WithoutDecay) && Update.SequenceEqual(other.Update)
            && Parameters.SequenceEqual(other.Parameters);

        public override int GetHashCode() => Update.Length;
    }

    /// <summary>u ← u.</summary>
    private sealed record Plain : UpdateRule
    {
        protected override string Arguments => "";

        public override void Apply<T>(in RuleBlock<T> block) => block.Copy(block.Update, block.Incoming);
    }
}
