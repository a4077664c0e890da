using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Networks.Tests;

/// <summary>Small trainings leave the digests of tests/EngineBits/golden.txt, whatever vectors the processor has and however the runtime
/// compiles. Where a digest differs on another processor or system, its line names the training.</summary>
public class EngineBitsTests
{
    [Theory]
    [InlineData("DOTNET_TieredCompilation", "1")]
    [InlineData("DOTNET_TieredCompilation", "0")]
    [InlineData("DOTNET_EnableAVX512", "0")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0")]
    public void Trainings_leave_the_same_bits_under_every_setting_of_the_runtime(string variable, string value)
    {
        RequireGolden(Run(variable, value), $"{variable}={value} changes");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void Trainings_leave_the_same_bits_on_any_number_of_threads(string threads)
    {
        RequireGolden(Run("DOTNET_TieredPGO", "0", "--threads", threads), $"{threads} threads change");
    }

    private static void RequireGolden(string[] found, string change)
    {
        var golden = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "golden.txt"));
        var different = golden.Where(line => !found.Contains(line)).Select(line => line.Split(' ')[0]);
        Assert.True(golden.SequenceEqual(found), $"{change}: {string.Join(", ", different)}");
    }

    private static string[] Run(string variable, string value, params string[] arguments) =>
        BitsProcess.Run("engine-bits.dll", variable, value, arguments);
}
