using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>A theory that needs a CUDA device, and is skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CudaTheoryAttribute : TheoryAttribute
{
    public CudaTheoryAttribute() => Skip = Cuda.WhyNot;
}
