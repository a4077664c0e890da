namespace OptimizerDynamics.Networks.Tests;

/// <summary>Graphs as JSON: what was written is read, and nothing else.</summary>
public sealed class GraphJsonTests
{
    public static TheoryData<string> Names => [.. Architectures.All.Select(architecture => architecture.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_graph_is_read_as_it_was_written(string name)
    {
        var graph = Architectures.All.Single(architecture => architecture.Name == name).Build(0.125, 3, 7, 0.1);

        Assert.Equal(graph, GraphJson.Read(GraphJson.Write(graph)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"name":"a","channels":3,"layers":[]}""")]
    [InlineData("""{"name":"a","channels":3,"layers":[{"kind":"linear","name":"fc","inputs":[],"units":2}]}""")]
    [InlineData("""{"name":"a","channels":3,"layers":[{"kind":"attention","name":"fc","inputs":[-1]}]}""")]
    [InlineData("""{"name":"a","channels":3,"layers":[{"kind":"linear","name":"fc","inputs":[5],"units":2}]}""")]
    [InlineData("""{"name":"a","channels":"x","layers":[]}""")]
    public void What_is_no_graph_is_refused(string text) => Assert.Throws<FormatException>(() => GraphJson.Read(text));
}
