using System.Numerics;

namespace OptimizerDynamics;

/// <summary>
/// What a rule sees of a step: windows of equal length on θ, on the update that passes through the chain, and on the rule's own state.
/// </summary>
/// <remarks>A block is small enough that all of its windows stay in the first-level cache while the whole chain runs over it.</remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly unsafe ref partial struct RuleBlock<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _coefficients;
    private readonly ReadOnlySpan<T[]> _vectors;
    private readonly ParameterLayout _layout;
    private readonly int _start;
    private readonly ReadAhead<T>* _readAhead;

    internal RuleBlock(
        ReadOnlySpan<T> parameters,
        ReadOnlySpan<T> incoming,
        Span<T> update,
        Span<T> scratch,
        Span<T> secondScratch,
        ReadOnlySpan<T> coefficients,
        ReadOnlySpan<T[]> vectors,
        ParameterLayout layout,
        int start,
        ReadAhead<T>* readAhead)
    {
        Parameters = parameters;
        Incoming = incoming;
        Update = update;
        Scratch = scratch;
        SecondScratch = secondScratch;
        _coefficients = coefficients;
        _vectors = vectors;
        _layout = layout;
        _start = start;
        _readAhead = readAhead;
    }

    /// <summary>θ as it was before the step.</summary>
    public ReadOnlySpan<T> Parameters { get; }

    /// <summary>What the rule receives: the gradient, or the output of the rule before it. Not to be changed. May be the same memory as
    /// <see cref="Update"/>, so it must not be read again once <see cref="Update"/> has been written.</summary>
    public ReadOnlySpan<T> Incoming { get; }

    /// <summary>What the rule passes on. Must be written in full, unless the rule passes on a vector of its own
    /// (<see cref="UpdateRule.PassedOnVector"/>).</summary>
    public Span<T> Update { get; }

    /// <summary>Memory to compute in; holds nothing in particular before and after.</summary>
    public Span<T> Scratch { get; }

    /// <summary>More memory to compute in, for the rules that need it.</summary>
    public Span<T> SecondScratch { get; }

    /// <summary>A number that <see cref="UpdateRule.BeginStep"/> computed, rounded to <typeparamref name="T"/>.</summary>
    /// <param name="index">Its index among the coefficients.</param>
    public T Coefficient(int index) => _coefficients[index];

    /// <summary>The window on one of the rule's <see cref="UpdateRule.Vectors"/>.</summary>
    /// <param name="index">Its index there.</param>
    public Span<T> Vector(int index) => _vectors[index].AsSpan(_start, Update.Length);

    /// <summary>The stretches of the block that hold parameters of some kinds, as (start, length).</summary>
    /// <param name="kinds">The kinds looked for.</param>
    public KindStretches StretchesOf(ParameterKinds kinds) => _layout.StretchesOf(kinds, _start, Update.Length);
}
