using System.Numerics;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>The CPU interpreter at work on the memory of two tensors, without a copy.</summary>
internal sealed unsafe class CpuOptimizerOnTensors<T> : IModelInterpreter where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly CpuOptimizer<T> _optimizer;
    private readonly Tensor _parameters;
    private readonly Tensor _gradients;
    private readonly T* _theta;
    private readonly T* _g;

    public CpuOptimizerOnTensors(Chain chain, ParameterBuffer buffer, long? runLength, int threads)
    {
        _optimizer = new CpuOptimizer<T>(chain, buffer.Layout, runLength, new CpuOptions { MaxThreads = threads });
        (_parameters, _gradients) = (buffer.Values, buffer.Gradients);
        _theta = AddressOf(_parameters);
        _g = AddressOf(_gradients);
    }

    public long StepCount => _optimizer.StepCount;

    public long Step()
    {
        var step = _optimizer.Step(new Span<T>(_theta, _optimizer.Layout.Length), new ReadOnlySpan<T>(_g, _optimizer.Layout.Length)).Step;
        GC.KeepAlive(_parameters);
        GC.KeepAlive(_gradients);
        return step;
    }

    public void Decompose(UpdateParts parts) => _optimizer.Decompose(parts);

    public Tensor CopyOf(UpdateParts part)
    {
        var kept = _optimizer.Decomposition
            ?? throw new InvalidOperationException($"The optimizer keeps nothing of its steps: ask {nameof(Decompose)} for {part}.");
        var copy = empty(_optimizer.Layout.Length, _parameters.dtype, CPU);
        kept.Of(part).CopyTo(new Span<T>(AddressOf(copy), _optimizer.Layout.Length));
        return copy;
    }

    public void SaveState(Stream destination) => _optimizer.SaveState(destination);

    public void LoadState(Stream source) => _optimizer.LoadState(source);

    public InterpreterMemory Memory()
    {
        var vectors = Array.ConvertAll(_optimizer.Rules, rule => Array.ConvertAll(rule.Vectors, Copied));
        return new InterpreterMemory(
            StepCount, Array.ConvertAll(_optimizer.Rules, rule => (double[])rule.Scalars.Clone()), vectors,
            [.. _optimizer.PartsState().Select(Copied)]);
    }

    public void Restore(InterpreterMemory memory)
    {
        for (var i = 0; i < memory.Vectors.Length; i++)
        {
            memory.Scalars[i].CopyTo(_optimizer.Rules[i].Scalars, 0);
            for (var j = 0; j < memory.Vectors[i].Length; j++)
                Restore(memory.Vectors[i][j], _optimizer.Rules[i].Vectors[j]);
        }

        foreach (var (from, to) in memory.Parts.Zip(_optimizer.PartsState()))
            Restore(from, to);

        _optimizer.StepCount = memory.StepCount;
    }

    public void Dispose()
    {
    }

    private void Restore(Tensor from, T[] to)
    {
        using var scope = NewDisposeScope();
        var vector = from.to(_parameters.dtype, _parameters.device);
        new ReadOnlySpan<T>(AddressOf(vector), to.Length).CopyTo(to);
        GC.KeepAlive(vector);
    }

    private Tensor Copied(T[] vector)
    {
        var copy = empty(vector.Length, _parameters.dtype, CPU).DetachFromDisposeScope();
        vector.CopyTo(new Span<T>(AddressOf(copy), vector.Length));
        return copy;
    }

    /// <summary>
    /// Native memory, which nothing moves. A window of one element, because a tensor's bytes may be more than a span can count.
    /// </summary>
    private static T* AddressOf(Tensor tensor)
    {
        using var first = tensor.narrow(0, 0, 1);
        fixed (byte* address = first.bytes)
            return (T*)address;
    }
}
