using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptimizerDynamics.Networks;

/// <summary>A graph as JSON, so that a file says of itself what network its numbers belong to.</summary>
/// <remarks>
/// <c>{"name":"BasicNet","channels":3,"layers":[{"kind":"convolution","name":"C1","inputs":[-1],"features":8,"kernel":3,"stride":1,
/// "padding":1,"bias":false},…]}</c>. Kinds are the layers' names in lower case; a layer has its own settings and no others.
/// </remarks>
public static class GraphJson
{
    /// <summary>Writes a graph.</summary>
    /// <param name="graph">The graph.</param>
    public static string Write(NetworkGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new JsonObject
        {
            ["name"] = graph.Name,
            ["channels"] = graph.Channels,
            ["layers"] = new JsonArray([.. graph.Layers.Select(NodeOf)]),
        }.ToJsonString();
    }

    /// <summary>Reads a graph.</summary>
    /// <param name="text">What <see cref="Write"/> wrote.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static NetworkGraph Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            var json = JsonNode.Parse(text)!;
            return new NetworkGraph(
                (string)json["name"]!, (int)json["channels"]!, json["layers"]!.AsArray().Select(node => LayerOf(node!)));
        }
        catch (Exception cause) when (cause
            is JsonException or InvalidOperationException or ArgumentException or NullReferenceException or OverflowException)
        {
            throw new FormatException("It is no graph of a network.", cause);
        }
    }

    private static JsonNode NodeOf(Layer layer)
    {
        var node = new JsonObject
        {
            ["kind"] = layer.GetType().Name.ToLowerInvariant(),
            ["name"] = layer.Name,
            ["inputs"] = new JsonArray([.. layer.Inputs.Select(input => (JsonNode)input)]),
        };
        switch (layer)
        {
            case Convolution convolution:
                node["features"] = convolution.Features;
                node["bias"] = convolution.HasBias;
                Add(node, convolution.Window);
                break;
            case MaxPooling pooling: Add(node, pooling.Window); break;
            case Activation activation: node["slope"] = activation.NegativeSlope; break;
            case Linear linear: node["units"] = linear.Units; break;
        }

        return node;
    }

    private static Layer LayerOf(JsonNode node)
    {
        var (kind, name) = ((string)node["kind"]!, (string)node["name"]!);
        int[] inputs = [.. node["inputs"]!.AsArray().Select(input => (int)input!)];
        if (inputs.Length != (kind == "addition" ? 2 : 1))
            throw new FormatException($"'{name}' reads {inputs.Length} layers.");
        return kind switch
        {
            "convolution" => new Convolution(name, inputs[0], (int)node["features"]!, WindowOf(node), (bool)node["bias"]!),
            "normalization" => new Normalization(name, inputs[0]),
            "activation" => new Activation(name, inputs[0], (double)node["slope"]!),
            "maxpooling" => new MaxPooling(name, inputs[0], WindowOf(node)),
            "globalmaxpooling" => new GlobalMaxPooling(name, inputs[0]),
            "globalmeanpooling" => new GlobalMeanPooling(name, inputs[0]),
            "addition" => new Addition(name, inputs[0], inputs[1]),
            "linear" => new Linear(name, inputs[0], (int)node["units"]!),
            _ => throw new FormatException($"There is no layer of the kind '{kind}'."),
        };
    }

    private static void Add(JsonObject node, Window window)
    {
        node["kernel"] = window.Kernel;
        node["stride"] = window.Stride;
        node["padding"] = window.Padding;
    }

    private static Window WindowOf(JsonNode node) => new((int)node["kernel"]!, (int)node["stride"]!, (int)node["padding"]!);
}
