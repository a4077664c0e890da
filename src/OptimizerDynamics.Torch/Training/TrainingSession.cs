using System.Collections.Immutable;
using OptimizerDynamics.Networks;
using TorchSharp;

namespace OptimizerDynamics.Torch;

/// <summary>A training from a setup in words and numbers to measures: whoever uses it sees no tensor.</summary>
public sealed class TrainingSession : IDisposable
{
    private readonly IImageSource _training, _test;
    private readonly FeatureNetwork _network;
    private readonly Trainer _trainer;

    /// <summary>Makes the network, and prepares its training.</summary>
    /// <param name="setup">What is trained, on what, and how.</param>
    /// <param name="training">The training set; belongs to the caller.</param>
    /// <param name="test">The test set; belongs to the caller.</param>
    /// <exception cref="IOException">A file of the data set cannot be read.</exception>
    /// <exception cref="ArgumentException">The network cannot be made, or does not fit the data.</exception>
    /// <exception cref="NativeTorchException">libtorch cannot be used here.</exception>
    public TrainingSession(TrainingSetup setup, IImageSource training, IImageSource test)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(test);
        NativeTorch.Load();
        (_training, _test) = (training, test);
        try
        {
            _network = NetworkCatalog.Make(setup.Network, setup.Width, _training.Channels, _training.Classes, setup.NegativeSlope);
            _network.to(torch.device(setup.Device));
            var options = setup.Options(_training.Count);
            Iterations = options.Iterations;
            _trainer = new Trainer(_network, _training, setup.Chain, options);
        }
        catch
        {
            _network?.Dispose();
            throw;
        }
    }

    /// <summary>Packs trainings, which have to be as far on, of one architecture, and alike in mini-batch and length (<see cref="PackedTrainer"/>).</summary>
    /// <param name="sessions">The trainings. While they are packed, they must not be stepped themselves.</param>
    /// <exception cref="ArgumentException">They cannot go on together; the message says why.</exception>
    public static PackedTrainer Packed(IEnumerable<TrainingSession> sessions) => new([.. sessions.Select(session => session._trainer)]);

    /// <summary>How many steps there are in all.</summary>
    public long Iterations { get; }

    /// <summary>What a reader of the results has to know of the data; null when there is nothing.</summary>
    public string? Remark => _training.Remark;

    /// <summary>The names of the network's layers of features.</summary>
    public IReadOnlyList<string> Layers => [.. _network.FeatureLayers.Select(layer => layer.Name)];

    /// <summary>How many steps have been taken.</summary>
    public long Done => _trainer.Done;

    /// <summary>Whether there is nothing more to do.</summary>
    public bool IsOver => _trainer.IsOver;

    /// <summary>Whether the loss of the last step was not finite.</summary>
    public bool HasDiverged => _trainer.HasDiverged;

    /// <summary>What was seen on the way, by iteration.</summary>
    public IReadOnlyList<CurvePoint> Curve => _trainer.Curve;

    /// <summary>Takes a step.</summary>
    public void Step() => _trainer.Step();

    /// <summary>Writes all that the training needs to be gone on with (<see cref="Trainer.SaveState"/>).</summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    public void SaveState(Stream destination) => _trainer.SaveState(destination);

    /// <summary>Goes on where <see cref="SaveState"/> stopped.</summary>
    /// <param name="source">What was written; left open.</param>
    /// <exception cref="OptimizerStateException">It is the state of another training, or damaged. This one must not be used then: begin anew.</exception>
    public void LoadState(Stream source) => _trainer.LoadState(source);

    /// <summary>Measures the network as it is.</summary>
    public TrainingResult Measure()
    {
        var (scaling, size) = (_trainer.Scaling, _training.Height);
        var features = FeatureSurvey.Of(_network, _training, scaling);
        bool IsInactive(int layer, int feature) => features[layer].LargestActivation[feature] < FeatureStatistics.ActivationThreshold;
        bool IsInactiveByScale(int layer, int feature) => Math.Abs(features[layer].Scale[feature]) < FeatureStatistics.ScaleThreshold;
        Evaluation Zeroed(Func<int, int, bool> isInactive)
        {
            using var zeroed = new FeatureZeroing(_network, isInactive);
            return NetworkEvaluation.Of(_network, _test, scaling);
        }

        using var pruned = _network.Without(IsInactive);
        var times = InferenceTime.Of(_test, scaling, _network, pruned);
        return new TrainingResult(
            ImmutableSortedDictionary<string, Evaluation>.Empty
                .Add(ResultNames.Training, NetworkEvaluation.Of(_network, _training, scaling))
                .Add(ResultNames.Test, NetworkEvaluation.Of(_network, _test, scaling))
                .Add(ResultNames.ZeroedTest, Zeroed(IsInactive))
                .Add(ResultNames.ZeroedByScaleTest, Zeroed(IsInactiveByScale))
                .Add(ResultNames.PrunedTest, NetworkEvaluation.Of(pruned, _test, scaling)),
            ImmutableSortedDictionary<string, NetworkCost>.Empty
                .Add(ResultNames.Cost, _network.CostOf(size))
                .Add(ResultNames.PrunedCost, pruned.CostOf(size)),
            features, [.. Curve])
        {
            Machine = ImmutableSortedDictionary<string, double>.Empty
                .Add(ResultNames.InferenceSeconds, times[0]).Add(ResultNames.PrunedInferenceSeconds, times[1]),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _trainer.Dispose();
        _network.Dispose();
    }
}
