namespace OptimizerDynamics.Networks;

/// <summary>A training from its setup to its result: it trains a network, and then prunes and fine-tunes it in each of the ways that the
/// setup lists.</summary>
public sealed class TrainingSession : IDisposable
{
    private readonly ITrainingBackend _backend;
    private readonly TrainingSetup _setup;
    private readonly IImageSource _training, _test;
    private readonly Trainer _trainer;
    private readonly PruningStages _stages;

    /// <summary>Makes the network and prepares its training.</summary>
    /// <param name="backend">Computes it.</param>
    /// <param name="setup">What is trained, and how.</param>
    /// <param name="training">The training set; it belongs to the caller.</param>
    /// <param name="test">The test set; it belongs to the caller.</param>
    /// <exception cref="ArgumentException">The network cannot be made, does not fit the images, or cannot be computed by the
    /// backend.</exception>
    public TrainingSession(ITrainingBackend backend, TrainingSetup setup, IImageSource training, IImageSource test)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(test);
        static (int, int, int, int) Shape(IImageSource images) => (images.Channels, images.Height, images.Width, images.Classes);
        if (Shape(training) != Shape(test))
        {
            throw new ArgumentException(
                $"Training and test images differ in (channels, height, width, classes): {Shape(training)} and {Shape(test)}.",
                nameof(test));
        }

        (_backend, _setup, _training, _test) = (backend, setup, training, test);
        var graph = setup.Graph(training.Channels, training.Classes);
        var options = setup.Options(training.Count);
        _trainer = new Trainer(backend, graph, training, setup.Chain, options, setup.Initialize(graph));
        try
        {
            _stages = new PruningStages(backend, setup, options, _trainer, training, test);
        }
        catch
        {
            _trainer.Dispose();
            throw;
        }
    }

    /// <summary>Packs trainings on one backend, which have to be at the same step, of one architecture, and alike in mini-batch and length
    /// (<see cref="PackedTrainer"/>).</summary>
    /// <param name="sessions">The trainings. While they are packed, they must not be stepped themselves.</param>
    /// <exception cref="ArgumentException">They cannot take their steps together; the message says why.</exception>
    public static PackedTrainer Pack(IEnumerable<TrainingSession> sessions) => new([.. sessions.Select(session => session._trainer)]);

    /// <summary>The number of steps of all stages: of the training, and of the fine-tuning of every branch.</summary>
    public long Iterations => _trainer.Iterations + _stages.Steps;

    /// <summary>The number of steps taken; those that a branch did not take because it diverged count as taken.</summary>
    public long StepCount => _trainer.StepCount + _stages.StepCount;

    /// <summary>Whether the network is still being trained itself, and nothing is pruned yet.</summary>
    public bool IsTraining => !_trainer.IsCompleted;

    /// <summary>Whether all steps have been taken, or the training has diverged.</summary>
    public bool IsCompleted => HasDiverged || StepCount >= Iterations;

    /// <summary>Whether the training has diverged: in a step, or as <see cref="Measure"/> shows.</summary>
    public bool HasDiverged => _trainer.HasDiverged;

    /// <summary>What was not finite, and when (<see cref="Trainer.Divergence"/>); null as long as everything is.</summary>
    public string? Divergence => _trainer.Divergence;

    /// <summary>What a reader of the results has to know of the images; null when there is nothing.</summary>
    public string? Remark => _training.Remark;

    /// <summary>Whether features of the network have a γ.</summary>
    public bool HasScale => _setup.IsNormalized;

    /// <summary>The names of the network's feature layers.</summary>
    public IReadOnlyList<string> Layers => [.. _trainer.Network.Graph.FeatureLayers.Select(layer => layer.Name)];

    /// <summary>The points of the curve so far, by iteration.</summary>
    public IReadOnlyList<CurvePoint> Curve => _trainer.Curve;

    /// <summary>Takes a step.</summary>
    /// <exception cref="InvalidOperationException">The training is completed.</exception>
    public void Step()
    {
        if (IsTraining || HasDiverged)
            _trainer.Step();
        else
            _stages.Step();
    }

    /// <summary>Writes a checkpoint: that of the training (<see cref="Trainer.SaveState"/>), and behind it that of its stages.</summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    public void SaveState(Stream destination)
    {
        _trainer.SaveState(destination);
        _stages.Save(destination);
    }

    /// <summary>Resumes where <see cref="SaveState"/> stopped.</summary>
    /// <param name="source">What was written; left open.</param>
    /// <exception cref="CheckpointException">The checkpoint is damaged, or of another training. This one is as it was.</exception>
    public void LoadState(Stream source)
    {
        using var before = new MemoryStream();
        if (_stages.Steps > 0)
            _trainer.SaveState(before);
        _trainer.LoadState(source);
        try
        {
            _stages.Load(source);
        }
        catch (CheckpointException)
        {
            before.Position = 0;
            _trainer.LoadState(before);
            throw;
        }
    }

    /// <summary>Measures the network after the steps taken.</summary>
    /// <returns>The result; null where the training has diverged, which may show only here: <see cref="Divergence"/> says why.</returns>
    public TrainingResult? Measure()
    {
        if (HasDiverged)
            return null;
        var result = NetworkMeasurement.Measure(
            _backend, _trainer.Network, _trainer.Input, _training, _test, [.. Curve], _setup.PruningCriteria, _setup.Measures,
            _setup.Seed) with
        {
            DecayRates =
                [.. _trainer.DecayRates.Select(window => _trainer.Surveys.Any(window.Covers) ? window : window with { Share = [] })],
            Surveys = [.. _trainer.Surveys],
            Deaths = [.. _trainer.Deaths],
        };
        string[] first = [ResultNames.Training, ResultNames.Test];
        var unusable = first.Concat(result.Evaluations.Keys.Except(first))
            .FirstOrDefault(name => !double.IsFinite(result.Evaluations[name].Loss));
        if (unusable is null)
            return result with { Branches = _stages.Results(result.Layers) };
        _trainer.NoteDivergence($"the loss {WordsOf(unusable)}");
        return null;
    }

    /// <summary>Frees the network. The images belong to who gave them.</summary>
    public void Dispose()
    {
        _stages.Dispose();
        _trainer.Dispose();
    }

    private static string WordsOf(string evaluation) => evaluation switch
    {
        ResultNames.Training => "on the training set",
        ResultNames.Test => "on the test set",
        _ => $"of {evaluation}",
    };
}
