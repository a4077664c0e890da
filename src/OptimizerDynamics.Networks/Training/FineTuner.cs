using System.Globalization;
using System.Text;

namespace OptimizerDynamics.Networks;

/// <summary>Trains a pruned network further, step by step (<see cref="FineTuning"/>).</summary>
/// <remarks>What was pruned stays dead: it is not there; and the feature that a layer keeps which should have none is set to zero again
/// after every step, for behind a leaky ReLU, or with momentum, it would wake up.</remarks>
internal sealed class FineTuner : IDisposable
{
    // A stream of the training's seed apart from those of layers, epochs, augmentation and random pruning.
    private const ulong Stream = 1UL << 61;

    private readonly MiniBatches _batches;
    private readonly FilterMask _silent;
    private readonly byte[] _pixels;
    private readonly int[] _labels;
    private readonly float[] _logits, _parameters, _statistics;
    private readonly long _iterations;

    /// <summary>Puts a pruned network on a backend.</summary>
    /// <param name="backend">Computes it.</param>
    /// <param name="start">The network, whose numbers are not changed.</param>
    /// <param name="silent">Its features that stay zero.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="training">The training set.</param>
    /// <param name="options">How the training was.</param>
    /// <param name="tuning">The number of steps, and the optimizer, given those of the training.</param>
    public FineTuner(
        ITrainingBackend backend, PrunedNetwork start, FilterMask silent, NetworkInput input, IImageSource training,
        TrainingOptions options, FineTuning tuning)
    {
        (_silent, _iterations) = (silent, tuning.Iterations);
        _batches = new MiniBatches(
            training, options.BatchSize, new CounterRandom(options.Seed, Stream).BitsAt(0).First, options.Augmentation);
        _pixels = new byte[checked(options.BatchSize * training.Channels * training.Height * training.Width)];
        (_labels, _logits) = (new int[options.BatchSize], new float[options.BatchSize * start.Graph.Classes]);
        (_parameters, _statistics) = ([.. start.Parameters], [.. start.Statistics]);
        Network = backend.CreateForTraining(start.Graph, input, tuning.Chain(options.Iterations), tuning.Iterations);
        Network.Load(_parameters, _statistics);
    }

    /// <summary>The network, with θ after the steps taken.</summary>
    public ITrainingNetwork Network { get; }

    /// <summary>The number of steps taken.</summary>
    public long StepCount { get; private set; }

    /// <summary>What was not finite, and when; null as long as everything is.</summary>
    public string? Divergence { get; private set; }

    /// <summary>Whether all steps have been taken, or it has diverged.</summary>
    public bool IsCompleted => Divergence is not null || StepCount >= _iterations;

    /// <summary>Takes a step.</summary>
    public void Step()
    {
        _batches.Read(StepCount, _pixels, _labels);
        var loss = Network.TakeStep(_pixels, _labels, _logits);
        StepCount++;
        if (!double.IsFinite(loss))
            Note("the loss");
        else if (_silent.Count > 0)
            Silence();
        if (StepCount == _iterations && Divergence is null)
        {
            Network.Read(_parameters, _statistics);
            if (!Array.TrueForAll(_parameters, float.IsFinite) || !Array.TrueForAll(_statistics, float.IsFinite))
                Note("the network");
        }
    }

    /// <summary>Writes the steps taken, θ, the running statistics and what the optimizer remembers.</summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    public void Save(Stream destination)
    {
        using (var writer = new BinaryWriter(destination, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(StepCount);
            Network.Read(_parameters, _statistics);
            Trainer.Write<float>(writer, _parameters);
            Trainer.Write<float>(writer, _statistics);
        }

        Network.SaveOptimizer(destination);
    }

    /// <summary>Resumes where <see cref="Save"/> stopped; after an exception nothing can be said of its state.</summary>
    /// <param name="source">What was written; left open, behind its last byte.</param>
    /// <exception cref="CheckpointException">It is of another network.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    /// <exception cref="OptimizerStateException">The optimizer's state is damaged, or of another optimizer.</exception>
    public void Load(Stream source)
    {
        using (var reader = new BinaryReader(source, Encoding.UTF8, leaveOpen: true))
        {
            var steps = reader.ReadInt64();
            StepCount = steps >= 0 && steps < _iterations
                ? steps
                : throw new CheckpointException($"It is damaged: it claims {steps} of {_iterations} iterations of fine-tuning.");
            Network.Load(
                Trainer.Read<float>(reader, _parameters.Length), Trainer.Read<float>(reader, _statistics.Length));
        }

        Network.LoadOptimizer(source);
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => Network.Dispose();

    private void Silence()
    {
        Network.Read(_parameters, _statistics);
        Network.Load(Prune.Zero(Network.Graph, _parameters, _silent), _statistics);
    }

    private void Note(string what) =>
        Divergence = string.Create(CultureInfo.InvariantCulture, $"{what} of iteration {StepCount} of fine-tuning is not finite");
}
