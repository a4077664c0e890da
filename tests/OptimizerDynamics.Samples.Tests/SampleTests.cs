using System.Reflection;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Samples.Tests;

/// <summary>The samples run as their page says, and show what they are there to show.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optdyn-samples-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_module_is_watched_while_its_features_die()
    {
        var lines = Run("watch-a-module");

        Assert.Equal(6, lines.Length);
        Assert.Matches(@"^1000   0\.\d\d   +[1-9]\d* of 16   +-?0\.\d{3}   +\d\.\de-\d$", lines[^1]);
    }

    [Fact]
    public void An_optimizer_of_ones_own_keeps_the_laws_and_is_simulated()
    {
        var lines = Run("own-optimizer");

        Assert.All(lines[..6], line => Assert.EndsWith(" holds", line, StringComparison.Ordinal));
        Assert.Matches(@"^λ = 1e-3   L2 +\d+   weight decay +\d+$", lines[^1]);
    }

    [Fact]
    public void A_study_and_a_measure_of_ones_own_end_in_a_report()
    {
        var lines = Run("own-study", "here");

        Assert.EndsWith(",negativeShift", lines[1], StringComparison.Ordinal);
        Assert.Contains("β < 0", File.ReadAllText(Path.Combine(_folder.FullName, "here", "report", "memory", "trials.csv"))
            + File.ReadAllText(Path.Combine(_folder.FullName, "here", "report", "memory", "README.md")), StringComparison.Ordinal);
    }

    /// <summary>Of the six cells of the committed study.</summary>
    [PandasFact]
    public void Records_are_read_with_pandas()
    {
        var lines = Start(PandasFactAttribute.Python!, Path.Combine(Samples, "read-records", "read_records.py"));

        Assert.Equal(8, lines.Length);
        Assert.All(lines[2..], line => Assert.EndsWith(" 8.0000", line, StringComparison.Ordinal));
    }

    private static string Samples => Metadata("Samples");

    private string[] Run(string sample, params string[] arguments) => Start(
        ChildProcess.Dotnet, [Path.Combine(Samples, sample, "bin", Metadata("Configuration"), "net10.0", $"{sample}.dll"), .. arguments]);

    private string[] Start(string program, params string[] words) => ChildProcess.Succeed(_folder.FullName, [], program, words)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Metadata(string key) => typeof(SampleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == key).Value!;
}
