using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

public sealed partial class TensorOptimizer
{
    private StateHeader Header =>
        StateHeader.Of(ElementType == ScalarType.Float32 ? "float32" : "float64", Chain, Layout, RunLength, StepCount, Kept);

    /// <summary>Writes the number of steps taken and all that the rules remember, bit for bit, in the format of
    /// <see cref="CpuOptimizer{T}.SaveState"/>. The parameters are not part of it.</summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public void SaveState(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using var state = new StateStream(destination);
        state.WriteHeader(Header);
        for (var i = 0; i < _rules.Length; i++)
        {
            state.WriteNumbers<double>(_scalars[i]);
            foreach (var vector in _vectors[i])
            {
                using var scope = NewDisposeScope();
                foreach (var part in Parts(vector))
                    state.WriteNumbers<byte>(part.cpu().bytes);
            }
        }

        foreach (var vector in PartsState())
        {
            using var scope = NewDisposeScope();
            foreach (var part in Parts(vector))
                state.WriteNumbers<byte>(part.cpu().bytes);
        }

        state.WriteChecksum();
    }

    /// <summary>Resumes where <see cref="SaveState"/>, here or of the CPU interpreter, stopped.</summary>
    /// <param name="source">What was written; left open, behind the state's last byte.</param>
    /// <exception cref="OptimizerStateException">The state is damaged or cut off, of another version, chain, layout, element type or run
    /// length, or with other parts of the update; the message says which. This optimizer is as it was.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public void LoadState(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var state = new StateStream(source);
        var stepCount = state.ReadHeader(Header);

        // Read aside first, so that a damaged state changes nothing here.
        using var scope = NewDisposeScope();
        var scalars = Array.ConvertAll(_scalars, rule => new double[rule.Length]);
        var vectors = new List<(Tensor To, Tensor From)>();
        for (var i = 0; i < _rules.Length; i++)
        {
            state.ReadNumbers<double>(scalars[i]);
            foreach (var vector in _vectors[i])
            {
                var read = empty(Layout.Length, ElementType, CPU);
                foreach (var part in Parts(read))
                    state.ReadNumbers(part.bytes);
                vectors.Add((vector, read));
            }
        }

        foreach (var vector in PartsState())
        {
            var read = empty(Layout.Length, ElementType, CPU);
            foreach (var part in Parts(read))
                state.ReadNumbers(part.bytes);
            vectors.Add((vector, read));
        }

        state.RequireChecksum();
        foreach (var (to, from) in vectors)
            to.copy_(from);
        for (var i = 0; i < scalars.Length; i++)
            scalars[i].CopyTo(_scalars[i], 0);
        StepCount = stepCount;
    }

    InterpreterMemory IModelInterpreter.Memory()
    {
        var vectors = Array.ConvertAll(_vectors, rule => Array.ConvertAll(rule, vector => vector.clone().DetachFromDisposeScope()));
        return new InterpreterMemory(
            StepCount, Array.ConvertAll(_scalars, rule => (double[])rule.Clone()), vectors,
            [.. PartsState().Select(vector => vector.clone().DetachFromDisposeScope())]);
    }

    void IModelInterpreter.Restore(InterpreterMemory memory)
    {
        for (var i = 0; i < _rules.Length; i++)
        {
            memory.Scalars[i].CopyTo(_scalars[i], 0);
            foreach (var (to, from) in _vectors[i].Zip(memory.Vectors[i]))
                to.copy_(from);
        }

        foreach (var (to, from) in PartsState().Zip(memory.Parts))
            to.copy_(from);
        StepCount = memory.StepCount;
    }

    /// <summary>Windows small enough for a span of bytes to count them.</summary>
    private static IEnumerable<Tensor> Parts(Tensor vector)
    {
        const long Longest = 1 << 26;
        for (long start = 0, length = vector.numel(); start < length; start += Longest)
            yield return vector.narrow(0, start, Math.Min(Longest, length - start));
    }
}
