using OptimizerDynamics.Experiments;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>
/// The arrows between the projects: core ← Networks ← {Torch, Data}; Networks ← Checkpoints; {Networks, Data} ← Experiments; {Experiments,
/// Checkpoints} ← Reports; everything ← Cli.
/// </summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void Experiments_knows_the_core_networks_data_and_the_yaml_reader_only() => Assert.Equal(
        ["OptimizerDynamics", "OptimizerDynamics.Data", "OptimizerDynamics.Networks", "System.Numerics.Tensors", "YamlDotNet"],
        Others(typeof(OptimizerFile)));

    [Fact]
    public void Reports_knows_experiments_checkpoints_and_what_draws_and_nothing_of_Torch() => Assert.Equal(
        [
            "Markdig", "OptimizerDynamics", "OptimizerDynamics.Checkpoints", "OptimizerDynamics.Experiments", "OptimizerDynamics.Networks",
            "OxyPlot", "OxyPlot.SkiaSharp",
            "SkiaSharp"],
        Others(typeof(OptimizerDynamics.Reports.ReportFiles)));

    [Fact]
    public void Data_knows_the_core_networks_and_what_decodes_images() =>
        Assert.Equal(["OptimizerDynamics", "OptimizerDynamics.Networks", "SkiaSharp"], Others(typeof(OptimizerDynamics.Data.RenderedSet)));

    [Fact]
    public void Torch_knows_the_core_networks_and_TorchSharp_at_most() =>
        Assert.Subset(
            new HashSet<string> { "OptimizerDynamics", "OptimizerDynamics.Networks", "TorchSharp" },
            Others(typeof(NativeTorch)).ToHashSet());

    [Fact]
    public void The_command_line_stands_on_top_of_all_and_leaves_TorchSharp_to_Torch() => Assert.Equal(
        [
            "OptimizerDynamics", "OptimizerDynamics.Checkpoints", "OptimizerDynamics.Data", "OptimizerDynamics.Experiments",
            "OptimizerDynamics.Networks", "OptimizerDynamics.Reports", "OptimizerDynamics.Torch", "Spectre.Console", "Spectre.Console.Ansi",
            "System.CommandLine"],
        Others(typeof(CommandLine)));

    private static IEnumerable<string> Others(Type type)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return type.Assembly.GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => !File.Exists(Path.Combine(runtime, $"{name}.dll")))
            .Order();
    }
}
