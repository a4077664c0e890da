namespace OptimizerDynamics.Torch.Tests;

public sealed class SmokeTestTests
{
    [Fact]
    public void This_libtorch_computes_what_plain_loops_do()
    {
        var result = SmokeTest.Run("cpu");

        Assert.True(result.Ok, result.ToString());
        Assert.Equal("cpu", result.Device);
    }

    [Theory]
    [InlineData(1e-13, 1e-13, true)]
    [InlineData(1e-8, 1e-13, false)]
    [InlineData(1e-13, 1e-8, false)]
    [InlineData(double.NaN, 0, false)]
    [InlineData(0, double.NaN, false)]
    public void Only_rounding_is_ok(double convolution, double batchNorm, bool ok)
        => Assert.Equal(ok, new SmokeTestResult("cpu", convolution, batchNorm).Ok);

    [Fact]
    public void The_facts_of_TorchSharp_are_those_of_this_process()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+$", TorchSharpFacts.PackageVersion);
        Assert.Equal(TorchSharp.torch.get_num_threads(), TorchThreads.Count);
        Assert.Equal(TorchSharp.torch.get_num_interop_threads(), TorchSharpFacts.InterOpThreads);
        Assert.Equal(TorchSharp.torch.cuda.device_count(), TorchSharpFacts.CudaDeviceCount);
    }
}
