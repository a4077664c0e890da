namespace OptimizerDynamics;

/// <summary>u ← ηₜ·u: the schedule multiplier of iteration t − 1 (iterations count from 0, steps from 1).</summary>
public sealed record ScaleBySchedule : UpdateRule
{
    /// <summary>Multiplies the update by the schedule's multiplier.</summary>
    /// <param name="schedule">The schedule; constant (η = 1) when null.</param>
    public ScaleBySchedule(Schedule? schedule) => Schedule = schedule ?? Schedule.Constant;

    /// <summary>The schedule.</summary>
    public Schedule Schedule { get; }

    /// <inheritdoc/>
    public override bool IsIdentity => Schedule.IsIdentity;

    /// <inheritdoc/>
    public override bool NeedsRunLength => Schedule.NeedsRunLength;

    /// <inheritdoc/>
    public override bool IsScaling => true;

    /// <inheritdoc/>
    public override int CoefficientCount => 1;

    /// <inheritdoc/>
    protected override string Arguments => Schedule.ToString();

    /// <inheritdoc/>
    public override void BeginStep(StepContext context, Span<double> coefficients, Span<double> scalars) =>
        coefficients[0] = Schedule.MultiplierAt(context.Number - 1, context.RunLength);

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block) =>
        block.Scale(block.Update, block.Incoming, block.Coefficient(0)); // u ← ηₜ·u
}
