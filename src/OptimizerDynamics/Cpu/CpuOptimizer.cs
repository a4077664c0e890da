using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace OptimizerDynamics;

/// <summary>
/// The CPU interpreter: runs any <see cref="Chain"/> over contiguous parameter memory, in place.
/// </summary>
/// <remarks>
/// <para>Rules are elementwise, so the whole chain runs over one block of θ after the other, each small enough for the first-level cache,
/// and blocks are shared out over the cores where θ is large. Every operation is correctly rounded and none is fused: the result is the
/// same, bit for bit, whatever the block size and the number of threads.</para>
/// <para>A step allocates nothing, once the first few have warmed up the thread pool. One instance serves one parameter vector and one
/// caller at a time.</para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed unsafe partial class CpuOptimizer<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RuleRun<T>[] _rules;
    private readonly BlockCrew<T> _crew;
    private readonly int _blockLength;
    private readonly int _updateLength;
    private readonly bool _endsInScaling;

    /// <summary>Prepares a chain to run from its first step.</summary>
    /// <param name="chain">The optimizer.</param>
    /// <param name="layout">What the parameter vector is made of.</param>
    /// <param name="runLength">Number of steps of the whole run, at least 1; needed when a schedule depends on it, and otherwise free to
    /// leave out.</param>
    /// <param name="options">Threads and block size, neither of which changes a result; the defaults are measured to be good.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    /// <exception cref="ArgumentException">The chain needs the run length and has none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The run length is below 1.</exception>
    public CpuOptimizer(Chain chain, ParameterLayout layout, long? runLength = null, CpuOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(layout);
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"The CPU interpreter computes in float or double, not in {typeof(T).Name}.");
        chain.RequireRunLength(runLength);

        (Chain, Layout, RunLength) = (chain, layout, runLength);
        options ??= CpuOptions.Default;
        _rules = [.. chain.Select(rule => new RuleRun<T>(rule, layout.Length))];
        _updateLength = chain.Count > 0 && chain[^1].IsProximal ? chain.Count - 1 : chain.Count;
        _endsInScaling = _updateLength > 0 && chain[_updateLength - 1].IsScaling;
        _streamCount = 2 + _rules.Sum(rule => rule.Vectors.Length);
        _exceedsCache = (long)_streamCount * layout.Length * sizeof(T) > LargestCached;
        _blockLength = options.BlockLength ?? DefaultBlockLength();
        _crew = new BlockCrew<T>(RunBlocks, layout.Length, _blockLength, options.MaxThreads ?? Environment.ProcessorCount);
    }

    /// <summary>The optimizer that runs.</summary>
    public Chain Chain { get; }

    /// <summary>What the parameter vector is made of.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Number of steps of the whole run, where it was given.</summary>
    public long? RunLength { get; }

    /// <summary>Number of steps taken.</summary>
    public long StepCount { get; internal set; }

    /// <summary>The rules at work, with all that they remember.</summary>
    internal RuleRun<T>[] Rules => _rules;

    /// <summary>Takes one step: θ ← θ − chain(g).</summary>
    /// <param name="parameters">θ, changed in place; as long as the layout.</param>
    /// <param name="gradients">g, the loss gradient at θ; as long as the layout, and not the memory of θ. Not changed.</param>
    /// <returns>The number of the step, and the first gradient element that was NaN or infinite, if any.</returns>
    /// <exception cref="ArgumentException">A length is not the layout's, or the two overlap; nothing has been changed.</exception>
    /// <remarks>An exception that a rule throws is passed on; parameters and state are then somewhere within the step.</remarks>
    public StepReport Step(Span<T> parameters, ReadOnlySpan<T> gradients)
    {
        RequireLength(parameters.Length, nameof(parameters));
        RequireLength(gradients.Length, nameof(gradients));
        if (gradients.Overlaps(parameters))
            throw new ArgumentException("Parameters and gradients overlap in memory.", nameof(gradients));

        StepCount++;
        foreach (var rule in _rules)
            rule.BeginStep(new StepContext(StepCount, RunLength ?? 0));
        int firstNonFinite;
        fixed (T* theta = parameters, g = gradients)
            firstNonFinite = _crew.Run(theta, g);

        return new StepReport(StepCount, firstNonFinite == BlockCrew<T>.None
            ? null
            : new NonFiniteGradient(Layout.RangeAt(firstNonFinite), firstNonFinite, double.CreateTruncating(gradients[firstNonFinite])));
    }

    /// <summary>A vector that a rule remembers, such as Adam's second moment: <c>State(0, "v")</c>.</summary>
    /// <param name="rule">The rule's index in the chain.</param>
    /// <param name="name">The vector's name there (see <see cref="UpdateRule.Vectors"/>).</param>
    /// <returns>A live view, as long as the layout, which the next step and <see cref="LoadState"/> change.</returns>
    /// <exception cref="ArgumentException">The chain has no such rule, or the rule no such vector; the message lists those it
    /// has.</exception>
    public ReadOnlySpan<T> State(int rule, string name)
    {
        var index = Chain.IndexOfVector(rule, name);
        return _rules[rule].Vectors[index];
    }

    /// <summary>Runs the chain over some consecutive blocks; returns the first non-finite gradient element, or None.</summary>
    [SkipLocalsInit]
    private int RunBlocks(T* theta, T* g, int start, int length)
    {
        var windows = Decomposition is null ? 3 : Decomposition<T>.Windows;
        Span<T> memory = stackalloc T[windows * Math.Min(_blockLength, length)];
        var firstNonFinite = BlockCrew<T>.None;
        var streams = stackalloc T*[_streamCount];
        if (_exceedsCache)
            ListStreams(streams, theta, g);
        var readAhead = new ReadAhead<T>(streams, _streamCount);
        for (int count; length > 0; start += count, length -= count)
        {
            count = Math.Min(_blockLength, length);
            Span<T> parameters = new(theta + start, count);
            ReadOnlySpan<T> gradients = new(g + start, count);
            if (firstNonFinite == BlockCrew<T>.None && !TensorPrimitives.IsFiniteAll(gradients))
                firstNonFinite = start + FirstNonFinite(gradients);
            if (_exceedsCache)
                readAhead.Begin(start + count, Math.Min(_blockLength, length - count));
            if (Decomposition is null)
                RunChain(parameters, gradients, memory, start, _exceedsCache ? &readAhead : null);
            else
                RunChainInParts(Decomposition, parameters, gradients, memory, start, _exceedsCache ? &readAhead : null);
        }

        return firstNonFinite;
    }

    /// <summary>Runs the chain over one block; <paramref name="memory"/> has room for the update and twice for scratch.</summary>
    private void RunChain(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> memory, int start, ReadAhead<T>* readAhead)
    {
        var room = memory.Length / 3;
        var count = parameters.Length;
        var incoming = gradients;
        Span<T> update = memory[..count], scratch = memory[room..];
        foreach (var rule in _rules.AsSpan(0, _endsInScaling ? _updateLength - 1 : _updateLength))
        {
            rule.Apply(BlockOf(rule, parameters, incoming, update, scratch, start, readAhead));
            incoming = rule.PassedOn is { } vector ? vector.AsSpan(start, count) : update;
        }

        if (_endsInScaling)
            TensorPrimitives.MultiplyAdd(incoming, -_rules[_updateLength - 1].Coefficients[0], parameters, parameters); // θ ← θ − c·u
        else
            TensorPrimitives.Subtract(parameters, incoming, parameters);                                                // θ ← θ − u
        if (_updateLength < _rules.Length)
            _rules[^1].Apply(BlockOf(_rules[^1], parameters, parameters, parameters, scratch, start, readAhead));        // θ ← prox(θ)
    }

    /// <summary>What a rule sees of a block; <paramref name="scratch"/> has room for two.</summary>
    private RuleBlock<T> BlockOf(
        RuleRun<T> rule, Span<T> parameters, ReadOnlySpan<T> incoming, Span<T> update, Span<T> scratch, int start,
        ReadAhead<T>* readAhead) => new()
        {
            Parameters = parameters,
            Incoming = incoming,
            Update = update,
            Scratch = scratch[..parameters.Length],
            SecondScratch = scratch.Slice(scratch.Length / 2, parameters.Length),
            Coefficients = rule.Coefficients,
            Vectors = rule.Vectors,
            Layout = Layout,
            Start = start,
            NextBlock = readAhead,
        };

    private static int FirstNonFinite(ReadOnlySpan<T> values)
    {
        var index = 0;
        while (T.IsFinite(values[index]))
            index++;
        return index;
    }

    private void RequireLength(int length, string name)
    {
        if (length != Layout.Length)
            throw new ArgumentException($"{name} has {length} elements, the layout {Layout.Length}.", name);
    }
}
