using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>
/// The tensor interpreter: runs any <see cref="Chain"/> of the core's rules on TorchSharp tensors, on the CPU or on a GPU, in place.
/// </summary>
/// <remarks>
/// <para>θ and g are one vector each, so a step is some ten operations, however many layers a network has (Adam: seven; with L2 two more),
/// where an optimizer that visits tensor by tensor needs as many for each of them. A step makes no tensor. On a GPU an operation
/// runs over the whole vector; on the CPU the whole chain runs over one block after the other, so that a block stays in the cache.</para>
/// <para>It shares no arithmetic with <see cref="CpuOptimizer{T}"/>, which is its oracle, and the same state format: a state saved by
/// either can be loaded by the other. Results differ from it by rounding, and on the CPU do not depend on block length or threads.</para>
/// </remarks>
public sealed partial class TensorOptimizer : IModelInterpreter
{
    private readonly TensorOperations _operations;
    private readonly TensorRule[] _rules;
    private readonly double[][] _scalars;
    private readonly Tensor[][] _vectors;
    private readonly TensorBlock[] _blocks;
    private readonly Tensor _parameters, _gradients;
    private readonly Tensor?[] _masks;
    private readonly int _blockLength;
    private readonly int _updateLength;
    private readonly List<Tensor> _owned = [];
    private readonly Device _device;

    /// <summary>Prepares a chain to run from its first step.</summary>
    /// <param name="chain">The optimizer.</param>
    /// <param name="layout">What the parameter vector is made of.</param>
    /// <param name="parameters">θ: contiguous, of one dimension, as long as the layout, of type float32 or float64, and without gradient
    /// tracking. Every step changes it. Not disposed of.</param>
    /// <param name="gradients">g, of the same shape, type and device. Never changed. Not disposed of.</param>
    /// <param name="runLength">Number of steps of the whole run, at least 1; needed when a schedule depends on it, and otherwise free to
    /// leave out.</param>
    /// <param name="blockLength">Number of elements of a block, at least 1; the default is measured to be good. Changes no result.</param>
    /// <exception cref="ArgumentException">A tensor is not as described, or the chain needs the run length and has none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The run length or the block length is below 1.</exception>
    /// <exception cref="NotSupportedException">The chain has a rule that is none of the core's.</exception>
    public TensorOptimizer(
        Chain chain, ParameterLayout layout, Tensor parameters, Tensor gradients, long? runLength = null, int? blockLength = null)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(gradients);
        chain.RequireRunLength(runLength);
        if (blockLength is < 1)
            throw new ArgumentOutOfRangeException(nameof(blockLength), blockLength, $"blockLength = {blockLength} must be at least 1.");
        RequireVector(parameters, layout, nameof(parameters));
        RequireVector(gradients, layout, nameof(gradients));
        if (gradients.dtype != parameters.dtype || gradients.device.ToString() != parameters.device.ToString())
            throw new ArgumentException(
                $"gradients are {gradients.dtype} on {gradients.device}, parameters {parameters.dtype} on {parameters.device}.",
                nameof(gradients));
        if (TensorMemory.Overlap(parameters, gradients))
            throw new ArgumentException("Parameters and gradients overlap in memory.", nameof(gradients));

        (Chain, Layout, RunLength, ElementType, _device) = (chain, layout, runLength, parameters.dtype, parameters.device);
        using var withoutGradient = no_grad();
        using var scope = NewDisposeScope();
        _operations = new TensorOperations(ElementType, _device);
        var masks = new MaskTable(layout);
        _rules = [.. chain.Select(rule => TensorRules.For(rule, _operations, masks.IndexOf))];
        _updateLength = chain.Count > 0 && chain[^1].IsProximal ? chain.Count - 1 : chain.Count;
        _scalars = [.. chain.Select(rule => rule.Scalars.Select(scalar => scalar.InitialValue).ToArray())];
        _vectors =
        [
            .. chain.Select(
                rule => rule.Vectors.Select(vector => Filled(vector.InitialValue)).ToArray()),
        ];
        (_parameters, _gradients, _masks) = (parameters, gradients, [.. masks.Kinds.Select(Mask)]);
        _blockLength = Math.Min(blockLength ?? DefaultBlockLength, layout.Length);
        _blocks = Blocks(_vectors);
    }

    /// <summary>The optimizer that runs.</summary>
    public Chain Chain { get; }

    /// <summary>What the parameter vector is made of.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Number of steps of the whole run, where it was given.</summary>
    public long? RunLength { get; }

    /// <summary>float32 or float64.</summary>
    public ScalarType ElementType { get; }

    /// <summary>Number of steps taken.</summary>
    public long StepCount { get; private set; }

    /// <summary>Number of libtorch operations that the last step took: on a GPU, of kernels and copies.</summary>
    public long OperationsOfLastStep { get; private set; }

    /// <summary>
    /// Implementation note: a call of libtorch costs some 0.4 µs, more where threads share it, and a block's θ, g, state and scratch should
    /// stay in the last cache. Measured with L2 in float on an AMD EPYC with 32 MiB of it, 4.9 million parameters, in ns a parameter: Adam
    /// on one thread 2.05 in blocks of 2¹³ elements, 1.48 at 2¹⁵, 1.37 at 2¹⁷, 1.42 at 2¹⁸, 1.68 at 2²¹, 2.01 as one block; RMSProp on two
    /// threads 1.34 at 2¹⁶, 1.05 at 2¹⁷, 0.89 at 2¹⁸, 0.85 at 2¹⁹, 0.99 at 2²¹.
    /// </summary>
    private int DefaultBlockLength => _device.type == DeviceType.CPU ? Math.Min(get_num_threads() << 18, 1 << 20) : int.MaxValue;

    /// <summary>Takes one step: θ ← θ − chain(g).</summary>
    /// <returns>The number of the step, 1 for the first.</returns>
    /// <remarks>On a GPU the work is queued, not awaited. Gradients that are not finite are not looked for. The element of θ of one that is
    /// NaN becomes NaN; of one that is infinite, whatever the chain makes of infinity, which is not always what the CPU interpreter makes
    /// of it (∞ − ∞ on the way is NaN).</remarks>
    public long Step()
    {
        StepCount++;
        _operations.Trim();
        var before = _operations.Count;
        for (var i = 0; i < _rules.Length; i++)
            _rules[i].BeginStep(new StepContext(StepCount, RunLength ?? 0), _scalars[i]);
        for (var block = 0; block < _blocks.Length; block++)
        {
            if (Kept == UpdateParts.None)
                _blocks[block].Run(_rules, _updateLength);
            else
                RunInParts(block);
        }

        OperationsOfLastStep = _operations.Count - before;
        return StepCount;
    }

    /// <summary>A vector that a rule remembers, such as Adam's second moment: <c>State(0, "v")</c>.</summary>
    /// <param name="rule">The rule's index in the chain.</param>
    /// <param name="name">The vector's name there (see <see cref="UpdateRule.Vectors"/>).</param>
    /// <returns>The tensor itself, as long as the layout, which the next step changes; not to be disposed of.</returns>
    /// <exception cref="ArgumentException">The chain has no such rule, or the rule no such vector; the message lists those it
    /// has.</exception>
    public Tensor State(int rule, string name)
    {
        var index = Chain.IndexOfVector(rule, name);
        return _vectors[rule][index];
    }

    /// <summary>Frees the state. Parameters and gradients stay as they are.</summary>
    public void Dispose()
    {
        _owned.ForEach(tensor => tensor.Dispose());
        _owned.Clear();
        _operations.Dispose();
    }

    private static void RequireVector(Tensor tensor, ParameterLayout layout, string name)
    {
        if (tensor.dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"{name}: expected elements of type Float32 or Float64, found {tensor.dtype}.", name);
        if (tensor.dim() != 1 || tensor.numel() != layout.Length || !tensor.is_contiguous())
            throw new ArgumentException(
                $"{name}: expected a contiguous vector of {layout.Length} elements, as the layout says, found shape "
                    + $"[{string.Join(", ", tensor.shape)}].",
                name);
        if (tensor.requires_grad)
            throw new ArgumentException($"{name}: expected a tensor without gradient tracking.", name);
    }

    /// <summary>The blocks of a track with some vectors, and scratch memory of its own.</summary>
    private TensorBlock[] Blocks(Tensor[][] vectors)
    {
        Tensor[] scratch = [.. Enumerable.Range(0, 3).Select(_ => Owned(zeros(_blockLength, ElementType, _device)))];
        var (theta, g) = (Windows(_parameters), Windows(_gradients));
        var ofVectors = Array.ConvertAll(vectors, rule => Array.ConvertAll(rule, Windows));
        var ofMasks = Array.ConvertAll(_masks, mask => mask is null ? null : Windows(mask));
        return
        [
            .. theta.Select((window, block) => new TensorBlock(
                _operations, window, g[block], Array.ConvertAll(ofVectors, rule => Array.ConvertAll(rule, of => of[block])),
                Array.ConvertAll(ofMasks, of => of?[block]), Array.ConvertAll(scratch, memory => First(memory, window.numel())))),
        ];
    }

    /// <summary>The windows of the blocks on a vector as long as θ.</summary>
    private Tensor[] Windows(Tensor whole)
    {
        var windows = new List<Tensor>();
        for (long start = 0; start < Layout.Length; start += _blockLength)
        {
            var count = Math.Min(_blockLength, Layout.Length - start);
            windows.Add(count == Layout.Length ? whole : Owned(whole.narrow(0, start, count)));
        }

        return [.. windows];
    }

    private Tensor First(Tensor memory, long count) => memory.numel() == count ? memory : Owned(memory.narrow(0, 0, count));

    /// <summary>1 where an element's kind is among those given, else 0; null for all kinds, which need no mask.</summary>
    private Tensor? Mask(ParameterKinds kinds)
    {
        if (kinds == ParameterKinds.All)
            return null;
        var mask = Filled(0);
        using TorchSharp.Scalar one = 1;
        foreach (var (start, length) in Layout.StretchesOf(kinds, 0, Layout.Length))
            mask.narrow(0, start, length).fill_(one);
        return mask;
    }

    /// <summary>A vector as long as θ, all of one number.</summary>
    private Tensor Filled(double number)
    {
        // A number that is converted within the call is freed by the garbage collector, perhaps before libtorch has read it.
        using TorchSharp.Scalar value = number;
        return Owned(full(Layout.Length, value, ElementType, _device));
    }

    private Tensor Owned(Tensor tensor)
    {
        _owned.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }
}
