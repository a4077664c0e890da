using System.Text.Json;
using OptimizerDynamics.GpuEvidence;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>The program of experiments/gpu-evidence, tried out on the CPU, so that it works the day there is a GPU.</summary>
public sealed class GpuEvidenceTests
{
    [Fact]
    public void On_the_CPU_every_check_passes_and_the_page_has_them_all()
    {
        using var progress = new StringWriter();
        var evidence = Examination.Run("cpu", cases: 1, ["sgd", "adam"], stepsPerRound: 1, commit: "commit 0123abc", progress);

        Assert.True(evidence.Passed, progress.ToString());
        Assert.Equal(2 + 2 * (1 + 2 * TorchSharpOptimizer.Names.Count) + 6 + 2 * OptimizerCatalog.All.Count + 2, evidence.Checks.Count);
        Assert.Equal(6, evidence.Timings.Count);
        Assert.All(
            evidence.Timings, timing => Assert.True(timing is { TorchSharp: > 0, Tensors: > 0, Operations: > 0, TensorLaunches: null }));
        var page = EvidenceReport.Page(evidence);
        Assert.All(evidence.Checks, check => Assert.Contains(check.What, page, StringComparison.Ordinal));
        Assert.Contains($"**{evidence.Checks.Count} of {evidence.Checks.Count} checks passed**", page, StringComparison.Ordinal);
        Assert.Contains("built from commit 0123abc;", page, StringComparison.Ordinal);
        Assert.Contains("| adam | 1 | 4,918,090 |", page, StringComparison.Ordinal);
        Assert.Contains("not measured", page, StringComparison.Ordinal);

        var json = JsonDocument.Parse(EvidenceReport.Json(evidence)).RootElement;
        Assert.Equal(evidence.Checks.Count, json.GetProperty("checks").GetArrayLength());
        Assert.Equal("cpu", json.GetProperty("machine").GetProperty("device").GetString());
    }

    /// <summary>A check that fails says so on the page, and the others are there all the same.</summary>
    [Fact]
    public void A_failure_is_not_overlooked()
    {
        var machine = new Machine(
            "cuda:0", "Card, 1 MiB, driver 1", "2.10.0 (external runtime)", "0.107.0", "10.0", "system", "an unknown commit", "2026-01-01");
        Check[] checks =
        [
            new("parity", "adam", "half ulps", 20, 1.5, 250, 100, false),
            new("parity", "sgd", "half ulps", 20, 1.5, 3, 100, true),
            new("moves", "there", null, 1, null, null, null, false, "no such device"),
        ];
        var evidence = new Evidence(1, machine, checks, [new StepTiming("adam", "1", 10, 300, 100, 9, 275, 8)]);

        Assert.False(evidence.Passed);
        var page = EvidenceReport.Page(evidence);
        Assert.Contains("**1 of 3 checks passed, 2 FAILED**", page, StringComparison.Ordinal);
        Assert.Contains("| adam | 20 | 1.5 | 250 | 100 | **FAILED** |", page, StringComparison.Ordinal);
        Assert.Contains("* there: **FAILED** no such device", page, StringComparison.Ordinal);
        Assert.Contains("| adam | 1 | 10 | 300.0 | 100.0 | 3.0 | 9 | 275 | 8 | 34.4 |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_device_the_page_says_so_and_why() =>
        Assert.Contains("**Not measured**: no card.", EvidenceReport.NotMeasured("no card"), StringComparison.Ordinal);

    /// <summary>What ncu prints: its own lines, a header, and a line for each kernel.</summary>
    [Fact]
    public void Kernels_are_counted_in_the_profilers_table()
    {
        const string Output =
            "==PROF== Connected to process 7\n\"ID\",\"Process ID\",\"Kernel Name\"\n\"0\",\"7\",\"void "
                + "at::native::vectorized\"\n\"1\",\"7\",\"other\"\n==PROF== Disconnected\n";
        Assert.Equal(2, LaunchCounter.Kernels(Output));
        Assert.Throws<InvalidOperationException>(() => LaunchCounter.Kernels("==ERROR== no permission\n"));
    }

    /// <summary>Where a CUDA device is at hand, what the evidence says is of this very device.</summary>
    [CudaTheory]
    [MemberData(nameof(Devices))]
    public void On_CUDA_every_check_passes(string device)
    {
        var checks = Checks.Run(device, cases: 1).ToList();
        Assert.All(checks, check => Assert.True(check.Passed, $"{check.Group}: {check.What}: {check.Largest} {check.Failure}"));
    }

    public static TheoryData<string> Devices => [.. Cuda.Devices];
}
