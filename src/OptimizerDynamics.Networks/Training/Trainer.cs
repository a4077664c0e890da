using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics.Networks;

/// <summary>
/// Trains a network on a backend, step by step, and watches its features: mini-batches, curve, divergence and checkpoints.
/// </summary>
/// <remarks>
/// Nothing that it does depends on what was drawn before: the initialization and every mini-batch follow from the seed and the iteration.
/// So a training that was saved (<see cref="SaveState"/>) and is resumed ends with the same bits, on the same device with the same number
/// of threads.
/// </remarks>
public sealed partial class Trainer : IDisposable
{
    /// <summary>
    /// The features' selectivity is measured for the curve once, at its first point at which one part of so many is over.
    /// </summary>
    private const int SurveyedPart = 4;

    /// <summary>The features are surveyed as soon as so many hundredths of the training are over, too.</summary>
    private static readonly int[] _surveyedHundredths = [1, 2, 5, 10];

    private readonly TrainingOptions _options;
    private readonly MiniBatches _batches;
    private readonly IImageSource _images;
    private readonly List<CurvePoint> _curve = [];
    private readonly List<SurveyPoint> _surveys = [];
    private readonly List<DeathPoint> _deaths = [];
    private readonly DecayWatch _decay;
    private readonly byte[] _pixels;
    private readonly int[] _labels;
    private readonly float[] _logits, _parameters, _statistics;
    private readonly Lazy<CheckpointHeader> _header;
    private double _loss, _error;
    private long _since;

    /// <summary>Prepares a training: makes the network and initializes it from the seed.</summary>
    /// <param name="backend">Computes it.</param>
    /// <param name="graph">The network.</param>
    /// <param name="training">The training set; it belongs to the caller.</param>
    /// <param name="chain">The optimizer.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="initial">θ at the beginning; what <see cref="NetworkGraph.Initialize"/> makes of the seed when null.</param>
    /// <exception cref="ArgumentException">The images do not fit the network, a mini-batch is larger than the set, or the backend cannot
    /// compute the network or the optimizer.</exception>
    public Trainer(
        ITrainingBackend backend, NetworkGraph graph, IImageSource training, Chain chain, TrainingOptions options, float[]? initial = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(options);
        RequireFit(graph, training);
        (Backend, _images, _options) = (backend, training, options);
        _batches = new MiniBatches(training, options.BatchSize, options.Seed, options.Augmentation);
        _pixels = new byte[checked(options.BatchSize * training.Channels * training.Height * training.Width)];
        (_labels, _logits) = (new int[options.BatchSize], new float[options.BatchSize * graph.Classes]);
        (_parameters, _statistics) = (initial ?? graph.Initialize(options.Seed), graph.InitialStatistics());
        Input = new NetworkInput(training.Height, training.Width, ChannelNormalization.Of(training));
        _header = new Lazy<CheckpointHeader>(() => new CheckpointHeader(0, Owner(chain)));
        Network = backend.CreateForTraining(graph, Input, chain, options.Iterations);
        try
        {
            _decay = new DecayWatch(Network, options.Iterations);
            Network.Load(_parameters, _statistics);
            Record(double.NaN, double.NaN);
        }
        catch
        {
            Network.Dispose();
            throw;
        }
    }

    /// <summary>The backend that computes the training.</summary>
    public ITrainingBackend Backend { get; }

    /// <summary>The network, with θ after the steps taken.</summary>
    public ITrainingNetwork Network { get; }

    /// <summary>The size and the normalization of the images that the network reads.</summary>
    public NetworkInput Input { get; }

    /// <summary>The number of steps taken, the one that diverged included.</summary>
    public long StepCount { get; private set; }

    /// <summary>The number of steps of the whole training.</summary>
    public long Iterations => _options.Iterations;

    /// <summary>Whether all steps have been taken, or the training has diverged.</summary>
    public bool IsCompleted => HasDiverged || StepCount >= _options.Iterations;

    /// <summary>Whether the training has diverged.</summary>
    public bool HasDiverged => Divergence is not null;

    /// <summary>
    /// What was not finite, and when, such as <c>the loss of iteration 7 is not finite</c>; null as long as everything is.
    /// </summary>
    /// <remarks>The loss is looked at in every step, and θ and the running statistics after the last, whose effect no loss shows.</remarks>
    public string? Divergence { get; private set; }

    /// <summary>The points of the curve so far, by iteration.</summary>
    public IReadOnlyList<CurvePoint> Curve => _curve;

    /// <summary>The features at 1, 2, 5, 10 and 25 % of the training, as far as they are over, by iteration: fewer where iterations are so
    /// few that two of them are one. The last is that of the curve's point with selectivity.</summary>
    public IReadOnlyList<SurveyPoint> Surveys => _surveys;

    /// <summary>The features that were dead on the way, by iteration; none where features have no γ.</summary>
    public IReadOnlyList<DeathPoint> Deaths => _deaths;

    /// <summary>The effective decay rates of the windows that are over, by iteration; none where nothing decays or the optimizer does not
    /// split.</summary>
    public IReadOnlyList<DecayWindow> DecayRates => _decay.Closed;

    /// <summary>Images in a mini-batch.</summary>
    internal int BatchSize => _options.BatchSize;

    /// <summary>Takes a step.</summary>
    /// <exception cref="InvalidOperationException">The training is completed.</exception>
    public void Step()
    {
        ReadMiniBatch(_pixels, _labels);
        Note(Network.TakeStep(_pixels, _labels, _logits), _labels, _logits);
    }

    /// <summary>Notes that what was found of the trained network is not finite, so that the training counts as diverged.</summary>
    /// <param name="what">What is not finite.</param>
    internal void NoteDivergence(string what) =>
        Divergence ??= string.Create(CultureInfo.InvariantCulture, $"{what} after iteration {StepCount} is not finite");

    /// <summary>Reads the images of the next step and their classes.</summary>
    /// <exception cref="InvalidOperationException">The training is completed.</exception>
    internal void ReadMiniBatch(Span<byte> pixels, Span<int> labels)
    {
        if (IsCompleted)
            throw new InvalidOperationException($"The training is completed after {StepCount} steps.");
        _batches.Read(StepCount, pixels, labels);
    }

    /// <summary>Notes that a step has been taken with what <see cref="ReadMiniBatch"/> read last.</summary>
    /// <param name="loss">The mean loss of its mini-batch.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="logits">The logits of its images.</param>
    internal void Note(double loss, ReadOnlySpan<int> labels, ReadOnlySpan<float> logits)
    {
        StepCount++;
        if (!double.IsFinite(loss))
        {
            Divergence = string.Create(CultureInfo.InvariantCulture, $"the loss of iteration {StepCount} is not finite");
            return;
        }

        _loss += loss;
        _error += 1 - (double)Classification.CountRight(logits, labels) / _options.BatchSize;
        _since++;
        _decay.Note(StepCount);
        if (DeathPoint.IsDue(StepCount))
            CountDead();
        if (_surveyedHundredths.Any(part => StepCount * 100 >= Iterations * part && (StepCount - 1) * 100 < Iterations * part))
            Survey();
        if (StepCount == Iterations || PointsAt(StepCount) != PointsAt(StepCount - 1))
            Record(_loss / _since, _error / _since);
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => Network.Dispose();

    private static void RequireFit(NetworkGraph graph, IImageSource images)
    {
        if (images.Channels != graph.Channels)
            throw new ArgumentException(
                $"The images have {images.Channels} channels, and the network reads {graph.Channels}.", nameof(images));
        if (images.Classes != graph.Classes)
        {
            throw new ArgumentException(
                $"The images are of {images.Classes} classes, and the network knows {graph.Classes}.", nameof(images));
        }

        if (Math.Min(images.Height, images.Width) < graph.SmallestImage)
        {
            throw new ArgumentException(
                $"The images are {images.Height} × {images.Width} pixels large, and the network needs "
                + $"{graph.SmallestImage} × {graph.SmallestImage}.", nameof(images));
        }
    }

    /// <summary>The number of points of the curve up to an iteration, the one before the first step aside.</summary>
    private long PointsAt(long iteration) => iteration * _options.CurvePoints / Iterations;

    /// <summary>Adds a point to the curve, unless it is the end and the network is not finite.</summary>
    private void Record(double loss, double error)
    {
        Network.Read(_parameters, _statistics);
        if (StepCount == Iterations && FindNonFinite() is { } tensor)
        {
            NoteDivergence(tensor);
            return;
        }

        var isSurveyed = StepCount * SurveyedPart >= Iterations && _curve.TrueForAll(point => point.Selectivity.IsEmpty);
        var layers = Network.Graph.FeatureLayers;
        _curve.Add(CurvePoint.Of(
            StepCount, loss, error,
            [.. layers.Select(layer => Doubles(Network.Graph.ScaleOf(layer, _parameters)))],
            [.. layers.Select(layer => Doubles(Network.Graph.ShiftOf(layer, _parameters)))]) with
        {
            Selectivity = isSurveyed ? Survey().Selectivity : [],
        });
        (_loss, _error, _since) = (0, 0, 0);
    }

    private void CountDead()
    {
        var layers = Network.Graph.FeatureLayers;
        if (layers.All(layer => layer.Normalization is null))
            return;
        Network.Read(_parameters, _statistics);
        _deaths.Add(new DeathPoint(StepCount, [.. layers.Select(Dead)]));

        int Dead(FeatureLayer layer)
        {
            var dead = 0;
            foreach (var scale in Network.Graph.ScaleOf(layer, _parameters))
                dead += Math.Abs((double)scale) < FeatureStatistics.ScaleThreshold ? 1 : 0;
            return dead;
        }
    }

    /// <summary>The survey of the features as they are now, made once.</summary>
    private SurveyPoint Survey()
    {
        if (_surveys is [.., var last] && last.Iteration == StepCount)
            return last;
        var (features, firing) = FeatureSurvey.SurveyFiring(Network, _images);
        _surveys.Add(new SurveyPoint(
            StepCount, firing, [.. features.Select(layer => layer.Selectivity)], [.. features.Select(layer => layer.Scale)],
            [.. features.Select(layer => layer.Shift)]));
        return _surveys[^1];
    }

    /// <summary>The first tensor of θ or of the running statistics that has a number that is not finite; null when all are.</summary>
    private string? FindNonFinite()
    {
        var graph = Network.Graph;
        return IndexOfNonFinite(_parameters) is >= 0 and var index ? graph.Parameters.RangeAt(index).Name
            : IndexOfNonFinite(_statistics) is >= 0 and var second ? graph.Statistics!.RangeAt(second).Name
            : null;
    }

    private static ImmutableArray<double> Doubles(ImmutableArray<float> values) => [.. values.Select(value => (double)value)];

    private static int IndexOfNonFinite(float[] values) => Array.FindIndex(values, value => !float.IsFinite(value));
}
