using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics;

/// <summary>
/// An update rule of one's own: the sign of the averaged gradient, but only where the gradient of this step agrees with it.
/// <code>
/// mₜ = β·mₜ₋₁ + (1 − β)·gₜ
/// uₜ = (sign(mₜ) + sign(gₜ)) / 2       ±1 where both agree, 0 where they contradict each other
/// </code>
/// </summary>
/// <param name="Beta">β in [0, 1): the weight of the past.</param>
internal sealed record ScaleByCautiousSign(double Beta) : UpdateRule
{
    /// <summary>What the rule remembers of each parameter.</summary>
    public override ImmutableArray<RuleVector> Vectors => [new("m")];

    protected override string Arguments => string.Create(CultureInfo.InvariantCulture, $"beta: {Beta}");

    public override void Apply<T>(in RuleBlock<T> block)
    {
        var m = block.Vector(0);
        block.Average(m, Beta, block.Incoming);
        for (var i = 0; i < m.Length; i++)
            block.Update[i] = T.CreateTruncating((Sign(m[i]) + Sign(block.Incoming[i])) / 2);
        static double Sign(T x) => x > T.Zero ? 1 : x < T.Zero ? -1 : 0;
    }
}
