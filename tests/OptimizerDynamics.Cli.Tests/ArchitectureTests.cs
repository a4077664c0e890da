using OptimizerDynamics.Records;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>The arrows between the projects: core ← Records ← Reports ← Cli, and core ← Rendering ← Torch ← Cli.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void Records_knows_the_core_and_the_yaml_reader_only() =>
        Assert.Equal(["OptimizerDynamics", "YamlDotNet"], Others(typeof(OptimizerFile)));

    [Fact]
    public void Reports_knows_records_and_what_draws_and_nothing_of_Torch() => Assert.Equal(
        ["Markdig", "OptimizerDynamics", "OptimizerDynamics.Records", "OxyPlot", "OxyPlot.SkiaSharp", "SkiaSharp"], Others(typeof(OptimizerDynamics.Reports.Pages.ReportFiles)));

    [Fact]
    public void Rendering_knows_the_core_alone() => Assert.Equal(["OptimizerDynamics"], Others(typeof(OptimizerDynamics.Rendering.RenderedSet)));

    [Fact]
    public void Torch_knows_the_core_rendering_TorchSharp_and_what_decodes_pictures_at_most() =>
        Assert.Subset(new HashSet<string> { "OptimizerDynamics", "OptimizerDynamics.Rendering", "SkiaSharp", "TorchSharp" }, Others(typeof(NativeTorch)).ToHashSet());

    [Fact]
    public void The_command_line_stands_on_top_of_all_and_leaves_TorchSharp_to_Torch() => Assert.Equal(
        ["OptimizerDynamics", "OptimizerDynamics.Records", "OptimizerDynamics.Rendering", "OptimizerDynamics.Reports", "OptimizerDynamics.Torch", "Spectre.Console", "Spectre.Console.Ansi", "System.CommandLine", "System.Numerics.Tensors"], Others(typeof(CommandLine)));

    private static IEnumerable<string> Others(Type type)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return type.Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!).Where(name => !File.Exists(Path.Combine(runtime, $"{name}.dll"))).Order();
    }
}
