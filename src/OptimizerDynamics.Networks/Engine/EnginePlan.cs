using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>What the engine computes for a graph: stages on planes, one behind the other, then steps on vectors.</summary>
internal sealed class EnginePlan
{
    private readonly NetworkInput _input;
    private int _next;

    /// <summary>Finds the stages of a graph.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="input">What it reads.</param>
    /// <exception cref="ArgumentException">The engine does not compute such a network; the message names the layer and says
    /// why.</exception>
    public EnginePlan(NetworkGraph graph, NetworkInput input)
    {
        (Graph, _input) = (graph, input);
        if (graph.Layers.Index()
            .FirstOrDefault(entry => entry.Item.Inputs is not [var read] || read != entry.Index - 1) is { Item: { } other })
            throw Refused(other, "it does not read the layer before it and nothing else");
        var stages = ImmutableArray.CreateBuilder<EngineStage>();
        do
            stages.Add(NextStage(stages.LastOrDefault()));
        while (!stages[^1].IsLast);
        Stages = stages.ToImmutable();
        VectorSteps = [.. graph.Layers.Skip(_next).Select(StepOf)];
    }

    /// <summary>The network.</summary>
    public NetworkGraph Graph { get; }

    /// <summary>Rows and columns of an image.</summary>
    public (int Height, int Width) Image => (_input.Height, _input.Width);

    /// <summary>The stages, in order; the last has a global pooling.</summary>
    public ImmutableArray<EngineStage> Stages { get; }

    /// <summary>The steps behind the global pooling, in order; the last one's output are the logits.</summary>
    public ImmutableArray<EngineVectorStep> VectorSteps { get; }

    /// <summary>Why the engine does not compute a network, with the layer's name; null where it does.</summary>
    /// <param name="graph">The network.</param>
    public static string? WhyNot(NetworkGraph graph)
    {
        try
        {
            // What can be computed does not depend on the images.
            _ = new EnginePlan(graph, new NetworkInput(graph.SmallestImage, graph.SmallestImage, new ChannelNormalization([], [])));
            return null;
        }
        catch (ArgumentException refused)
        {
            return refused.Message;
        }
    }

    private EngineStage NextStage(EngineStage? before)
    {
        var index = _next;
        if (Take<Convolution>() is not { } convolution)
            throw Refused(Graph.Layers[index], "it stands where the engine expects a convolution");
        if (convolution.Window != new Window(3, 1, 1))
            throw Refused(convolution, "its window is not 3 × 3 with stride 1 and padding 1");
        var parameters = Graph.ParametersOf(index);
        var normalization = _next;
        var stage = new EngineStage
        {
            Convolution = index,
            Inputs = Graph.ChannelsOf(index - 1),
            Outputs = convolution.Features,
            Height = before?.OutputHeight ?? _input.Height,
            Width = before?.OutputWidth ?? _input.Width,
            Weight = parameters[0],
            Bias = convolution.HasBias ? parameters[1] : null,
            Normalization = Take<Normalization>() is null ? null : (
                Graph.ParametersOf(normalization)[0], Graph.ParametersOf(normalization)[1],
                Graph.StatisticsOf(normalization)[0], Graph.StatisticsOf(normalization)[1]),
            NegativeSlope = (float?)Take<Activation>()?.NegativeSlope,
        };
        if (Take<MaxPooling>() is { Window: var window })
            stage = stage with { Pooling = EnginePooling.Max, Window = window };
        else if (Take<GlobalMaxPooling>() is not null)
            stage = stage with { Pooling = EnginePooling.GlobalMax };
        else if (Take<GlobalMeanPooling>() is not null)
            stage = stage with { Pooling = EnginePooling.GlobalMean };
        return stage;
    }

    private EngineVectorStep StepOf(Layer layer, int offset)
    {
        var index = _next + offset;
        var inputs = Graph.ChannelsOf(index - 1);
        return layer switch
        {
            Linear linear => new EngineVectorStep(inputs, linear.Units, Graph.ParametersOf(index)[0], Graph.ParametersOf(index)[1], 1),
            Activation activation => new EngineVectorStep(inputs, inputs, null, null, (float)activation.NegativeSlope),
            _ => throw Refused(layer, "it stands where the engine expects a linear layer or an activation"),
        };
    }

    private T? Take<T>() where T : Layer
    {
        if (_next >= Graph.Layers.Length || Graph.Layers[_next] is not T layer)
            return null;
        _next++;
        return layer;
    }

    private ArgumentException Refused(Layer layer, string why) => new(
        $"The CPU engine does not compute {Graph.Name}: layer '{layer.Name}' ({layer.GetType().Name}): {why}. libtorch does.");
}
