using System.Collections.Immutable;
using OptimizerDynamics.Networks;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>Trains a network, step by step, and watches its features.</summary>
/// <remarks>
/// Nothing that it does depends on what was drawn before: the network's beginning and every mini-batch follow from the seed and the iteration. So a training that was
/// saved (<see cref="SaveState"/>) and is gone on with ends with the same bits, on the same device with the same number of threads.
/// </remarks>
public sealed partial class Trainer : IDisposable
{
    /// <summary>The features' selectivity is measured once, when one part of so many of the training is over.</summary>
    private const int SurveyedPart = 4;

    private readonly TrainingOptions _options;
    private readonly BatchSampler _batches;
    private readonly ModelOptimizer _optimizer;
    private readonly IImageSource _images;
    private readonly List<CurvePoint> _curve = [];
    private double _loss, _error;
    private long _since;

    /// <summary>Prepares a training: the network begins anew.</summary>
    /// <param name="network">The network, on the device where it is to be trained; float32 or float64.</param>
    /// <param name="training">The training set.</param>
    /// <param name="chain">The optimizer.</param>
    /// <param name="options">How it is trained.</param>
    /// <exception cref="ArgumentException">The images do not fit the network, or the network cannot be trained so (see <see cref="ModelOptimizer"/>).</exception>
    /// <exception cref="ArgumentOutOfRangeException">A mini-batch is larger than the set.</exception>
    public Trainer(FeatureNetwork network, IImageSource training, Chain chain, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        var first = network.FeatureLayers[0].Convolution.weight!;
        if (training.Channels != first.shape[1])
            throw new ArgumentException($"The images have {training.Channels} channels, and the network reads {first.shape[1]}.", nameof(training));
        if (Math.Min(training.Height, training.Width) < network.SmallestImage)
            throw new ArgumentException($"The images are {training.Height} × {training.Width} pixels large, and the network needs {network.SmallestImage} × {network.SmallestImage}.", nameof(training));

        (Network, _options) = (network, options);
        _batches = new BatchSampler(training.Count, options.BatchSize, options.Seed);
        Scaling = ChannelNormalization.Of(training);
        network.Initialize(options.Seed);
        network.train();
        _optimizer = new ModelOptimizer(network, chain, options.Iterations);
        _images = training;
        Record(double.NaN, double.NaN);
    }

    /// <summary>The network.</summary>
    public FeatureNetwork Network { get; }

    /// <summary>How bytes become numbers.</summary>
    public ChannelNormalization Scaling { get; }

    /// <summary>How many steps have been taken.</summary>
    public long Done { get; private set; }

    /// <summary>Whether all steps have been taken, or the loss is no number any more.</summary>
    public bool IsOver => HasDiverged || Done >= _options.Iterations;

    /// <summary>Whether the loss of a step was not finite: <see cref="Done"/> tells which.</summary>
    public bool HasDiverged { get; private set; }

    /// <summary>What was seen on the way, by iteration.</summary>
    public IReadOnlyList<CurvePoint> Curve => _curve;

    /// <summary>What takes the steps.</summary>
    internal ModelOptimizer Optimizer => _optimizer;

    /// <summary>What has to be the same for trainings to take their steps together.</summary>
    internal (long Done, long Iterations, int BatchSize) Steps => (Done, _options.Iterations, _options.BatchSize);

    /// <summary>Takes a step.</summary>
    /// <exception cref="InvalidOperationException">The training is over.</exception>
    public void Step()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = NextMiniBatch();
        _optimizer.ZeroGradients();
        var logits = Network.Classify(images);
        var loss = nn.functional.cross_entropy(logits, labels);
        loss.backward();
        _optimizer.Step();
        Note(loss.to_type(ScalarType.Float64).item<double>(), Hits(logits, labels).item<long>());
    }

    /// <summary>The images of the next step, as numbers, and their classes; on the network's device.</summary>
    /// <exception cref="InvalidOperationException">The training is over.</exception>
    internal (Tensor Images, Tensor Labels) NextMiniBatch()
    {
        if (IsOver)
            throw new InvalidOperationException($"The training is over after {Done} steps.");
        using var scope = NewDisposeScope();
        var device = Network.FeatureLayers[0].Convolution.weight!.device;
        var indices = _batches.At(Done);
        var augmentation = _options.Augmentation == Augmentation.None ? null : new MiniBatchAugmentation(_options.Augmentation, _options.Seed, Done);
        var (images, labels) = (_images.ReadTensor(indices, augmentation).to(device), _images.LabelTensor(indices).to(device));
        return (Scaling.Apply(images, Network.ElementType).MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }

    /// <summary>How many images' class has the largest logit: of [.., batch, classes] and [.., batch] integers [..].</summary>
    internal static Tensor Hits(Tensor logits, Tensor labels) => logits.argmax(-1).eq(labels).sum(-1);

    /// <summary>Notes that a step has been taken, by <see cref="Optimizer"/>.</summary>
    /// <param name="loss">The mean loss of its mini-batch.</param>
    /// <param name="hits">How many of its images were classified rightly.</param>
    internal void Note(double loss, long hits)
    {
        Done++;
        if (!double.IsFinite(loss))
        {
            HasDiverged = true;
            return;
        }

        _loss += loss;
        _error += 1 - (double)hits / _options.BatchSize;
        _since++;
        if (Done == _options.Iterations || Done * _options.CurvePoints / _options.Iterations != (Done - 1) * _options.CurvePoints / _options.Iterations)
            Record(_loss / _since, _error / _since);
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();

    private void Record(double loss, double error)
    {
        ImmutableArray<ImmutableArray<double>> Of(Func<FeatureLayer, Tensor> values) =>
            [.. Network.FeatureLayers.Select(layer => FeatureSurvey.Numbers(values(layer)))];
        using var scope = NewDisposeScope();
        var isSurveyed = Done * SurveyedPart >= _options.Iterations && _curve.TrueForAll(point => point.Selectivity.IsEmpty);
        _curve.Add(CurvePoint.Of(Done, loss, error, Of(layer => layer.Normalization.weight!), Of(layer => layer.Normalization.bias!)) with
        {
            Selectivity = isSurveyed ? [.. FeatureSurvey.Of(Network, _images, Scaling).Select(layer => layer.Selectivity)] : [],
        });
        (_loss, _error, _since) = (0, 0, 0);
    }
}
