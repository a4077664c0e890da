namespace OptimizerDynamics.Networks.Tests;

/// <summary>
/// A training with its stages: what is pruned, what is trained further, and what a checkpoint between any two steps knows.
/// </summary>
public sealed class PruningStagesTests
{
    private const int Trained = 4, Tuned = 5, All = Trained + 3 * Tuned;

    private static readonly FakeImages _images = new(20);

    private static readonly TrainingSetup _setup = new(Architectures.BasicNet, 1.0 / 16, 0, Optimizers.Adam(), 4, Trained, 0, 5)
    {
        Branches = [new(PruningCriteria.SmallestScale, 0.5), new(PruningCriteria.FilterNorm, 0.5), new(PruningCriteria.Random, 0)],
        FineTuning = new FineTuning(Tuned, _ => Optimizers.Sgd(0.01)),
    };

    [Fact]
    public void Every_branch_is_pruned_evaluated_and_trained_further()
    {
        using var session = Made(_setup);
        Assert.Equal((All, true), (session.Iterations, session.IsTraining));
        for (var step = 0; step < All; step++)
        {
            Assert.Equal((step, step < Trained, false), (session.StepCount, session.IsTraining, session.IsCompleted));
            session.Step();
        }

        Assert.True(session.IsCompleted);
        Assert.Throws<InvalidOperationException>(session.Step);
        var result = session.Measure()!;
        Assert.Equal(["smallest-scale", "filter-norm", "random"], result.Branches.Select(branch => branch.Criterion));
        Assert.Equal([0.5, 0.5, 0], result.Branches.Select(branch => branch.Amount));
        Assert.Equal([result.Features / 2, result.Features / 2, 0], result.Branches.Select(branch => branch.Removed));
        Assert.All(result.Branches, branch => Assert.NotNull(branch.FineTuned));
        Assert.All(result.Branches.Take(2), branch => Assert.InRange(branch.Cost.Macs, 1, result.Cost.Macs - 1));
        Assert.Equal((result.Cost, result.Test), (result.Branches[2].Cost, result.Branches[2].Pruned));
        Assert.All(result.Branches, branch => Assert.Null(branch.Divergence));
        // The training is what it is without stages.
        using var alone = Made(_setup with { Branches = [], FineTuning = null });
        Finish(alone);
        Assert.Equal((alone.Measure()!.Digest, Trained), (result.Digest, (int)alone.Iterations));
    }

    /// <summary>Stopped after any number of steps, in any stage, and resumed by another session: the same results, and the same state, as
    /// without the interruption.</summary>
    [Fact]
    public void What_was_saved_in_any_stage_is_resumed_bit_for_bit()
    {
        using var whole = Made(_setup);
        Finish(whole);
        var (expected, state) = (whole.Measure()!, StateOf(whole));
        for (var steps = 0; steps <= All; steps++)
        {
            using var second = Made(_setup);
            using (var first = Made(_setup))
            {
                for (var step = 0; step < steps; step++)
                    first.Step();
                var saved = new MemoryStream(StateOf(first));
                second.LoadState(saved);
                Assert.Equal((steps, saved.Length), (second.StepCount, saved.Position));
                Assert.Equal(saved.ToArray(), StateOf(second));
            }

            Finish(second);
            Assert.Equal(state, StateOf(second));
            Assert.Equal(expected.Branches.AsEnumerable(), second.Measure()!.Branches);
        }
    }

    [Fact]
    public void Fine_tuning_sees_mini_batches_of_its_own_the_same_in_every_branch()
    {
        var backend = new FakeBackend();
        using var session = Made(_setup, backend);
        Finish(session);
        var shown = Enumerable.Range(0, 3).Select(branch =>
            backend.Shown.Skip(Trained + branch * Tuned).Take(Tuned).SelectMany(batch => batch).ToArray()).ToList();
        Assert.Equal(All, backend.Shown.Count);
        Assert.Equal(shown[0], shown[1]);
        Assert.Equal(shown[0], shown[2]);
        Assert.NotEqual(backend.Shown.Take(Trained).SelectMany(batch => batch), shown[0].Take(Trained * 4));
    }

    /// <summary>The optimizer of fine-tuning is asked for with the length of the training.</summary>
    [Fact]
    public void The_optimizer_knows_how_long_the_training_was()
    {
        var asked = new HashSet<long>();
        using var session = Made(_setup with
        {
            FineTuning = new FineTuning(Tuned, iterations =>
            {
                asked.Add(iterations);
                return Optimizers.Sgd(0.01);
            }),
        });
        Finish(session);
        Assert.Equal([Trained], asked);
    }

    [Fact]
    public void Without_fine_tuning_branches_take_no_steps()
    {
        using var session = Made(_setup with { FineTuning = null });
        Assert.Equal(Trained, session.Iterations);
        Finish(session);
        using var tuned = Made(_setup);
        Finish(tuned);
        Assert.Equal(
            tuned.Measure()!.Branches.Select(branch => branch with { FineTuned = null }), session.Measure()!.Branches.AsEnumerable());
    }

    /// <summary>Divergence is its branch's: the training and the other branches have their results.</summary>
    [Fact]
    public void A_branch_that_diverges_is_none_of_the_trainings_loss()
    {
        // More steps than the training takes: only fine-tuning reaches them.
        var backend = new FakeBackend { Loss = (step, loss) => step == Trained + 1 ? double.PositiveInfinity : loss };
        using var session = Made(_setup with { FineTuning = _setup.FineTuning! with { } }, backend);
        for (var step = 0; step < Trained + Tuned - 1; step++)
            session.Step();
        session.Step();
        Assert.Equal(Trained + Tuned, session.StepCount);
        Finish(session);
        Assert.Equal((false, All), (session.HasDiverged, session.StepCount));
        var result = session.Measure()!;
        Assert.All(result.Branches, branch => Assert.Equal(
            ("the loss of iteration 5 of fine-tuning is not finite", null), (branch.Divergence, branch.FineTuned)));
        // And it is known after a checkpoint.
        using var resumed = Made(_setup, backend);
        resumed.LoadState(new MemoryStream(StateOf(session)));
        Assert.Equal(result.Branches.AsEnumerable(), resumed.Measure()!.Branches);
    }

    /// <summary>A branch whose pruned network is not finite takes no steps, and they count as taken.</summary>
    [Fact]
    public void A_branch_that_is_not_finite_when_pruned_is_not_trained_further()
    {
        var evaluations = 0;
        var backend = new FakeBackend { EvaluationLoss = loss => ++evaluations == 1 ? double.NaN : loss };
        using var session = Made(_setup, backend);
        while (session.IsTraining)
            session.Step();
        session.Step();
        Assert.Equal(Trained + Tuned, session.StepCount);
        Finish(session);
        var branches = session.Measure()!.Branches;
        Assert.Equal(("the loss on the test set after pruning is not finite", null), (branches[0].Divergence, branches[0].FineTuned));
        Assert.NotNull(branches[1].FineTuned);
    }

    [Fact]
    public void A_damaged_or_foreign_checkpoint_changes_nothing()
    {
        using var saved = Made(_setup);
        for (var step = 0; step < Trained + Tuned + 2; step++)
            saved.Step();
        var state = StateOf(saved);
        using var other = Made(_setup with { Branches = _setup.Branches.RemoveAt(0) });
        other.Step();
        var before = StateOf(other);
        var fault = Assert.Throws<CheckpointException>(() => other.LoadState(new MemoryStream(state)));
        Assert.StartsWith("It is of another training: its stages are smallest-scale 0.5, ", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, StateOf(other));
        using var same = Made(_setup);
        var fresh = StateOf(same);
        foreach (var length in new[] { fresh.Length - 5, state.Length / 2, state.Length - 1 })
        {
            Assert.Throws<CheckpointException>(() => same.LoadState(new MemoryStream(state[..length])));
            Assert.Equal(fresh, StateOf(same));
        }
    }

    /// <summary>
    /// Behind a leaky ReLU, with momentum and L2, a layer's last feature would wake up: it stays zero, on the engine itself.
    /// </summary>
    [Fact]
    public void What_was_silenced_stays_dead()
    {
        var mask = FilterMask.Of(Architectures.BasicNet.Build(1.0 / 32, 1, 4), (layer, _) => layer == 2);
        var graph = Architectures.BasicNet.Build(1.0 / 32, 1, 4, negativeSlope: 0.1);
        var pruned = Prune.Apply(graph, graph.Initialize(3), graph.InitialStatistics(), mask);
        var silent = Prune.Emptied(pruned.Graph, mask);
        Assert.Equal(1, silent.Count);
        using var tuner = new FineTuner(
            new CpuBackend(1), pruned, silent, new NetworkInput(8, 8, ChannelNormalization.Of(_images)), _images,
            new TrainingOptions(4, 10, 1), new FineTuning(6, _ => Optimizers.Sgd(0.1, momentum: 0.9, l2: 1e-3)));
        var (parameters, statistics) = (new float[pruned.Parameters.Length], new float[pruned.Statistics.Length]);
        while (!tuner.IsCompleted)
        {
            tuner.Step();
            tuner.Network.Read(parameters, statistics);
            var layer = pruned.Graph.FeatureLayers[2];
            Assert.Equal(0, pruned.Graph.ScaleOf(layer, parameters).Single());
            Assert.Equal(0, pruned.Graph.ShiftOf(layer, parameters).Single());
        }

        Assert.Null(tuner.Divergence);
        Assert.NotEqual(pruned.Parameters, parameters);
    }

    [Fact]
    public void More_steps_than_can_be_counted_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => Made(_setup with { FineTuning = new FineTuning(1L << 51, _ => Optimizers.Sgd(0.01)) }));

    private static TrainingSession Made(TrainingSetup setup, FakeBackend? backend = null) =>
        new(backend ?? new FakeBackend(), setup, _images, _images);

    private static void Finish(TrainingSession session)
    {
        while (!session.IsCompleted)
            session.Step();
    }

    private static byte[] StateOf(TrainingSession session)
    {
        using var stream = new MemoryStream();
        session.SaveState(stream);
        return stream.ToArray();
    }
}
