using System.Reflection;
using static TorchSharp.torch;

// libtorch has one random generator and one set of threads for the whole process: tests at the same time would draw from each other's seed.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace OptimizerDynamics.Torch.Tests;

public sealed class NativeTorchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optdyn-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_says_what_was_loaded()
    {
        var metadata = typeof(NativeTorchTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();
        var built = metadata.Single(m => m.Key == "TorchRuntime").Value;

        var info = NativeTorch.Load();

        Assert.Equal(built, info.Runtime.ToString(), ignoreCase: true);
        Assert.Equal(NativeTorch.RequiredVersion, new Version(info.LibtorchVersion.Major, info.LibtorchVersion.Minor));
        Assert.NotEmpty(Directory.GetFiles(info.Directory, "*torch_cpu*"));
        Assert.Equal(cuda.is_available(), info.CudaAvailable);
    }

    [Fact]
    public void Load_from_many_threads_loads_once()
    {
        var infos = new NativeTorchInfo[8];

        Parallel.For(0, infos.Length, i => infos[i] = NativeTorch.Load());

        Assert.All(infos, info => Assert.Same(infos[0], info));
    }

    [Fact]
    public void The_required_version_is_the_one_that_TorchSharp_is_compiled_for()
    {
        NativeTorch.Load();

        var compiledFor = Version.Parse(__version__);
        Assert.Equal(NativeTorch.RequiredVersion, new Version(compiledFor.Major, compiledFor.Minor));
    }

    [Fact]
    public void Convolution_and_batch_norm_compute_what_a_hand_does()
    {
        NativeTorch.Load();
        using var scope = NewDisposeScope();
        var image = arange(1, 10, dtype: ScalarType.Float32).reshape(1, 1, 3, 3);
        // The first filter subtracts the lower right of each 2x2 patch from its upper left; the second sums the patch.
        var filters = tensor(new float[] { 1, 0, 0, -1, 1, 1, 1, 1 }).reshape(2, 1, 2, 2);
        var filterBias = tensor(new float[] { 0, 1 }).requires_grad_();
        var (gamma, beta) = (tensor(new float[] { 7, 7 }).requires_grad_(), tensor(new float[] { 1, 1 }).requires_grad_());
        var (mean, variance) = (zeros(2), ones(2));

        var convolved = nn.functional.conv2d(image, filters, filterBias);
        // The second channel has mean 21 and variance 40, so this epsilon makes the divisor 7.
        var normed = nn.functional.batch_norm(convolved, mean, variance, gamma, beta, training: true, momentum: 0.1, eps: 9);
        (normed.square().sum() / 2).backward();

        Equal([-4, -4, -4, -4, 13, 17, 25, 29], convolved);
        Equal([1, 1, 1, 1, -7, -3, 5, 9], normed);
        Equal([-0.4f, 2.1f], mean);
        Equal([0.9f, 0.9f + 0.1f * 160 / 3], variance);
        Equal([4, 4], beta.grad!);
        Equal([0, 160f / 7], gamma.grad!);
        Equal([0, 0], filterBias.grad!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(TorchRuntime.Cpu)]
    [InlineData(TorchRuntime.Cuda)]
    public void Without_the_variable_a_program_uses_its_own_libtorch(TorchRuntime? builtWith)
        => Assert.Null(NativeTorch.ExternalFolder(null, builtWith, []));

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void A_program_without_libtorch_asks_for_the_variable(string? variable)
        => AssertRefused(variable, [NativeTorch.Variable, "TorchRuntime=cpu"], TorchRuntime.External);

    [Fact]
    public void A_whole_libtorch_is_taken()
    {
        var folder = FakeLibtorch("lib", "libtorch.so", "libtorch_cpu.so", "libc10.so");

        Assert.Equal(folder, NativeTorch.ExternalFolder(folder + "/", TorchRuntime.External, [_folder.FullName]));
    }

    [Fact]
    public void A_file_or_nothing_at_all_is_no_folder()
    {
        AssertRefused(Path.Combine(FakeLibtorch("lib", "libtorch.so"), "libtorch.so"), ["is not a folder"]);
        AssertRefused(Path.Combine(_folder.FullName, "nothing"), ["is not a folder", "nothing"]);
    }

    [Fact]
    public void What_a_folder_lacks_is_named()
        => AssertRefused(FakeLibtorch("lib", "libtorch.so"), ["lacks libc10.so, libtorch_cpu.so.", "torch/lib folder"]);

    [Fact]
    public void The_folder_above_the_libraries_gets_a_hint()
    {
        var folder = FakeLibtorch("lib", "libtorch.so", "libtorch_cpu.so", "libc10.so");

        AssertRefused(_folder.FullName, ["lacks", $"Set it to '{folder}'"]);
    }

    [Fact]
    public void Two_libtorch_are_refused_but_the_same_one_twice_is_not()
    {
        var named = FakeLibtorch("named", "libtorch.so", "libtorch_cpu.so", "libc10.so");
        var own = FakeLibtorch("own", "libtorch_cpu.so");

        AssertRefused(named, ["libtorch of its own", own, "Unset the variable"], TorchRuntime.Cpu, own);
        Assert.Equal(named, NativeTorch.ExternalFolder(named, TorchRuntime.Cpu, [named + "/"]));
    }

    [Theory]
    [InlineData(null, "does not tell its version")]
    [InlineData("2.9.1", "is version 2.9.1")]
    [InlineData("3.10.0", "is version 3.10.0")]
    public void Another_version_is_refused(string? version, string because)
    {
        var reported = version is null ? null : new Version(version);

        var error = Assert.Throws<NativeTorchException>(() => NativeTorch.CheckVersion(reported, "/pytorch"));

        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.Contains("/pytorch", error.Message, StringComparison.Ordinal);
        NativeTorch.CheckVersion(new Version(2, 10, 1), "/pytorch");
    }

    [Theory]
    [InlineData("Unable to load.\n/a/LibTorchSharp.so: cannot open\nlibc10.so: cannot open\n", "libc10.so: cannot open")]
    [InlineData("Unable to load.\n/a/libLibTorchSharp.so: cannot open\n", "libLibTorchSharp.so was not found")]
    [InlineData("Unable to load.\nno version V (required by libLibTorchSharp.so)\n", "no version V (required by libLibTorchSharp.so)")]
    [InlineData("A sentence alone.", "A sentence alone.")]
    public void The_reason_is_what_the_loader_said_of_the_library_it_found(string message, string reason)
        => Assert.Equal(reason, NativeTorch.LoaderReason(message));

    private static void AssertRefused(
        string? variable, string[] says, TorchRuntime builtWith = TorchRuntime.External, params string[] searchFolders)
    {
        var error = Assert.Throws<NativeTorchException>(() => NativeTorch.ExternalFolder(variable, builtWith, searchFolders));
        Assert.All(says, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static void Equal(float[] expected, Tensor actual)
    {
        var values = actual.data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    private string FakeLibtorch(string name, params string[] files)
    {
        var folder = _folder.CreateSubdirectory(name).FullName;
        foreach (var file in files)
            File.WriteAllText(Path.Combine(folder, file), "");
        return folder;
    }
}
