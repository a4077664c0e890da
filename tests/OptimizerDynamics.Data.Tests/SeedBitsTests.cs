using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Data.Tests;

/// <summary>What follows from seeds has the digests of tests/SeedBits/seed-bits.txt, whatever vectors the processor has. Where a digest
/// differs on another processor or system, its line names what.</summary>
public sealed class SeedBitsTests
{
    [Theory]
    [InlineData("DOTNET_TieredCompilation", "1")]
    [InlineData("DOTNET_TieredCompilation", "0")]
    [InlineData("DOTNET_EnableAVX512", "0")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0")]
    public void Seeds_give_the_same_bits_under_every_setting_of_the_runtime(string variable, string value)
    {
        var golden = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "seed-bits.txt"));
        var found = Run(variable, value);
        var different = golden.Where(line => !found.Contains(line)).Select(line => line.Split(' ')[0]);
        Assert.True(golden.SequenceEqual(found), $"{variable}={value} changes: {string.Join(", ", different)}");
    }

    /// <summary>The bits are not the system's: a C library that is wrong by five units in the last place changes none.</summary>
    [InstalledFact("gcc", "/usr/lib/gcc")]
    public void A_wrong_mathematics_library_changes_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("wrong-math");
        var library = Path.Combine(folder.FullName, "wrong-math.so");
        var source = Path.Combine(AppContext.BaseDirectory, "wrong-math.c");
        ChildProcess.Succeed("", [], "gcc", "-O1", "-fno-builtin", "-shared", "-fPIC", "-o", library, source, "-ldl");
        var system = Run("LD_PRELOAD", "", "--system");
        var wrong = Run("LD_PRELOAD", library, "--system");
        Assert.All(system[0].Split(' ').Zip(wrong[0].Split(' ')), number => Assert.NotEqual(number.First, number.Second));
        var golden = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "seed-bits.txt"));
        var different = golden.Except(Run("LD_PRELOAD", library)).Select(line => line.Split(' ')[0]);
        Assert.Empty(different);
        folder.Delete(recursive: true);
    }

    private static string[] Run(string variable, string value, params string[] arguments) =>
        BitsProcess.Run("seed-bits.dll", variable, value, arguments);
}
