using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Benchmarks;

/// <summary>The parameters of the paper's BasicNet for RGB images and 10 classes.</summary>
internal static class BasicNetLayout
{
    private static readonly Dictionary<double, ParameterLayout> _known = [];

    /// <summary>The layout at a width.</summary>
    public static ParameterLayout Of(double width)
    {
        if (!_known.TryGetValue(width, out var layout))
        {
            NativeTorch.Load();
            using var network = new Torch.BasicNet(width);
            using var buffer = new ParameterBuffer(network);
            _known.Add(width, layout = buffer.Layout);
        }

        return layout;
    }
}
