using OptimizerDynamics.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Linear = TorchSharp.Modules.Linear;

namespace OptimizerDynamics.Torch;

/// <summary>A network whose features can be watched: it names its layers of features, and shows what they put out.</summary>
public abstract class FeatureNetwork : Module<Tensor, Tensor>
{
    /// <summary>A network.</summary>
    /// <param name="name">Its name.</param>
    protected FeatureNetwork(string name)
        : base(name)
    {
    }

    /// <summary>The layers of features, in their order from the image on.</summary>
    public abstract IReadOnlyList<FeatureLayer> FeatureLayers { get; }

    /// <summary>float32, or float64 where it was made so.</summary>
    public ScalarType ElementType => FeatureLayers[0].Convolution.weight!.dtype;

    /// <summary>The smallest side of an image that it can read.</summary>
    public abstract int SmallestImage { get; }

    /// <summary>What the network costs.</summary>
    /// <param name="imageSize">Height and width of an image.</param>
    public abstract NetworkCost CostOf(int imageSize);

    /// <summary>Classifies a mini-batch.</summary>
    /// <param name="input">Images, [batch, channels, height, width].</param>
    /// <returns>Logits, [batch, classes]: before the softmax.</returns>
    public sealed override Tensor forward(Tensor input) => Classify(input);

    /// <summary>Classifies a mini-batch, and shows what each layer of features puts out.</summary>
    /// <param name="input">Images, [batch, channels, height, width].</param>
    /// <param name="observe">Is given the place of a layer in <see cref="FeatureLayers"/> and its output behind the nonlinearity, [batch, features, height, width],
    /// which belongs to the network: whoever keeps it has to copy it.</param>
    /// <returns>Logits, [batch, classes].</returns>
    public abstract Tensor Classify(Tensor input, Action<int, Tensor>? observe = null);

    /// <summary>Sets all parameters and running statistics to a beginning that depends on the seed alone.</summary>
    /// <remarks>As PyTorch does: weights and biases of convolutions and linear layers uniform in ±1/√(inputs of one output), γ = 1, β = 0; but from
    /// <see cref="CounterRandom"/>, so that a seed gives the same network on every machine and device, whatever else was drawn before.</remarks>
    /// <param name="seed">The seed; 0 is one like any other.</param>
    public void Initialize(ulong seed)
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        ulong stream = 0;
        foreach (var module in modules())
        {
            switch (module)
            {
                case Conv2d convolution:
                    Draw(convolution.weight!, convolution.bias, new CounterRandom(seed, stream++));
                    break;
                case Linear linear:
                    Draw(linear.weight!, linear.bias, new CounterRandom(seed, stream++));
                    break;
                case BatchNorm2d normalization:
                    normalization.reset_running_stats();
                    normalization.weight!.fill_(1);
                    normalization.bias!.fill_(0);
                    break;
            }
        }
    }

    /// <summary>The same network without some of its features: not set to zero, but gone, and with them the weights that read them.</summary>
    /// <remarks>
    /// It computes what the network computes whose features were set to zero (<see cref="OptimizerDynamics.Networks.Prune.Zero"/>), but for the order of additions: a feature whose γ and β are 0
    /// puts out 0, which pooling keeps and which adds nothing to what reads it. A layer of which nothing is left keeps its first feature, set to zero.
    /// </remarks>
    /// <param name="isGone">Whether a feature goes, by its layer's place and its own.</param>
    /// <returns>A network of its own, on the same device and in the same mode.</returns>
    public FeatureNetwork Without(Func<int, int, bool> isGone)
    {
        ArgumentNullException.ThrowIfNull(isGone);
        long[][] left = [.. FeatureLayers.Select((layer, place) => Enumerable.Range(0, layer.Features).Where(feature => !isGone(place, feature)).Select(feature => (long)feature).ToArray())];
        var pruned = WithFeatures([.. left.Select(features => Math.Max(1, features.Length))]);
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        var type = FeatureLayers[0].Convolution.weight!;
        pruned.to(type.dtype).to(type.device);
        pruned.train(training);

        var (outputs, inputs) = (new Dictionary<nn.Module, Tensor>(), new Dictionary<nn.Module, Tensor>());
        foreach (var (layer, features) in FeatureLayers.Zip(left))
        {
            outputs[layer.Convolution] = outputs[layer.Normalization] = tensor(features is [] ? [0] : features, device: type.device);
            foreach (var reader in layer.Readers)
                inputs[reader] = outputs[layer.Convolution];
        }

        // Whatever a module keeps, its first dimension is its own features and its second what it reads.
        foreach (var (from, into) in modules().Zip(pruned.modules()))
        {
            foreach (var (source, target) in Own(from).Zip(Own(into)))
            {
                var values = outputs.TryGetValue(from, out var kept) && source.dim() > 0 ? source.index_select(0, kept) : source;
                target.copy_(inputs.TryGetValue(from, out var read) && source.dim() > 1 ? values.index_select(1, read) : values);
            }
        }

        foreach (var (place, layer) in pruned.FeatureLayers.Index())
        {
            if (left[place] is not [])
                continue;
            layer.Normalization.weight!.fill_(0);
            layer.Normalization.bias!.fill_(0);
        }

        return pruned;

        static IEnumerable<Tensor> Own(nn.Module module) => module.named_parameters(recurse: false).Select(named => named.parameter).Concat(module.named_buffers(recurse: false).Select(named => named.buffer));
    }

    /// <summary>A network of this kind with other numbers of features, not yet initialized.</summary>
    /// <param name="features">How many features each of <see cref="FeatureLayers"/> has, at least 1.</param>
    protected abstract FeatureNetwork WithFeatures(IReadOnlyList<int> features);

    /// <summary>The nonlinearity behind a normalization: ReLU, or leaky ReLU where the slope is not 0.</summary>
    protected static Tensor Activation(Tensor signal, double negativeSlope) => negativeSlope == 0 ? functional.relu(signal) : functional.leaky_relu(signal, negativeSlope);

    /// <summary>Refuses a slope outside [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    protected static void RequireSlope(double negativeSlope)
    {
        if (!(negativeSlope >= 0 && negativeSlope < 1))
            throw new ArgumentOutOfRangeException(nameof(negativeSlope), negativeSlope, $"negativeSlope = {negativeSlope} must lie in [0, 1).");
    }

    /// <summary>As many features as a width leaves of a layer's, rounded.</summary>
    /// <exception cref="ArgumentOutOfRangeException">None are left.</exception>
    protected static int Scaled(int features, double width) => width > 0 && Math.Round(features * width) >= 1
        ? (int)Math.Round(features * width)
        : throw new ArgumentOutOfRangeException(nameof(width), width, $"width = {width} leaves a layer without features.");

    /// <summary>The same images, with the channels of a pixel side by side in memory: the order in which libtorch computes on a CPU.</summary>
    /// <remarks>
    /// All that follows keeps this order, so that one copy of the images spares a reordering at every convolution: a training step of BasicNet takes two thirds
    /// to nine tenths of the time (<c>tests/compare-training-steps</c>). On other devices the images are given back as they are.
    /// </remarks>
    /// <param name="images">Images, [batch, channels, height, width].</param>
    protected internal static Tensor ChannelsLast(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.device_type != DeviceType.CPU)
            return images;
        var (channels, height, width) = (images.shape[1], images.shape[2], images.shape[3]);
        // With one channel there may be no copy: then only the strides tell libtorch which order is meant, and the images begin where they began.
        var ordered = images.permute(0, 2, 3, 1).contiguous();
        return ordered.as_strided(images.shape, [height * width * channels, 1, width * channels, channels], ordered.storage_offset());
    }

    private static void Draw(Tensor weight, Tensor? bias, CounterRandom random)
    {
        var inputs = weight.numel() / weight.shape[0];
        var numbers = new float[weight.numel() + (bias is null ? 0 : bias.numel())];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (float)((2 * random.At((ulong)i).Uniform - 1) / Math.Sqrt(inputs));
        weight.copy_(tensor(numbers.AsSpan(0, (int)weight.numel()).ToArray()).reshape(weight.shape));
        bias?.copy_(tensor(numbers.AsSpan((int)weight.numel()).ToArray()));
    }
}
