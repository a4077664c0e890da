using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace OptimizerDynamics.Benchmarks;

/// <summary>How steps are measured.</summary>
/// <remarks>In this process, because a process of BenchmarkDotNet's own would be built without Directory.Build.targets, and so without the
/// copy of TorchSharp's library that loads here. Warm-up runs until the JIT has recompiled everything it wants to (tier 1 and
/// PGO).</remarks>
internal sealed class StepConfig : ManualConfig
{
    public StepConfig()
    {
        AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(250))
            .WithWarmupCount(6)
            .WithIterationCount(9)
            .WithOutlierMode(Perfolizer.Mathematics.OutlierDetection.OutlierMode.DontRemove));
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddLogger(ConsoleLogger.Default);
        AddDiagnoser(MemoryDiagnoser.Default);
        WithOptions(ConfigOptions.DisableLogFile);
    }
}
