using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OptimizerDynamics.Networks;

/// <summary>What comes after a training: the trained network is pruned in several ways, and what is left each time is evaluated and, where
/// that is asked for, trained further.</summary>
/// <remarks>Every branch begins with the trained network; none sees another. Only fine-tuning takes steps: where there is none, everything
/// is done when results are asked for.</remarks>
internal sealed class PruningStages : IDisposable
{
    private const long MostSteps = 1L << 52;

    private readonly ITrainingBackend _backend;
    private readonly ImmutableArray<PruningStep> _branches;
    private readonly FineTuning? _tuning;
    private readonly double _rescaling;
    private readonly Trainer _trainer;
    private readonly TrainingOptions _options;
    private readonly IImageSource _training, _test;
    private readonly string _identity;
    private readonly List<PrunedBranch> _done = [];
    private ImmutableArray<FeatureStatistics> _features;
    private PrunedBranch? _begun;
    private FineTuner? _tuner;

    /// <summary>Prepares the stages.</summary>
    /// <param name="backend">Computes pruned networks.</param>
    /// <param name="setup">Its branches and fine-tuning.</param>
    /// <param name="options">How the training is.</param>
    /// <param name="trainer">The training; it belongs to the caller.</param>
    /// <param name="training">The training set.</param>
    /// <param name="test">The test set.</param>
    /// <exception cref="ArgumentException">The optimizer of fine-tuning cannot be made.</exception>
    public PruningStages(
        ITrainingBackend backend, TrainingSetup setup, TrainingOptions options, Trainer trainer, IImageSource training,
        IImageSource test)
    {
        (_backend, _branches, _tuning, _options) = (backend, setup.Branches, setup.FineTuning, options);
        (_trainer, _training, _test, _rescaling) = (trainer, training, test, setup.Rescaling);
        // Added to the steps of a training they are still a number that a double, as records have them, tells from its neighbours.
        if (_tuning?.Iterations > MostSteps / Math.Max(1, _branches.Length))
        {
            throw new ArgumentOutOfRangeException(
                nameof(setup), _tuning.Iterations,
                $"fineTune: {_tuning.Iterations} for each of {_branches.Length} branches are more steps than can be counted.");
        }

        Steps = _branches.Length * (_tuning?.Iterations ?? 0);
        _identity = Steps == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(", ", _branches.Select(branch => $"{branch.Criterion.Name} {branch.Amount:R}"))}; "
                + $"{_tuning!.Iterations} iterations of {_tuning.Chain(options.Iterations)}");
    }

    /// <summary>The number of steps of all branches.</summary>
    public long Steps { get; }

    /// <summary>The number of steps taken; those that a branch did not take because it diverged count as taken.</summary>
    public long StepCount => _tuning is null ? 0 : _done.Count * _tuning.Iterations + (_tuner?.StepCount ?? 0);

    /// <summary>Takes a step of the branch that is being fine-tuned, or begins the next one with its first.</summary>
    /// <exception cref="InvalidOperationException">All steps have been taken.</exception>
    public void Step()
    {
        if (StepCount >= Steps)
            throw new InvalidOperationException($"All {Steps} steps of fine-tuning have been taken.");
        if (_begun is null)
        {
            var (pruned, mask) = Pruned(_done.Count);
            var branch = Evaluated(_done.Count, pruned, mask);
            if (branch.Divergence is not null)
            {
                _done.Add(branch);
                return;
            }

            (_begun, _tuner) = (branch, TunerOf(pruned, mask));
        }

        _tuner!.Step();
        if (_tuner.IsCompleted)
            Finish();
    }

    /// <summary>What became of every branch, in their order.</summary>
    /// <param name="features">What was measured of the trained network's features.</param>
    public ImmutableArray<PrunedBranch> Results(ImmutableArray<FeatureStatistics> features)
    {
        _features = features;
        while (_tuning is null && _done.Count < _branches.Length)
        {
            var (pruned, mask) = Pruned(_done.Count);
            _done.Add(Evaluated(_done.Count, pruned, mask));
        }

        return [.. _done];
    }

    /// <summary>Writes which branches are finished, with their results, and the state of the one that is being fine-tuned; nothing where
    /// there are no steps.</summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    public void Save(Stream destination)
    {
        if (Steps == 0)
            return;
        using (var writer = new BinaryWriter(destination, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(_identity);
            writer.Write(_done.Count);
            foreach (var branch in _done)
                BranchState.Write(writer, branch);
            writer.Write(_begun is not null);
            if (_begun is not null)
                BranchState.Write(writer, _begun);
        }

        _tuner?.Save(destination);
    }

    /// <summary>Resumes where <see cref="Save"/> stopped; the training has been resumed before.</summary>
    /// <param name="source">What was written; left open, behind its last byte.</param>
    /// <exception cref="CheckpointException">It is damaged, or of other stages. These are as they were.</exception>
    public void Load(Stream source)
    {
        if (Steps == 0)
            return;
        FineTuner? tuner = null;
        try
        {
            using var reader = new BinaryReader(source, Encoding.UTF8, leaveOpen: true);
            if (reader.ReadString() is var found && found != _identity)
                throw new CheckpointException($"It is of another training: its stages are {found} there and {_identity} here.");
            var count = reader.ReadInt32();
            if (count < 0 || count > _branches.Length)
                throw new CheckpointException($"It is damaged: it claims {count} of {_branches.Length} branches.");
            var done = Enumerable.Range(0, count).Select(index => BranchState.Read(reader, _branches[index])).ToList();
            PrunedBranch? begun = null;
            if (reader.ReadBoolean())
            {
                if (count == _branches.Length)
                    throw new CheckpointException($"It is damaged: it claims more than {count} branches.");
                begun = BranchState.Read(reader, _branches[count]);
                var (pruned, mask) = Pruned(count);
                tuner = TunerOf(pruned, mask);
                tuner.Load(source);
            }

            _tuner?.Dispose();
            (_begun, _tuner) = (begun, tuner);
            _done.Clear();
            _done.AddRange(done);
        }
        catch (Exception cause)
        {
            tuner?.Dispose();
            throw cause switch
            {
                EndOfStreamException or FormatException => new CheckpointException("It is cut off or damaged.", cause),
                OptimizerStateException => new CheckpointException($"Its optimizer cannot be resumed: {cause.Message}", cause),
                _ => cause,
            };
        }
    }

    /// <summary>Frees what is being fine-tuned.</summary>
    public void Dispose() => _tuner?.Dispose();

    private void Finish()
    {
        var (evaluation, divergence) = (default(Evaluation?), _tuner!.Divergence);
        if (divergence is null)
        {
            var found = Evaluator.Evaluate(_tuner.Network, _test);
            if (double.IsFinite(found.Loss))
                evaluation = found;
            else
                divergence = "the loss on the test set after fine-tuning is not finite";
        }

        _done.Add(_begun! with { FineTuned = evaluation, Divergence = divergence });
        _tuner.Dispose();
        (_begun, _tuner) = (null, null);
    }

    /// <summary>What a branch leaves of the trained network, and what it takes.</summary>
    private (PrunedNetwork Pruned, FilterMask Mask) Pruned(int branch)
    {
        var network = _trainer.Network;
        var (parameters, statistics) = (new float[network.Graph.Parameters.Length], new float[network.Graph.Statistics?.Length ?? 0]);
        network.Read(parameters, statistics);
        if (_features.IsDefault)
            _features = FeatureSurvey.Survey(network, _training);
        var mask = _branches[branch].Select(new PruningSubject(network.Graph, [.. parameters], _features, _options.Seed));
        return (Prune.Apply(network.Graph, parameters, statistics, mask), mask);
    }

    private PrunedBranch Evaluated(int branch, PrunedNetwork pruned, FilterMask mask)
    {
        using var network = _backend.Create(pruned.Graph, _trainer.Input);
        network.Load(pruned.Parameters, pruned.Statistics);
        var evaluation = Evaluator.Evaluate(network, _test);
        var (criterion, amount) = _branches[branch];
        return new PrunedBranch(criterion.Name, amount, mask.Count, pruned.Graph.CostOf(_trainer.Input.Height), evaluation, null)
        {
            Divergence = double.IsFinite(evaluation.Loss) ? null : "the loss on the test set after pruning is not finite",
        };
    }

    /// <summary>What trains a pruned network further; γ is scaled back before, if it was rescaled for the training.</summary>
    private FineTuner TunerOf(PrunedNetwork pruned, FilterMask mask)
    {
        var start = _rescaling.Equals(1)
            ? pruned
            : pruned with { Parameters = ScaleRescaling.Apply(pruned.Graph, pruned.Parameters, 1 / _rescaling) };
        return new FineTuner(_backend, start, Prune.Emptied(pruned.Graph, mask), _trainer.Input, _training, _options, _tuning!);
    }
}
