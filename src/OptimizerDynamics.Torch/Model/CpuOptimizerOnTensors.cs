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

    public void SaveState(Stream destination) => _optimizer.SaveState(destination);

    public void LoadState(Stream source) => _optimizer.LoadState(source);

    public InterpreterMemory Memory()
    {
        var vectors = Array.ConvertAll(_optimizer.Rules, rule => Array.ConvertAll(rule.Vectors, Copied));
        return new InterpreterMemory(StepCount, Array.ConvertAll(_optimizer.Rules, rule => (double[])rule.Scalars.Clone()), vectors);
    }

    public void Restore(InterpreterMemory memory)
    {
        for (var i = 0; i < memory.Vectors.Length; i++)
        {
            memory.Scalars[i].CopyTo(_optimizer.Rules[i].Scalars, 0);
            for (var j = 0; j < memory.Vectors[i].Length; j++)
            {
                using var scope = NewDisposeScope();
                var vector = memory.Vectors[i][j].to(_parameters.dtype, _parameters.device);
                new ReadOnlySpan<T>(AddressOf(vector), _optimizer.Layout.Length).CopyTo(_optimizer.Rules[i].Vectors[j]);
                GC.KeepAlive(vector);
            }
        }

        _optimizer.StepCount = memory.StepCount;
    }

    public void Dispose()
    {
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
