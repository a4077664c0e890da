using System.Collections.Immutable;
using System.Numerics;

namespace OptimizerDynamics;

/// <summary>
/// One step of the way from a gradient to an update: an immutable record of hyperparameters, with its elementwise formula.
/// </summary>
/// <remarks>
/// <para>An optimizer is a <see cref="Chain"/> of rules. The first rule receives the gradient g, each later one what the rule before it
/// made of it, and what leaves the last one is subtracted from the parameters: θ ← θ − u. <b>The order is the meaning</b>:
/// <see cref="AddDecayedWeights"/> before an adaptive rule is L2 regularization, behind it decoupled weight decay.</para>
/// <para>A rule is data. Its state (moments, accumulators) lives in the interpreter that runs it, so one rule can be part of many
/// optimizers at once. To write a rule of your own, derive from this record, state what it remembers in <see cref="Vectors"/> and
/// <see cref="Scalars"/>, compute once per step what does not depend on the element in <see cref="BeginStep"/>, and the rest in
/// <see cref="Apply{T}"/>.</para>
/// <para>A rule must be elementwise: element i of its output and state may depend on element i only. The interpreter relies on it when
/// it cuts θ into blocks and hands them to several threads.</para>
/// </remarks>
public abstract record UpdateRule
{
    /// <summary>The vectors, as long as θ, that the rule keeps from step to step; none unless overridden.</summary>
    public virtual ImmutableArray<RuleVector> Vectors => [];

    /// <summary>The numbers that the rule keeps from step to step, the same for all elements; none unless overridden.</summary>
    public virtual ImmutableArray<RuleScalar> Scalars => [];

    /// <summary>How many numbers <see cref="BeginStep"/> computes for <see cref="Apply{T}"/>.</summary>
    public virtual int CoefficientCount => 0;

    /// <summary>Whether the rule passes on what it receives, whatever that is. A chain leaves such rules out.</summary>
    public virtual bool IsIdentity => false;

    /// <summary>Whether the rule depends on how long the run is, so that the interpreter must be told.</summary>
    public virtual bool NeedsRunLength => false;

    /// <summary>Whether all that the rule does is to multiply by its first coefficient: u ← c₀·u. At the end of a chain the interpreter
    /// then scales and subtracts in one pass, to the same bits.</summary>
    public virtual bool IsScaling => false;

    /// <summary>
    /// Whether the rule is a proximal map, x ← prox(x), that acts on θ itself once the update has been subtracted: x = θ − u. It must be
    /// the last of its chain, and finds x in both <see cref="RuleBlock{T}.Incoming"/> and
    /// <see cref="RuleBlock{T}.Update"/>, where it leaves prox(x).
    /// </summary>
    public virtual bool IsProximal => false;

    /// <summary>The index of the vector that the rule passes on as it is; null, unless overridden, for a rule that writes
    /// <see cref="RuleBlock{T}.Update"/>.</summary>
    public virtual int? PassedOnVector => null;

    /// <summary>Whether what the rule adds to the update it receives is decay: regularization, and not the loss. Such a rule leaves the
    /// loss's part as it is. Of a proximal rule, decay is what it takes from θ behind the update.</summary>
    public virtual bool AddsDecay => false;

    /// <summary>The indices of those <see cref="Vectors"/> that are linear in what the rule receives, as a first moment or a velocity is:
    /// each part of the update has its own, and they sum up to the rule's.</summary>
    public virtual ImmutableArray<int> LinearVectors => [];

    /// <summary>Why the update that leaves the rule is no sum of what becomes of the parts that it receives, in a clause; null where it is
    /// one, and <see cref="ApplyPart{T}"/> says how each part passes. A rule that says nothing does not split.</summary>
    public virtual string? WhyNotSplit =>
        IsScaling || AddsDecay ? null : $"it does not say how a part of an update passes through it (override {nameof(ApplyPart)})";

    /// <summary>The hyperparameters as text, such as <c>beta1: 0.9, beta2: 0.99</c>; round-trip and the same on every machine.</summary>
    protected abstract string Arguments { get; }

    /// <summary>
    /// Computes, once a step and in double precision, what all elements share: bias corrections, the schedule's multiplier.
    /// </summary>
    /// <param name="context">The number of the step and the length of the run.</param>
    /// <param name="coefficients">Takes <see cref="CoefficientCount"/> numbers, which <see cref="Apply{T}"/> finds in its block.</param>
    /// <param name="scalars">The rule's <see cref="Scalars"/>: read what the last step left, write what the next one needs.</param>
    public virtual void BeginStep(StepContext context, Span<double> coefficients, Span<double> scalars)
    {
    }

    /// <summary>The formula: turns a block of incoming updates into outgoing ones, and brings the rule's vectors up to date.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="block">Windows of equal length on θ, the incoming and outgoing update, the rule's vectors and scratch memory.</param>
    public abstract void Apply<T>(in RuleBlock<T> block) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>How a part of the update passes through the rule, over the denominators of the actual run. As <see cref="Apply{T}"/> does
    /// it unless overridden, which is right where the rule is linear, or adds to the decay what depends on θ alone.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="part">The part's block: its incoming and outgoing update, and its own copies of the rule's
    /// <see cref="LinearVectors"/>, to be brought up to date; the other vectors are the rule's, and not to be changed.</param>
    /// <param name="whole">The rule's block behind <see cref="Apply{T}"/>: its vectors are up to date,
    /// <see cref="RuleBlock{T}.Incoming"/> can still be read, and scratch memory holds what was left there. Not to be changed.</param>
    public virtual void ApplyPart<T>(in RuleBlock<T> part, in RuleBlock<T> whole) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (AddsDecay && part.Part == UpdateParts.Loss)
            part.Copy(part.Update, part.Incoming);
        else
            Apply(part);
    }

    /// <summary>Name and hyperparameters, such as <c>ScaleByAdam(beta1: 0.9, beta2: 0.99, epsilon: 1E-08)</c>: the canonical text, which
    /// saved states carry. Rules from elsewhere give their full name.</summary>
    public sealed override string ToString() =>
        $"{(GetType().Assembly == typeof(UpdateRule).Assembly ? GetType().Name : GetType().FullName)}({Arguments})";
}

/// <summary>A vector that a rule keeps from step to step.</summary>
/// <param name="Name">Its symbol in the formula, such as <c>m</c>.</param>
/// <param name="InitialValue">What each of its elements is before the first step.</param>
public readonly record struct RuleVector(string Name, double InitialValue = 0);

/// <summary>A number that a rule keeps from step to step.</summary>
/// <param name="Name">Its symbol in the formula.</param>
/// <param name="InitialValue">What it is before the first step.</param>
public readonly record struct RuleScalar(string Name, double InitialValue);

/// <summary>The number of a step, and the length of the run.</summary>
/// <param name="Number">t of the formulas: 1 for the first step.</param>
/// <param name="RunLength">Number of steps of the whole run, or 0 where the interpreter was not told.</param>
public readonly record struct StepContext(long Number, long RunLength);
