namespace OptimizerDynamics.Checkpoints;

/// <summary>A normalization layer of a checkpoint, by its tensors.</summary>
/// <param name="Name">The module's name: that of its tensors without their last part (<c>layer1.0.bn1</c>).</param>
/// <param name="Kind">What it normalizes over.</param>
/// <param name="Features">The number of features, at least 1: elements of each of its tensors.</param>
/// <param name="Scale">γ; null where the layer has none (<c>affine=False</c>, Keras's <c>scale=False</c>), which is a γ of 1.</param>
/// <param name="Shift">β; null where the layer has none.</param>
/// <param name="HasStatistics">Whether there are a running mean and variance.</param>
/// <param name="Convolution">The convolution whose output it normalizes; null where that is not certain.</param>
public sealed record NormalizationLayer(
    string Name,
    NormalizationKind Kind,
    int Features,
    NamedTensor? Scale,
    NamedTensor? Shift,
    bool HasStatistics,
    PairedConvolution? Convolution = null);

/// <summary>A convolution whose output a normalization layer normalizes.</summary>
/// <param name="Name">The module's name (<c>layer1.0.conv1</c>).</param>
/// <param name="Weight">Its weights.</param>
/// <param name="Bias">Its bias; null where it has none.</param>
/// <param name="FilterAxis">The dimension of the weights' shape that counts filters: 0 in PyTorch, 1 of a transposed convolution there,
/// the last one in Keras.</param>
public sealed record PairedConvolution(string Name, TensorData Weight, TensorData? Bias, int FilterAxis)
{
    /// <summary>The number of weights of a filter, without its bias.</summary>
    public long WeightsPerFilter => Weight.Count / Math.Max(1, Weight.Shape[FilterAxis]);
}
