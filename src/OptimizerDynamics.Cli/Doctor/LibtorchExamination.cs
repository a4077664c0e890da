using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>libtorch: whether it loads, and whether it computes.</summary>
internal static class LibtorchExamination
{
    public static LibtorchFacts Load()
    {
        var facts = new LibtorchFacts(
            false, null, NativeTorch.RequiredVersion.ToString(), TorchSharpFacts.PackageVersion, NativeTorch.BuiltWith(), null, null);
        try
        {
            var info = NativeTorch.Load();
            return facts with
            {
                Loaded = true,
                Version = info.LibtorchVersion.ToString(),
                Runtime = info.Runtime,
                Directory = info.Directory,
            };
        }
        catch (NativeTorchException e)
        {
            return facts with { Failure = e.Message };
        }
    }

    /// <summary>The smoke test on the CPU and on every CUDA device; none where libtorch is not loaded.</summary>
    public static IReadOnlyList<SmokeTestFacts> SmokeTests(LibtorchFacts libtorch, int cudaDevices)
    {
        var devices = Enumerable.Range(0, cudaDevices).Select(i => $"cuda:{i}").Prepend("cpu");
        return libtorch.Loaded ? [.. devices.Select(device => Try(device, SmokeTest.Run))] : [];
    }

    /// <summary>Runs a test. Any exception of TorchSharp is an outcome: it hands on what libtorch throws, under several types.</summary>
    internal static SmokeTestFacts Try(string device, Func<string, SmokeTestResult> test)
    {
        try
        {
            var result = test(device);
            return new SmokeTestFacts(device, result.Ok, result.ConvolutionError, result.BatchNormError, SmokeTest.Bound, null);
        }
        catch (Exception e)
        {
            return new SmokeTestFacts(device, false, null, null, SmokeTest.Bound, e.Message.Split('\n')[0].Trim());
        }
    }
}
