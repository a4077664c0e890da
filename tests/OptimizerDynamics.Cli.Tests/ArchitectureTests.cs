using OptimizerDynamics.Records;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>The arrows between the projects: core ← Records ← Cli.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void Records_knows_the_core_and_the_yaml_reader_only() =>
        Assert.Equal(["OptimizerDynamics", "YamlDotNet"], Others(typeof(OptimizerFile)));

    [Fact]
    public void The_command_line_stands_on_top_of_both() =>
        Assert.Equal(["OptimizerDynamics", "OptimizerDynamics.Records", "System.CommandLine"], Others(typeof(CommandLine)));

    private static IEnumerable<string> Others(Type type)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return type.Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!).Where(name => !File.Exists(Path.Combine(runtime, $"{name}.dll"))).Order();
    }
}
