namespace OptimizerDynamics.Torch;

/// <summary>The tensor interpreter at work on a parameter buffer.</summary>
internal sealed class TensorOnBuffer(Chain chain, ParameterBuffer buffer, long? runLength) : IModelInterpreter
{
    private readonly TensorOptimizer _optimizer = new(chain, buffer.Layout, buffer.Values, buffer.Gradients, runLength);

    public long StepCount => _optimizer.StepCount;

    public long Step() => _optimizer.Step();

    public void SaveState(Stream destination) => _optimizer.SaveState(destination);

    public void LoadState(Stream source) => _optimizer.LoadState(source);

    public InterpreterMemory Memory()
    {
        var vectors = Array.ConvertAll(_optimizer.Vectors, rule => Array.ConvertAll(rule, vector => vector.clone().DetachFromDisposeScope()));
        return new InterpreterMemory(StepCount, Array.ConvertAll(_optimizer.Scalars, rule => (double[])rule.Clone()), vectors);
    }

    public void Restore(InterpreterMemory memory) => _optimizer.Restore(memory);

    public void Dispose() => _optimizer.Dispose();
}
