using System.Collections.Immutable;
using OptimizerDynamics.Torch.Data;
using OptimizerDynamics.Torch.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Training;

/// <summary>Trains a network, step by step, and watches its features.</summary>
/// <remarks>
/// Nothing that it does depends on what was drawn before: the network's beginning and every mini-batch follow from the seed and the iteration. So a training that was
/// saved (<see cref="SaveState"/>) and is gone on with ends with the same bits, on the same device with the same number of threads.
/// </remarks>
public sealed partial class Trainer : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly MiniBatches _batches;
    private readonly ModelOptimizer _optimizer;
    private readonly Tensor _images, _labels;
    private readonly bool _isElsewhere;
    private readonly List<CurvePoint> _curve = [];
    private double _loss, _error;
    private long _since;

    /// <summary>Prepares a training: the network begins anew.</summary>
    /// <param name="network">The network, on the device where it is to be trained; float32.</param>
    /// <param name="training">The training set.</param>
    /// <param name="chain">The optimizer.</param>
    /// <param name="options">How it is trained.</param>
    /// <exception cref="ArgumentException">The images do not fit the network, or the network cannot be trained so (see <see cref="ModelOptimizer"/>).</exception>
    /// <exception cref="ArgumentOutOfRangeException">A mini-batch is larger than the set.</exception>
    public Trainer(FeatureNetwork network, ImageSet training, Chain chain, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        var first = network.FeatureLayers[0].Convolution.weight!;
        if (training.Images.shape[1] != first.shape[1])
            throw new ArgumentException($"The images have {training.Images.shape[1]} channels, and the network reads {first.shape[1]}.", nameof(training));
        if (Math.Min(training.Images.shape[2], training.Images.shape[3]) < network.SmallestImage)
            throw new ArgumentException($"The images are {training.Images.shape[2]} × {training.Images.shape[3]} pixels large, and the network needs {network.SmallestImage} × {network.SmallestImage}.", nameof(training));

        (Network, _options) = (network, options);
        _batches = new MiniBatches((int)training.Count, options.BatchSize, options.Seed);
        Scaling = PixelScaling.Of(training);
        network.Initialize(options.Seed);
        network.train();
        _optimizer = new ModelOptimizer(network, chain, options.Iterations);
        _isElsewhere = first.device_type != DeviceType.CPU;
        (_images, _labels) = _isElsewhere ? (training.Images.to(first.device), training.Labels.to(first.device)) : (training.Images, training.Labels);
        Record(double.NaN, double.NaN);
    }

    /// <summary>The network.</summary>
    public FeatureNetwork Network { get; }

    /// <summary>How bytes become numbers.</summary>
    public PixelScaling Scaling { get; }

    /// <summary>How many steps have been taken.</summary>
    public long Done { get; private set; }

    /// <summary>Whether all steps have been taken, or the loss is no number any more.</summary>
    public bool IsOver => HasDiverged || Done >= _options.Iterations;

    /// <summary>Whether the loss of a step was not finite: <see cref="Done"/> tells which.</summary>
    public bool HasDiverged { get; private set; }

    /// <summary>What was seen on the way, by iteration.</summary>
    public IReadOnlyList<CurvePoint> Curve => _curve;

    /// <summary>Takes a step.</summary>
    /// <exception cref="InvalidOperationException">The training is over.</exception>
    public void Step()
    {
        if (IsOver)
            throw new InvalidOperationException($"The training is over after {Done} steps.");
        using var scope = NewDisposeScope();
        var places = tensor(Array.ConvertAll(_batches.At(Done).ToArray(), place => (long)place), device: _images.device);
        var labels = _labels.index_select(0, places);
        _optimizer.ZeroGradients();
        var logits = Network.Classify(Scaling.Apply(_images.index_select(0, places)));
        var loss = nn.functional.cross_entropy(logits, labels);
        loss.backward();
        _optimizer.Step();
        Done++;

        var value = loss.item<float>();
        if (!float.IsFinite(value))
        {
            HasDiverged = true;
            return;
        }

        _loss += value;
        _error += 1 - (double)logits.argmax(1).eq(labels).sum().item<long>() / _options.BatchSize;
        _since++;
        if (Done == _options.Iterations || Done * _options.CurvePoints / _options.Iterations != (Done - 1) * _options.CurvePoints / _options.Iterations)
            Record(_loss / _since, _error / _since);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        if (!_isElsewhere)
            return; // they are the set's own
        _images.Dispose();
        _labels.Dispose();
    }

    private void Record(double loss, double error)
    {
        ImmutableArray<ImmutableArray<float>> Of(Func<FeatureLayer, Tensor> values) =>
            [.. Network.FeatureLayers.Select(layer => ImmutableArray.Create(values(layer).detach().cpu().data<float>().ToArray()))];
        using var scope = NewDisposeScope();
        _curve.Add(new CurvePoint(Done, loss, error, Of(layer => layer.Normalization.weight!), Of(layer => layer.Normalization.bias!)));
        (_loss, _error, _since) = (0, 0, 0);
    }
}
