using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>What <c>optdyn trace</c> runs on a device.</summary>
public sealed class VectorRunTests
{
    public static TheoryData<string> CudaDevices => [.. Cuda.Devices];

    [Fact]
    public void On_the_CPU_it_is_the_reference() => IsTheReference("cpu");

    [CudaTheory]
    [MemberData(nameof(CudaDevices))]
    public void On_CUDA_it_is_the_reference(string device) => IsTheReference(device);

    private static void IsTheReference(string device)
    {
        foreach (var optimizer in OptimizerCatalog.All)
        {
            var chain = optimizer.Build(new Dictionary<string, double> { ["l2"] = 1e-3, ["weightDecay"] = 1e-2 });
            var reference = new CpuOptimizer<double>(chain, ParameterLayout.Vector(3), 20);
            double[] theta = [0.1, -1, 2];
            using var run = VectorRun.OnTensors(chain, theta, 20, device, isSingle: false);
            for (var step = 1; step <= 20; step++)
            {
                double[] gradients = [0.5, -Math.Cos(step) - 2, step];
                reference.Step(theta, gradients);
                run.Step(gradients);
            }

            Assert.Equal(20, run.StepCount);
            // Far above rounding, far below any other optimizer: how near they are is ParityTests' matter.
            Assert.All(theta.Zip(run.Parameters), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }
}
