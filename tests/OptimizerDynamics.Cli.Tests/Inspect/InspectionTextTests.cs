using OptimizerDynamics.Checkpoints;
using Spectre.Console.Testing;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>The page in terminals of any width.</summary>
public sealed class InspectionTextTests
{
    private static CheckpointReading Layers(int count, Func<int, string> name)
    {
        var tensors = new List<NamedTensor>();
        for (var i = 0; i < count; i++)
        {
            foreach (var leaf in new[] { "weight", "bias", "running_mean", "running_var" })
                tensors.Add(
                    new NamedTensor($"{name(i)}.{leaf}", TensorData.Of([2], leaf == "weight" ? [i % 2 == 0 ? 1e-5 : 1, 1] : [0, 0])));
        }

        return CheckpointReading.Of(new CheckpointContent("pytorch-zip", "model", tensors, null, []));
    }

    private static string Page(CheckpointReading reading, int width, bool isWhole = false)
    {
        using var console = new TestConsole().Width(width);
        new InspectionText(console, width, isWhole).Write("m.pt", reading);
        return console.Output;
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void No_line_is_longer_than_the_terminal_is_wide(int width)
    {
        var page = Page(Layers(3, i => $"backbone.bottom_up.stages.{i}.blocks.0.downsample.normalization"), width);
        Assert.All(page.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, width));
        Assert.Contains("< 1e-3", page);
        Assert.Contains("Filters died", page);
    }

    [Fact]
    public void A_long_name_keeps_its_beginning_and_its_end()
    {
        var page = Page(Layers(2, i => $"backbone.bottom_up.stages.{i}.blocks.0.downsample.normalization"), 50);
        Assert.Contains("backbone", page);
        Assert.Contains("…", page);
        Assert.Contains("normalization ", page);
    }

    [Fact]
    public void Of_many_layers_those_are_shown_that_have_something_to_tell()
    {
        var (some, all) = (Page(Layers(60, i => $"l{i:00}"), 120), Page(Layers(60, i => $"l{i:00}"), 120, isWhole: true));
        Assert.Contains("l58 ", some);
        Assert.DoesNotContain("l59 ", some);
        Assert.Contains("30 more layers", some);
        Assert.Contains("l59 ", all);
    }

    [Fact]
    public void A_name_with_control_characters_does_not_reach_the_terminal() =>
        Assert.DoesNotContain('\u001b', Page(Layers(1, _ => "bn\u001b[2J"), 80));

    [Fact]
    public void Numbers_in_names_are_compared_by_value()
    {
        string[] names = ["e10.pt", "e9.pt", "e1.pt", "e1b.pt", "e01.pt", "f0.pt", "e"];
        Assert.Equal(["e", "e01.pt", "e1.pt", "e1b.pt", "e9.pt", "e10.pt", "f0.pt"], names.Order(new NaturalOrder()));
    }

    [Fact]
    public void Files_are_called_by_what_tells_them_apart()
    {
        Assert.Equal(["9", "10"], HistoryText.ShortNames(["a/epoch9.pt", "a/epoch10.pt"]));
        Assert.Equal(["10", "11"], HistoryText.ShortNames(["a/epoch10.pt", "a/epoch11.pt"]));
        Assert.Equal(["1", "2"], HistoryText.ShortNames(["a.pt", "a.pt"]));
    }
}
