using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>What a <see cref="ModelOptimizer"/> asks of an interpreter.</summary>
internal interface IModelInterpreter : IDisposable
{
    long StepCount { get; }

    long Step();

    void SaveState(Stream destination);

    void LoadState(Stream source);

    /// <summary>A copy of all that the interpreter remembers.</summary>
    InterpreterMemory Memory();

    /// <summary>
    /// Takes over what another interpreter of the same chain and layout remembered, whatever its device and element type.
    /// </summary>
    void Restore(InterpreterMemory memory);
}

/// <summary>All that an interpreter remembers, rule by rule.</summary>
internal sealed record InterpreterMemory(long StepCount, double[][] Scalars, Tensor[][] Vectors) : IDisposable
{
    public void Dispose()
    {
        foreach (var vector in Vectors.SelectMany(rule => rule))
            vector.Dispose();
    }
}
