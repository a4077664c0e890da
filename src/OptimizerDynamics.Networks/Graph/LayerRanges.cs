using System.Collections.Immutable;

using NamedTensor = (string Name, OptimizerDynamics.ParameterKinds Kind, System.Collections.Immutable.ImmutableArray<int> Shape);

namespace OptimizerDynamics.Networks;

/// <summary>A vector that is made of tensors of the layers: its layout (null where no layer has one), and each layer's part of
/// it.</summary>
internal sealed record LayerRanges(ParameterLayout? Layout, ImmutableArray<ImmutableArray<ParameterRange>> ByLayer)
{
    /// <summary>θ: weights and biases, γ and β.</summary>
    public static LayerRanges OfParameters(NetworkGraph graph) => Of(graph, (layer, name) => layer switch
    {
        Convolution { Features: var features, Window.Kernel: var kernel } convolution =>
        [
            ($"{name}.weight", ParameterKinds.Weight, [features, graph.ChannelsOf(layer.Input), kernel, kernel]),
            .. Bias(convolution.HasBias, name, features),
        ],
        Linear { Units: var units } =>
        [
            ($"{name}.weight", ParameterKinds.Weight, [units, graph.ChannelsOf(layer.Input)]),
            .. Bias(true, name, units),
        ],
        Normalization =>
        [
            ($"{name}.weight", ParameterKinds.NormScale, [graph.ChannelsOf(layer.Input)]),
            ($"{name}.bias", ParameterKinds.NormShift, [graph.ChannelsOf(layer.Input)]),
        ],
        _ => [],
    });

    /// <summary>Running means and variances.</summary>
    public static LayerRanges OfStatistics(NetworkGraph graph) => Of(graph, (layer, name) => layer is not Normalization ? [] :
    [
        ($"{name}.running_mean", ParameterKinds.NormShift, [graph.ChannelsOf(layer.Input)]),
        ($"{name}.running_var", ParameterKinds.NormScale, [graph.ChannelsOf(layer.Input)]),
    ]);

    private static LayerRanges Of(NetworkGraph graph, Func<Layer, string, IEnumerable<NamedTensor>> tensorsOf)
    {
        var tensors = graph.Layers.Select(layer => tensorsOf(layer, ModuleName(layer)).ToArray()).ToArray();
        if (tensors.All(of => of is []))
            return new LayerRanges(null, [.. tensors.Select(_ => ImmutableArray<ParameterRange>.Empty)]);
        var layout = new ParameterLayout(tensors.SelectMany(of => of));
        var next = 0;
        var byLayer = ImmutableArray.CreateBuilder<ImmutableArray<ParameterRange>>();
        foreach (var of in tensors)
        {
            byLayer.Add([.. layout.Ranges.Skip(next).Take(of.Length)]);
            next += of.Length;
        }

        return new LayerRanges(layout, byLayer.ToImmutable());
    }

    private static IEnumerable<NamedTensor> Bias(bool isThere, string name, int outputs) =>
        isThere ? [($"{name}.bias", ParameterKinds.Bias, [outputs])] : [];

    /// <summary>A layer's name in the names of its parameters, in which a dot stands before the parameter's own name.</summary>
    private static string ModuleName(Layer layer) => layer.Name.Replace('.', '_');
}
