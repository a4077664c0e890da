using System.Numerics;

namespace OptimizerDynamics;

/// <summary>
/// What a rule sees of a step: windows of equal length on θ, on the update that passes through the chain, and on the rule's own state.
/// </summary>
/// <remarks>A block is small enough that all of its windows stay in the first-level cache while the whole chain runs over it.</remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly unsafe ref partial struct RuleBlock<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>θ as it was before the step; for a proximal rule (<see cref="UpdateRule.IsProximal"/>) θ as the update has left it, in the
    /// memory of <see cref="Update"/>.</summary>
    public ReadOnlySpan<T> Parameters { get; internal init; }

    /// <summary>What the rule receives: the gradient, or the output of the rule before it. Not to be changed. May be the same memory as
    /// <see cref="Update"/>, so it must not be read again once <see cref="Update"/> has been written.</summary>
    public ReadOnlySpan<T> Incoming { get; internal init; }

    /// <summary>What the rule passes on. Must be written in full, unless the rule passes on a vector of its own
    /// (<see cref="UpdateRule.PassedOnVector"/>).</summary>
    public Span<T> Update { get; internal init; }

    /// <summary>Memory to compute in; holds nothing in particular before and after.</summary>
    public Span<T> Scratch { get; internal init; }

    /// <summary>More memory to compute in, for the rules that need it.</summary>
    public Span<T> SecondScratch { get; internal init; }

    /// <summary>Which part of the update passes here, <see cref="UpdateParts.Loss"/> or <see cref="UpdateParts.Decay"/>;
    /// <see cref="UpdateParts.None"/> for the update itself.</summary>
    public UpdateParts Part { get; internal init; }

    /// <summary>What the rule computed for this step.</summary>
    internal ReadOnlySpan<T> Coefficients { get; init; }

    /// <summary>What the rule remembers, each over all of θ.</summary>
    internal ReadOnlySpan<T[]> Vectors { get; init; }

    /// <summary>The tensors of θ and their kinds.</summary>
    internal ParameterLayout Layout { get; init; }

    /// <summary>The index of the block's first element in θ.</summary>
    internal int Start { get; init; }

    /// <summary>Reads the next block ahead; null where all of it stays in the cache.</summary>
    internal ReadAhead<T>* NextBlock { get; init; }

    /// <summary>A number that <see cref="UpdateRule.BeginStep"/> computed, rounded to <typeparamref name="T"/>.</summary>
    /// <param name="index">Its index among the coefficients.</param>
    public T Coefficient(int index) => Coefficients[index];

    /// <summary>The window on one of the rule's <see cref="UpdateRule.Vectors"/>.</summary>
    /// <param name="index">The index in that list, from 0.</param>
    public Span<T> Vector(int index) => Vectors[index].AsSpan(Start, Update.Length);

    /// <summary>The stretches of the block that hold parameters of some kinds, as (start, length).</summary>
    /// <param name="kinds">The kinds looked for.</param>
    public KindStretches StretchesOf(ParameterKinds kinds) => Layout.StretchesOf(kinds, Start, Update.Length);
}
