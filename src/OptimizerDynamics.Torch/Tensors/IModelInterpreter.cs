using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>What a <see cref="ModelOptimizer"/> asks of an interpreter.</summary>
internal interface IModelInterpreter : IDisposable
{
    long StepCount { get; }

    long Step();

    /// <summary>Has what every update is made of kept from now on (<see cref="TensorOptimizer.Decompose"/>).</summary>
    void Decompose(UpdateParts parts);

    /// <summary>A copy of what is kept under a name.</summary>
    Tensor CopyOf(UpdateParts part);

    void SaveState(Stream destination);

    void LoadState(Stream source);

    /// <summary>A copy of all that the interpreter remembers.</summary>
    InterpreterMemory Memory();

    /// <summary>
    /// Takes over what another interpreter of the same chain and layout remembered, whatever its device and element type.
    /// </summary>
    void Restore(InterpreterMemory memory);
}

/// <summary>All that an interpreter remembers, rule by rule, and behind that what the parts of the update do.</summary>
internal sealed record InterpreterMemory(long StepCount, double[][] Scalars, Tensor[][] Vectors, Tensor[] Parts) : IDisposable
{
    public void Dispose()
    {
        foreach (var vector in Vectors.SelectMany(rule => rule).Concat(Parts))
            vector.Dispose();
    }
}
