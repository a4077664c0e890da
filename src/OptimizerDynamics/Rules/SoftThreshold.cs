using System.Numerics;

namespace OptimizerDynamics;

/// <summary>θ ← S(θ − u, ηₜ·λ): L1 regularization by its proximal map, decoupled from the gradient and from α.</summary>
/// <remarks>
/// <code>
/// S(x, t) = sign(x)·max(|x| − t, 0) = x − min(max(x, −t), t)
/// </code>
/// <para>η is the schedule's multiplier; t = ηₜ·λ is what every |θ| loses in a step, whatever the optimizer does. S never crosses 0, and
/// 0 is a fixed point: a θ that is 0 stays 0, exactly, while |u| ≤ t. NaN passes through.</para>
/// <para>A proximal rule (<see cref="UpdateRule.IsProximal"/>) and so the last of its chain: the interpreter subtracts u first, and S is
/// taken of the θ that results. A rule that passed on u' = θ − S(θ − u, t) could not do it, because θ − u' is rounded once more and need
/// not be S. In the second form above, S is exact where it is 0, and rounded once everywhere else.</para>
/// Sources: Beck and Teboulle 2009, "A fast iterative shrinkage-thresholding algorithm for linear inverse problems"; Ye et al. 2018,
/// "Rethinking the smaller-norm-less-informative assumption in channel pruning of convolution layers" (arXiv 1802.00124), who apply it to
/// γ.
/// Differs from: both multiply λ by the step size: Ye et al.'s ρ at a learning rate α is λ = α·ρ here.
/// </remarks>
public sealed record SoftThreshold : RegularizationRule
{
    private const int Threshold = 0;

    /// <summary>Shrinks θ towards 0 by ηₜ·λ, behind the update.</summary>
    /// <param name="lambda">λ, in [0, ∞), in the units of θ; 0 does nothing.</param>
    /// <param name="kinds">The kinds of parameters that it acts on; γ alone (<see cref="ParameterKinds.NormScale"/>) in Ye et al.</param>
    /// <param name="schedule">The multiplier η; constant (η = 1) when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is outside its range, or there are no such kinds.</exception>
    public SoftThreshold(double lambda, ParameterKinds kinds = ParameterKinds.All, Schedule? schedule = null)
        : base(lambda, kinds) => Schedule = schedule ?? Schedule.Constant;

    /// <summary>The schedule of η.</summary>
    public Schedule Schedule { get; }

    /// <inheritdoc/>
    public override bool IsProximal => true;

    /// <inheritdoc/>
    public override bool NeedsRunLength => Schedule.NeedsRunLength;

    /// <inheritdoc/>
    public override int CoefficientCount => 1;

    /// <inheritdoc/>
    protected override string Arguments => $"{base.Arguments}, schedule: {Schedule}";

    /// <summary>ηₜ·λ of a step.</summary>
    /// <param name="context">The number of the step and the length of the run.</param>
    public double ThresholdAt(StepContext context) => Schedule.MultiplierAt(context.Number - 1, context.RunLength) * Lambda;

    /// <inheritdoc/>
    public override void BeginStep(StepContext context, Span<double> coefficients, Span<double> scalars) =>
        coefficients[Threshold] = ThresholdAt(context);

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block)
    {
        if (Kinds == ParameterKinds.All)
        {
            Shrink(block, block.Update, block.Scratch);
            return;
        }

        foreach (var (start, length) in block.StretchesOf(Kinds))
            Shrink(block, block.Update.Slice(start, length), block.Scratch.Slice(start, length));
    }

    /// <summary>x ← S(x, t).</summary>
    private static void Shrink<T>(in RuleBlock<T> block, Span<T> x, Span<T> clamped) where T : unmanaged, IFloatingPointIeee754<T>
    {
        block.Clamp(clamped, x, block.Coefficient(Threshold));
        block.Subtract(x, x, clamped); // x ← x − min(max(x, −t), t)
    }
}
