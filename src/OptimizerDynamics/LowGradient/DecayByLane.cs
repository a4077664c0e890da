using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>
/// <see cref="AddDecayedWeights"/> with a λ of its own for each element: u ← u + λᵢ·θᵢ. The simulation writes the λᵢ into the vector.
/// </summary>
internal sealed record DecayByLane : UpdateRule
{
    public DecayByLane(double factor) => Factor = factor;

    /// <summary>The λ of the rule that this one stands for: each lane's is multiplied by it.</summary>
    public double Factor { get; }

    public override ImmutableArray<RuleVector> Vectors => [new("lambda")];

    protected override string Arguments => string.Create(CultureInfo.InvariantCulture, $"factor: {Factor}");

    public override void Apply<T>(in RuleBlock<T> block) =>
        block.AddProduct(block.Update, block.Incoming, block.Vector(0), block.Parameters);
}
