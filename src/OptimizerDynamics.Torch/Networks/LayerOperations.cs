using OptimizerDynamics.Networks;
using TorchSharp;
using static TorchSharp.torch;
using Linear = OptimizerDynamics.Networks.Linear;

namespace OptimizerDynamics.Torch;

/// <summary>What libtorch does for a layer of a graph.</summary>
internal static class LayerOperations
{
    /// <summary>The name of a layer's module, which may have no dot.</summary>
    public static string NameOf(Layer layer) => layer.Name.Replace('.', '_');

    /// <summary>The module that holds the parameters of a layer; null for a layer without.</summary>
    /// <param name="graph">The layer's graph.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="packed">The number of networks that are packed: their channels lie one network's behind another's, and linear layers
    /// are 1×1 convolutions. Null for a network of its own.</param>
    public static nn.Module<Tensor, Tensor>? ModuleOf(NetworkGraph graph, Layer layer, int? packed = null)
    {
        var groups = packed ?? 1;
        var inputs = groups * graph.ChannelsOf(layer.Input);
        return layer switch
        {
            Convolution { Window: var window } convolution => nn.Conv2d(
                inputs, groups * convolution.Features, kernel_size: window.Kernel, stride: window.Stride, padding: window.Padding,
                groups: groups, bias: convolution.HasBias),
            Normalization => nn.BatchNorm2d(inputs, eps: Normalization.Epsilon, momentum: Normalization.Momentum),
            Linear { Units: var units } when packed is null => nn.Linear(inputs, units),
            Linear { Units: var units } => nn.Conv2d(inputs, groups * units, kernel_size: 1, groups: groups),
            _ => null,
        };
    }

    /// <summary>What a layer that reads one other makes of it. Behind a global pooling the planes have one pixel.</summary>
    public static Tensor Apply(Layer layer, nn.Module<Tensor, Tensor>? module, Tensor input) => layer switch
    {
        Activation { NegativeSlope: 0 } => nn.functional.relu(input),
        Activation { NegativeSlope: var slope } => Leaky(input, slope),
        MaxPooling { Window: var window } => nn.functional.max_pool2d(input, window.Kernel, stride: window.Stride, padding: window.Padding),
        GlobalMaxPooling => nn.functional.adaptive_max_pool2d(input, [1, 1]),
        GlobalMeanPooling => nn.functional.adaptive_avg_pool2d(input, [1, 1]),
        Normalization => Normalized((TorchSharp.Modules.BatchNorm2d)module!, input),
        _ => module!.forward(input),
    };

    /// <summary>The module's normalization, without its count of mini-batches, which nothing here reads: TorchSharp adds to that with a
    /// number that the garbage collector may already have taken.</summary>
    private static Tensor Normalized(TorchSharp.Modules.BatchNorm2d module, Tensor input) => nn.functional.batch_norm(
        input, module.running_mean!, module.running_var!, module.weight, module.bias, module.training, Normalization.Momentum,
        Normalization.Epsilon);

    /// <summary>Leaky ReLU.</summary>
    /// <remarks><c>nn.functional.leaky_relu</c> makes a <see cref="TorchSharp.Scalar"/> of the slope that nothing keeps alive: where the
    /// garbage collector runs in the middle of the call, libtorch reads memory that was freed.</remarks>
    private static Tensor Leaky(Tensor input, double negativeSlope)
    {
        using TorchSharp.Scalar slope = negativeSlope;
        return input.leaky_relu(slope);
    }

    /// <summary>The same images, with the channels of a pixel side by side in memory: the order in which libtorch computes on a
    /// CPU.</summary>
    /// <remarks>
    /// All that follows keeps this order, so that one copy of the images spares a reordering at every convolution: a training step of
    /// BasicNet takes two thirds to nine tenths of the time (<c>tests/compare-training-steps</c>). On other devices the images are given
    /// back as they are.
    /// </remarks>
    /// <param name="images">Images, [batch, channels, height, width].</param>
    public static Tensor ChannelsLast(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.device_type != DeviceType.CPU)
            return images;
        var (channels, height, width) = (images.shape[1], images.shape[2], images.shape[3]);
        // With one channel there may be no copy: only the strides tell libtorch which order is meant. The images begin where they began.
        var ordered = images.permute(0, 2, 3, 1).contiguous();
        return ordered.as_strided(images.shape, [height * width * channels, 1, width * channels, channels], ordered.storage_offset());
    }
}
