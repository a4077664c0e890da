using System.Collections.Immutable;
using OptimizerDynamics.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Linear = TorchSharp.Modules.Linear;

namespace OptimizerDynamics.Torch;

/// <summary>ResNet-50: a stem, sixteen bottlenecks in four stages, a mean over what is left, and one linear layer (He et al. 2016, "Deep residual learning for image recognition").</summary>
/// <remarks>
/// <para>A bottleneck has three convolutions, 1×1, 3×3 and 1×1, of n, n and 4n features (n = 64, 128, 256, 512 by stage, times the width), and adds its input to the third's output before the last
/// nonlinearity. Stages after the first halve the image in the 3×3 convolution of their first bottleneck, as PyTorch's ResNet-50 does.</para>
/// <para>Its feature layers are the stem (<c>conv1</c>) and the first two convolutions of each bottleneck (<c>res2.1a</c>, <c>res2.1b</c>, …, <c>res5.3b</c>): 7,616 features at full width. The
/// third convolution is none of them, because what it puts out is added to what all bottlenecks before it in the stage put out: no feature of its own goes through a nonlinearity, none can be inactive
/// alone, and none can be taken out alone. The totals of the paper's Table 5 fit this count and that of all convolutions alike.</para>
/// <para>Input: [batch, channels, height, width]; output: [batch, classes], before the softmax.</para>
/// </remarks>
public sealed class ResNet50 : FeatureNetwork
{
    private const int Expansion = 4;

    private static readonly (int Planes, int Blocks)[] _stages = [(64, 3), (128, 4), (256, 6), (512, 3)];

    private readonly Conv2d _stem;
    private readonly BatchNorm2d _stemNormalization;
    private readonly ImmutableArray<Bottleneck> _blocks;
    private readonly Linear _head;
    private readonly ImmutableArray<FeatureLayer> _layers;
    private readonly double _width, _negativeSlope;
    private readonly bool _isForLargeImages;

    /// <summary>A ResNet-50, initialized as PyTorch initializes its layers.</summary>
    /// <param name="isForLargeImages">Whether the stem is a 7×7 convolution with stride 2 and 3×3 max pooling with stride 2, for 224 × 224 pixels; else it is a 3×3 convolution, for 32 × 32 or 64 × 64.</param>
    /// <param name="width">Multiplies the number of features of each layer; above 0, 1 is the published one.</param>
    /// <param name="channels">Channels of an image, at least 1.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="negativeSlope">Slope of the leaky ReLU below 0, in [0, 1); 0 for ReLU.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or a layer would have no feature.</exception>
    public ResNet50(bool isForLargeImages, double width = 1, int channels = 3, int classes = 10, double negativeSlope = 0)
        : this(
            isForLargeImages, width, channels, classes, negativeSlope,
            [Scaled(_stages[0].Planes, width), .. _stages.SelectMany(stage => Enumerable.Repeat(Scaled(stage.Planes, width), 2 * stage.Blocks))])
    {
    }

    private ResNet50(bool isForLargeImages, double width, int channels, int classes, double negativeSlope, IReadOnlyList<int> features)
        : base("ResNet50")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        RequireSlope(negativeSlope);
        (_isForLargeImages, _width, _negativeSlope) = (isForLargeImages, width, negativeSlope);
        _stem = isForLargeImages
            ? Conv2d(channels, features[0], kernel_size: 7, stride: 2, padding: 3, bias: false)
            : Conv2d(channels, features[0], kernel_size: 3, padding: 1, bias: false);
        _stemNormalization = BatchNorm2d(features[0]);
        register_module("conv1", _stem);
        register_module("norm1", _stemNormalization);

        var blocks = ImmutableArray.CreateBuilder<Bottleneck>();
        var inputs = features[0];
        foreach (var (stage, (planes, count)) in _stages.Index())
        {
            var outputs = Expansion * Scaled(planes, width);
            for (var number = 1; number <= count; number++)
            {
                var place = 1 + 2 * blocks.Count;
                var block = new Bottleneck($"res{stage + 2}.{number}", inputs, features[place], features[place + 1], outputs, number == 1 && stage > 0 ? 2 : 1, number == 1);
                block.Register(register_module);
                blocks.Add(block);
                inputs = outputs;
            }
        }

        _blocks = blocks.ToImmutable();
        _head = Linear(inputs, classes);
        register_module("fc", _head);
        _layers =
        [
            new FeatureLayer("conv1", _stem, _stemNormalization, negativeSlope, [_blocks[0].A, _blocks[0].Shortcut!]),
            .. _blocks.SelectMany(block => new[]
            {
                new FeatureLayer($"{block.Name}a", block.A, block.NormA, negativeSlope, [block.B]),
                new FeatureLayer($"{block.Name}b", block.B, block.NormB, negativeSlope, [block.C]),
            }),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureLayer> FeatureLayers => _layers;

    /// <inheritdoc/>
    public override int SmallestImage => _isForLargeImages ? 32 : 8;

    /// <inheritdoc/>
    public override NetworkCost CostOf(int imageSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(imageSize, SmallestImage);
        static long Half(long side) => (side + 1) / 2;
        var side = _isForLargeImages ? Half(imageSize) : imageSize;
        var additions = side * side * _stem.weight!.numel() + _head.weight!.numel();
        side = _isForLargeImages ? Half(side) : side;
        foreach (var block in _blocks)
        {
            additions += side * side * block.A.weight!.numel();
            side = block.Stride == 2 ? Half(side) : side;
            additions += side * side * (block.B.weight!.numel() + block.C.weight!.numel() + (block.Shortcut?.weight!.numel() ?? 0));
        }

        return new NetworkCost(parameters().Sum(parameter => parameter.numel()), additions);
    }

    /// <inheritdoc/>
    public override Tensor Classify(Tensor input, Action<int, Tensor>? observe = null)
    {
        using var scope = NewDisposeScope();
        var place = 0;
        Tensor Feature(Tensor signal)
        {
            var activation = Activation(signal, _negativeSlope);
            observe?.Invoke(place++, activation);
            return activation;
        }

        var signal = Feature(_stemNormalization.forward(_stem.forward(ChannelsLast(input))));
        if (_isForLargeImages)
            signal = functional.max_pool2d(signal, 3, stride: 2, padding: 1);
        foreach (var block in _blocks)
        {
            var inner = Feature(block.NormA.forward(block.A.forward(signal)));
            inner = Feature(block.NormB.forward(block.B.forward(inner)));
            var added = block.NormC.forward(block.C.forward(inner));
            var kept = block.Shortcut is null ? signal : block.NormShortcut!.forward(block.Shortcut.forward(signal));
            signal = Activation(added.add_(kept), _negativeSlope);
        }

        return _head.forward(functional.adaptive_avg_pool2d(signal, [1, 1]).flatten(1)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override FeatureNetwork WithFeatures(IReadOnlyList<int> features) =>
        new ResNet50(_isForLargeImages, _width, (int)_stem.weight!.shape[1], (int)_head.weight!.shape[0], _negativeSlope, features);

    /// <summary>Three convolutions, each with its normalization, and what brings the input to the shape of their output, where it has another.</summary>
    private sealed class Bottleneck(string name, int inputs, int first, int second, int outputs, int stride, bool hasShortcut)
    {
        public string Name { get; } = name;

        public int Stride { get; } = stride;

        public Conv2d A { get; } = Conv2d(inputs, first, kernel_size: 1, bias: false);

        public BatchNorm2d NormA { get; } = BatchNorm2d(first);

        public Conv2d B { get; } = Conv2d(first, second, kernel_size: 3, stride: stride, padding: 1, bias: false);

        public BatchNorm2d NormB { get; } = BatchNorm2d(second);

        public Conv2d C { get; } = Conv2d(second, outputs, kernel_size: 1, bias: false);

        public BatchNorm2d NormC { get; } = BatchNorm2d(outputs);

        public Conv2d? Shortcut { get; } = hasShortcut ? Conv2d(inputs, outputs, kernel_size: 1, stride: stride, bias: false) : null;

        public BatchNorm2d? NormShortcut { get; } = hasShortcut ? BatchNorm2d(outputs) : null;

        public void Register(Action<string, Module> register)
        {
            foreach (var (suffix, module) in new (string, Module?)[] { ("a", A), ("a_norm", NormA), ("b", B), ("b_norm", NormB), ("c", C), ("c_norm", NormC), ("s", Shortcut), ("s_norm", NormShortcut) })
            {
                if (module is not null)
                    register($"{Name.Replace('.', '_')}{suffix}", module);
            }
        }
    }
}
