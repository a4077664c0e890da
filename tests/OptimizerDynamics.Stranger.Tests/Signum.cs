using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Torch;
using static TorchSharp.torch;

namespace OptimizerDynamics.Stranger.Tests;

/// <summary>The sign of an average of gradients (Bernstein et al. 2018, "signSGD"): m ← β·m + (1 − β)·g, u ← sign(m).</summary>
public sealed record ScaleBySignum(double Beta) : UpdateRule, ITensorRule
{
    /// <summary>The optimizer with that rule, for studies.</summary>
    public static NamedOptimizer Optimizer { get; } = new(
        "signum", "Steps of one size, in the direction of an average's sign.",
        [
            CommonSettings.LearningRate(1e-3), new Setting("beta", 0.9, Interval.Averaging, "β, the weight of the past"),
            .. CommonSettings.Decay],
        values =>
        [
            new AddDecayedWeights(values["l2"], values.Decayed.L2),
            new ScaleBySignum(values["beta"]),
            new ScaleByLearningRate(values["lr"]),
            new AddDecayedWeights(values["weightDecay"], values.Decayed.WeightDecay),
            new ScaleBySchedule(values.Schedule),
        ])
    {
        IsInPyTorch = false,
    };

    /// <inheritdoc/>
    public override ImmutableArray<RuleVector> Vectors => [new("m")];

    /// <inheritdoc/>
    protected override string Arguments => string.Create(CultureInfo.InvariantCulture, $"beta: {Beta}");

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        var m = block.Vector(0);
        block.Average(m, Beta, block.Incoming);
        block.Sign(block.Update, m, block.Scratch);
    }

    /// <inheritdoc/>
    public TensorRule OnTensors(TensorOperations operations) => new Reading(operations.Weight(1 - Beta));

    private sealed class Reading(Tensor taken) : TensorRule
    {
        public override void Apply(TensorBlock block)
        {
            var (u, m) = (block.Owned(), block.Vector(0));
            block.Operations.Average(m, u, taken);
            block.Operations.Copy(u, m);
            block.Operations.Sign(u);
            block.PassOn(u);
        }
    }
}
