namespace OptimizerDynamics.Checkpoints;

/// <summary>Where a number of features can stand at a convolution.</summary>
internal enum ConvolutionEnd
{
    /// <summary>At its output and not at its input: it is normalized after the convolution.</summary>
    Output,

    /// <summary>At its input and not at its output: it is normalized before the convolution, as pre-activation networks do.</summary>
    Input,

    /// <summary>At both.</summary>
    Both,

    /// <summary>At neither.</summary>
    Neither,
}

/// <summary>A module with a kernel of one to three dimensions.</summary>
/// <param name="module">The module.</param>
/// <param name="kernel">Its weights: (filters, inputs, …) in PyTorch, (…, inputs, filters) elsewhere.</param>
internal sealed class ConvolutionModule(CheckpointModule module, NamedTensor kernel)
{
    /// <summary>The largest number of weights of a convolution. Published ones have some 10⁷; a view of a file can claim any number of
    /// elements that are not in it, and reading them would take as long as it claims.</summary>
    private const long MostWeights = 4_000_000_000;

    private readonly IReadOnlyList<long> _shape = kernel.Data.Shape;

    /// <summary>The module.</summary>
    public CheckpointModule Module => module;

    private bool IsOfPyTorch => module.Find("weight") == kernel;

    private bool IsCalledTransposed => Contains("transpose") || Contains("deconv");

    private bool IsCalledDepthwise => kernel.Name.Contains("depthwise", StringComparison.OrdinalIgnoreCase)
        || module.Last.StartsWith("conv_dw", StringComparison.Ordinal);

    /// <summary>The convolution of a module; null where it has no kernel.</summary>
    /// <param name="module">The module.</param>
    public static ConvolutionModule? Of(CheckpointModule module)
    {
        var kernel = module.Find("weight", "pointwise_kernel", "depthwise_kernel", "kernel", "w", "vars.0");
        return kernel is { Data.Shape.Count: >= 3 and <= 5 } && kernel.Data.Shape.All(size => size > 0) && kernel.Data.Count <= MostWeights
            ? new ConvolutionModule(module, kernel) : null;
    }

    /// <summary>Where a number of features can stand.</summary>
    /// <param name="features">The number.</param>
    public ConvolutionEnd EndOf(long features)
    {
        var (filters, inputs) = IsOfPyTorch
            ? IsCalledTransposed ? (_shape[1], _shape[0]) : (_shape[0], _shape[1])
            : IsCalledTransposed ? (_shape[^2], _shape[^1])
            : (_shape[^1], _shape[^2]);
        // Depthwise: one input a filter, as many inputs as filters.
        if (IsOfPyTorch && _shape[1] == 1 && _shape[0] > 1)
            return features == _shape[0] ? ConvolutionEnd.Both : ConvolutionEnd.Neither;
        if (!IsOfPyTorch && IsCalledDepthwise && module.Find("pointwise_kernel") is null)
            return features == filters * inputs ? ConvolutionEnd.Both : ConvolutionEnd.Neither;
        // Grouped convolutions have a multiple of the inputs that the shape shows.
        var isInput = features == inputs || (features != filters && features % inputs == 0 && filters % (features / inputs) == 0);
        return (features == filters, isInput) switch
        {
            (true, true) => ConvolutionEnd.Both,
            (true, false) => ConvolutionEnd.Output,
            (false, true) => ConvolutionEnd.Input,
            _ => ConvolutionEnd.Neither,
        };
    }

    /// <summary>The pair with a layer that is known to follow directly; null where the shape contradicts.</summary>
    /// <param name="features">The layer's number of features.</param>
    public PairedConvolution? Before(long features)
    {
        int? axis = IsOfPyTorch
            ? (IsCalledTransposed && _shape[1] == features) || (_shape[0] != features && _shape[1] == features) ? 1
                : _shape[0] == features ? 0 : null
            : IsCalledTransposed && _shape[^2] == features ? _shape.Count - 2
            : _shape[^1] == features ? _shape.Count - 1
            : _shape[^1] == 1 && _shape[^2] == features ? _shape.Count - 2
            : null;
        return axis is { } filters ? new PairedConvolution(module.Name, kernel.Data, BiasOf(features), filters) : null;
    }

    private TensorData? BiasOf(long features) =>
        (module.Find("bias") ?? (module.Find("vars.1") is { } numbered ? numbered : module.Find("b"))) is { } bias
        && bias.Data.Count == features ? bias.Data : null;

    private bool Contains(string word) => module.Last.Contains(word, StringComparison.OrdinalIgnoreCase);
}
