using System.Text.Json;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>Made-up reports, so nothing here needs libtorch.</summary>
public sealed class DoctorRenderingTests
{
    private static readonly SmokeTestFacts _good = new("cpu", true, 2e-15, 4e-16, 1e-12, null);

    private static readonly DoctorReport _fine = new()
    {
        Program = new ProgramFacts("1.2.3", "10.0.1", "linux-x64"),
        System = new SystemFacts("Some Linux 12", "x64", "6.1.0"),
        LibStdCxx = new LibStdCxxFacts(
            "/lib/libstdc++.so.6", "GLIBCXX_3.4.30", "GLIBCXX_3.4.32", false, "/app/libLibTorchSharp.so", VersionDemand.Weak, null),
        Libtorch = new LibtorchFacts(true, "2.10.0", "2.10", "0.107.0", TorchRuntime.Cpu, "/app", null),
        Devices = new DeviceFacts(
            new CpuFacts("Some CPU", 16L << 30, 8L << 30), new CudaFacts(0, "built with the cpu runtime", [], "no tool")),
        SmokeTests = [_good],
        Threads = new ThreadFacts(8, 4, 2),
        Simd = new SimdFacts(256, true, true, false),
        Variables = new Dictionary<string, string>(),
        DataSets = [
            new DataSetFacts("mnist", DataSetState.NotFound, null, ["OPTDYN_DATA is not set"]),
            new DataSetFacts("cifar-10", DataSetState.Incomplete, "/data/c", ["a.bin is missing", "b.bin has 3 bytes, not 4"]),
            new DataSetFacts("cifar-100", DataSetState.Found, "/data/d", []),
        ],
        Problems = [],
    };

    private static readonly DoctorReport _broken = _fine with
    {
        Libtorch = new LibtorchFacts(false, null, "2.10", "0.107.0", TorchRuntime.External, null, "It is 'broken'."),
        SmokeTests = [],
        Threads = new ThreadFacts(8, null, null),
        Variables = new Dictionary<string, string> { ["OPTDYN_LIBTORCH"] = "/nowhere" },
        Problems = [new Problem("It is 'broken'.", "Mend it.")],
    };

    [Fact]
    public void A_fine_report_reads_as_it_should() => Assert.Equal(
        """
        Program
          optdyn            1.2.3
          .NET              10.0.1, linux-x64
          system            Some Linux 12, x64, kernel 6.1.0

        libstdc++
          file              /lib/libstdc++.so.6
          newest version    GLIBCXX_3.4.30; GLIBCXX_3.4.32: no
          TorchSharp asks   weakly for GLIBCXX_3.4.32: the build's fix is applied
          TorchSharp's file /app/libLibTorchSharp.so

        libtorch
          version           2.10.0
          runtime           cpu
          folder            /app
          TorchSharp        0.107.0, made for libtorch 2.10

        Devices
          cpu               Some CPU; memory 16.0 GiB, 8.0 GiB available
          cuda              none: built with the cpu runtime

        Smoke test: convolution and BatchNorm in float64 against plain loops
          cpu               ok: largest error 2.0e-15 (convolution), 4.0e-16 (BatchNorm); rounding stays
                            below 1e-12

        Threads and vectors
          processors        8
          libtorch          4 within an operation, 2 between operations
          .NET vectors      Vector<T>: 256 bits; the widest that the hardware speeds up: 256 bits

        Environment variables
          none              of those that matter here is set

        Data sets
          mnist             not found: OPTDYN_DATA is not set
          cifar-10          incomplete in /data/c: a.bin is missing; b.bin has 3 bytes, not 4
          cifar-100         found in /data/d

        All is well.

        """.ReplaceLineEndings("\n"),
        DoctorText.Render(_fine));

    [Fact]
    public void A_broken_report_ends_with_problem_and_remedy()
    {
        var text = DoctorText.Render(_broken);

        Assert.EndsWith("\nProblem: It is 'broken'.\nRemedy:  Mend it.\n", text, StringComparison.Ordinal);
        Assert.Contains("  version           not loaded, see below\n", text, StringComparison.Ordinal);
        Assert.Contains("  OPTDYN_LIBTORCH   /nowhere\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Smoke test", text, StringComparison.Ordinal);
        Assert.DoesNotContain("All is well", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_with_CUDA_are_all_named()
    {
        NvidiaGpu gpu = new("Some GPU", "16384 MiB", "570.1");
        string Text(int count, string? note, params NvidiaGpu[] driver) =>
            DoctorText.Render(_fine with { Devices = _fine.Devices with { Cuda = new CudaFacts(count, null, driver, note) } });

        Assert.Contains(
            "  cuda              cuda:0\n  nvidia-smi        Some GPU, 16384 MiB, driver 570.1\n", Text(1, null, gpu),
            StringComparison.Ordinal);
        Assert.Contains("  cuda              cuda:0 to cuda:2\n", Text(3, null, gpu, gpu, gpu), StringComparison.Ordinal);
        Assert.Contains("  names, memory     unknown: it is not here\n", Text(1, "it is not here"), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_values_are_broken_between_words_within_100_columns()
    {
        var words = string.Join(' ', Enumerable.Range(0, 80).Select(i => $"word{i}"));

        var text = DoctorText.Render(_fine with { Problems = [new Problem(words, "Mend it.")] });

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, DoctorText.LineLength));
        Assert.Contains(
            words, string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_documented_keys()
    {
        using var json = JsonDocument.Parse(DoctorJson.Render(_fine));
        var root = json.RootElement;

        Assert.Equal(
            [
                "version", "ok", "program", "system", "libStdCxx", "libtorch", "devices", "smokeTests", "threads", "simd", "variables",
                "dataSets", "problems",
            ],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(1, root.GetProperty("version").GetInt32());
        Assert.True(root.GetProperty("ok").GetBoolean());
        Assert.Equal("weak", root.GetProperty("libStdCxx").GetProperty("demand").GetString());
        Assert.Equal("cpu", root.GetProperty("libtorch").GetProperty("runtime").GetString());
        Assert.Equal(16L << 30, root.GetProperty("devices").GetProperty("cpu").GetProperty("totalMemory").GetInt64());
        Assert.Equal(2e-15, root.GetProperty("smokeTests")[0].GetProperty("convolutionError").GetDouble());
        Assert.Equal(
            ["notFound", "incomplete", "found"],
            root.GetProperty("dataSets").EnumerateArray().Select(data => data.GetProperty("state").GetString()));
        Assert.Equal(0, root.GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public void Broken_json_has_the_problems()
    {
        var text = DoctorJson.Render(_broken with { SmokeTests = [_good with { Ok = false, ConvolutionError = double.NaN }] });

        using var json = JsonDocument.Parse(text);
        var problem = Assert.Single(json.RootElement.GetProperty("problems").EnumerateArray());
        Assert.False(json.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal(("It is 'broken'.", "Mend it."), (problem.GetProperty("what").GetString(), problem.GetProperty("remedy").GetString()));
        Assert.Equal("NaN", json.RootElement.GetProperty("smokeTests")[0].GetProperty("convolutionError").GetString());
        Assert.Equal("/nowhere", json.RootElement.GetProperty("variables").GetProperty("OPTDYN_LIBTORCH").GetString());
        Assert.Contains("\n  \"problems\"", text, StringComparison.Ordinal);
    }
}
