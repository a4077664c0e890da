namespace OptimizerDynamics.Torch;

/// <summary>An <see cref="UpdateRule"/> that brings its own reading as operations on tensors: a rule of one's own implements it to run on
/// libtorch.</summary>
/// <remarks>
/// A rule without it runs on the CPU alone. The rules of the core do not implement it, because the core knows no tensors.
/// </remarks>
public interface ITensorRule
{
    /// <summary>The rule as operations on tensors.</summary>
    /// <param name="operations">Makes the rule's constants; lives as long as the reading.</param>
    TensorRule OnTensors(TensorOperations operations);
}
