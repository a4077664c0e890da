using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptimizerDynamics.Torch.Networks;

/// <summary>The paper's BasicNet: seven 3×3 convolutions C1 to C7, each with batch normalization and ReLU, then two linear layers.</summary>
/// <remarks>
/// 64, 128, 128, 256, 256, 512 and 512 features, times the width; 2×2 max pooling behind C2, C4 and C6 and a global one behind C7, so that
/// images may have any size of at least 8×8. The convolutions have no bias, which the normalization would take away. Input:
/// [batch, channels, height, width]; output: [batch, classes], before the softmax.
/// </remarks>
public sealed class BasicNet : Module<Tensor, Tensor>
{
    private static readonly int[] _features = [64, 128, 128, 256, 256, 512, 512];

    private readonly Sequential _layers;

    /// <summary>A BasicNet, initialized as PyTorch does.</summary>
    /// <param name="width">Multiplies the number of features of each layer, rounded to whole features; above 0, 1 is the paper's.</param>
    /// <param name="channels">Channels of an image, at least 1.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or a layer would have no feature.</exception>
    public BasicNet(double width = 1, int channels = 3, int classes = 10)
        : base(nameof(BasicNet))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (!(width > 0) || Math.Round(_features[0] * width) < 1)
            throw new ArgumentOutOfRangeException(nameof(width), width, $"width = {width} leaves a layer without features.");

        var layers = new List<(string, Module<Tensor, Tensor>)>();
        var inputs = channels;
        for (var i = 0; i < _features.Length; i++)
        {
            var features = (int)Math.Round(_features[i] * width);
            layers.Add(($"C{i + 1}", Conv2d(inputs, features, kernel_size: 3, padding: 1, bias: false)));
            layers.Add(($"N{i + 1}", BatchNorm2d(features)));
            layers.Add(($"A{i + 1}", ReLU()));
            if (i % 2 == 1)
                layers.Add(($"P{i + 1}", MaxPool2d(2)));
            inputs = features;
        }

        layers.Add(("pool", AdaptiveMaxPool2d([1, 1])));
        layers.Add(("flat", Flatten()));
        layers.Add(("fc1", Linear(inputs, inputs)));
        layers.Add(("A8", ReLU()));
        layers.Add(("fc2", Linear(inputs, classes)));
        _layers = Sequential(layers);
        register_module("layers", _layers);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => _layers.forward(input);
}
