namespace OptimizerDynamics.Torch;

/// <summary>Which interpreter runs a model's optimizer.</summary>
public enum Interpreter
{
    /// <summary>The CPU interpreter on the CPU, where it is the fastest, and the tensor interpreter on a GPU.</summary>
    Automatic,

    /// <summary><see cref="CpuOptimizer{T}"/>, on the memory of the model's own parameters; on the CPU only.</summary>
    Cpu,

    /// <summary><see cref="TensorOptimizer"/>, on any device.</summary>
    Tensor,
}
