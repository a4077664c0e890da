using System.Runtime.CompilerServices;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>A theory that needs a CUDA device, and is skipped where there is none; its name then says why, because <c>dotnet test</c>
/// prints the names of skipped tests, but no reasons.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CudaTheoryAttribute : TheoryAttribute
{
    public CudaTheoryAttribute([CallerMemberName] string method = "")
    {
        if (Cuda.WhyNot is { } reason)
            (Skip, DisplayName) = (reason, $"{method} (skipped: {reason})");
    }
}
