using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>A regularization with a λ of its own for each element: the rule that it stands for has one λ, by which each lane's is
/// multiplied. The simulation writes the products into the only vector.</summary>
internal abstract record ByLane : UpdateRule
{
    private protected ByLane(double factor) => Factor = factor;

    /// <summary>The λ of the rule that this one stands for.</summary>
    public double Factor { get; }

    public override ImmutableArray<RuleVector> Vectors => [new("lambda")];

    protected override string Arguments => string.Create(CultureInfo.InvariantCulture, $"factor: {Factor}");

    /// <summary>A rule as the simulation runs it: by lane where it is a regularization, null where that is limited to other kinds than the
    /// simulated weights, and the rule itself otherwise.</summary>
    public static UpdateRule? Of(UpdateRule rule) => rule switch
    {
        AddDecayedWeights decay => OfWeights(decay.Kinds, new DecayByLane(decay.Lambda)),
        AddSign sign => OfWeights(sign.Kinds, new SignByLane(sign.Lambda)),
        SoftThreshold shrinkage => OfWeights(shrinkage.Kinds, new ThresholdByLane(shrinkage.Lambda, shrinkage.Schedule)),
        _ => rule,
    };

    private static ByLane? OfWeights(ParameterKinds kinds, ByLane rule) => kinds.HasFlag(ParameterKinds.Weight) ? rule : null;
}

/// <summary><see cref="AddDecayedWeights"/>: u ← u + λᵢ·θᵢ.</summary>
internal sealed record DecayByLane : ByLane
{
    public DecayByLane(double factor)
        : base(factor)
    {
    }

    public override void Apply<T>(in RuleBlock<T> block) =>
        block.AddProduct(block.Update, block.Incoming, block.Vector(0), block.Parameters);
}

/// <summary><see cref="AddSign"/>: u ← u + λᵢ·sign(θᵢ).</summary>
internal sealed record SignByLane : ByLane
{
    public SignByLane(double factor)
        : base(factor)
    {
    }

    public override void Apply<T>(in RuleBlock<T> block)
    {
        block.Sign(block.Scratch, block.Parameters, block.SecondScratch);
        block.AddProduct(block.Update, block.Incoming, block.Vector(0), block.Scratch);
    }
}

/// <summary><see cref="SoftThreshold"/>: θᵢ ← S(θᵢ, ηₜ·λᵢ).</summary>
internal sealed record ThresholdByLane : ByLane
{
    public ThresholdByLane(double factor, Schedule schedule)
        : base(factor) => Schedule = schedule;

    /// <summary>The schedule of η.</summary>
    public Schedule Schedule { get; }

    public override bool IsProximal => true;

    public override bool NeedsRunLength => Schedule.NeedsRunLength;

    public override int CoefficientCount => 1;

    protected override string Arguments => $"{base.Arguments}, schedule: {Schedule}";

    public override void BeginStep(StepContext context, Span<double> coefficients, Span<double> scalars) =>
        coefficients[0] = Schedule.MultiplierAt(context.Number - 1, context.RunLength);

    public override void Apply<T>(in RuleBlock<T> block)
    {
        var thresholds = block.Scratch;
        var clamped = block.SecondScratch;
        block.Scale(thresholds, block.Vector(0), block.Coefficient(0));
        block.Scale(clamped, thresholds, -1);
        block.Max(clamped, clamped, block.Update);
        block.Min(clamped, clamped, thresholds);
        block.Subtract(block.Update, block.Update, clamped); // θ ← θ − min(max(θ, −t), t)
    }
}
