namespace OptimizerDynamics.Networks;

/// <summary>Takes the steps of several trainings at once, their networks packed into one by the backend: for small networks on a large
/// device.</summary>
/// <remarks>
/// <para>Each training keeps its own seed, mini-batches and images, and its own optimizer of whatever kind, learning rate and λ; what they
/// have to have in common is the architecture, the size of images and mini-batches, and the number of iterations. The loss is the sum of
/// theirs, so that each parameter's gradient is what it is alone; every update rule goes element by element, and batch normalization
/// channel by channel. So K packed trainings are K trainings, but for the order of additions.</para>
/// <para>The trainers stay what they are, and have taken each step of the pack: they can be looked at, saved and measured, and stepped
/// alone later.</para>
/// </remarks>
public sealed class PackedTrainer : IDisposable
{
    private readonly INetworkPack _pack;
    private readonly byte[] _pixels;
    private readonly int[] _labels;
    private readonly float[] _logits;
    private readonly double[] _losses;
    private readonly bool[] _isRunning;

    /// <summary>Packs trainings.</summary>
    /// <param name="trainers">The trainings, all at the same step; they belong to the caller, who must not step them while they are
    /// packed.</param>
    /// <exception cref="ArgumentException">There is none, or they cannot take their steps together; the message says why.</exception>
    public PackedTrainer(IReadOnlyList<Trainer> trainers)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        if (trainers is [])
            throw new ArgumentException("There is no training to pack.", nameof(trainers));
        Trainers = [.. trainers];
        var backend = trainers[0].Backend as IPackingBackend
            ?? throw new ArgumentException($"The backend {trainers[0].Backend.Name} cannot pack trainings.", nameof(trainers));
        foreach (var trainer in trainers)
            RequireSame(trainers[0], trainer);
        var (first, count) = (trainers[0], trainers.Count);
        var imageLength = first.Network.Graph.Channels * first.Input.Height * first.Input.Width;
        _pixels = new byte[checked(count * first.BatchSize * imageLength)];
        _labels = new int[count * first.BatchSize];
        _logits = new float[count * first.BatchSize * first.Network.Graph.Classes];
        (_losses, _isRunning) = (new double[count], new bool[count]);
        _pack = backend.Pack([.. trainers.Select(trainer => trainer.Network)]);
    }

    /// <summary>The trainings.</summary>
    public IReadOnlyList<Trainer> Trainers { get; }

    /// <summary>The number of steps that each has taken, but for those that have diverged.</summary>
    public long StepCount => Trainers.Max(trainer => trainer.StepCount);

    /// <summary>Whether every training is completed.</summary>
    public bool IsCompleted => Trainers.All(trainer => trainer.IsCompleted);

    /// <summary>Takes a step of every training that is not completed.</summary>
    /// <exception cref="InvalidOperationException">All are completed.</exception>
    public void Step()
    {
        if (IsCompleted)
            throw new InvalidOperationException($"The trainings are completed after {StepCount} steps.");
        foreach (var (index, trainer) in Trainers.Index())
        {
            _isRunning[index] = !trainer.IsCompleted;
            if (_isRunning[index])
                trainer.ReadMiniBatch(PartOf(_pixels, index), PartOf(_labels, index));
        }

        // One that has diverged sees what another sees: whatever it computes belongs to nobody.
        var any = Array.IndexOf(_isRunning, true);
        for (var index = 0; index < _isRunning.Length; index++)
        {
            if (_isRunning[index])
                continue;
            PartOf(_pixels, any).CopyTo(PartOf(_pixels, index));
            PartOf(_labels, any).CopyTo(PartOf(_labels, index));
        }

        _pack.TakeStep(_isRunning, _pixels, _labels, _losses, _logits);
        foreach (var (index, trainer) in Trainers.Index())
        {
            if (_isRunning[index])
                trainer.Note(_losses[index], PartOf(_labels, index), PartOf(_logits, index));
        }
    }

    /// <summary>Unpacks the trainings, which can be stepped alone then.</summary>
    public void Dispose() => _pack.Dispose();

    private static void RequireSame(Trainer first, Trainer other)
    {
        var graph = other.Network.Graph;
        if (!graph.IsPlain)
            throw new ArgumentException(
                $"{graph.Name} cannot be packed: only networks whose layers lie one behind the other can.", nameof(other));
        if (!graph.Equals(first.Network.Graph))
        {
            throw new ArgumentException(
                $"Networks of different architectures cannot be packed: {first.Network.Graph.Name} and {graph.Name} differ in their "
                    + "layers.",
                nameof(other));
        }

        static (long, long, int) Steps(Trainer trainer) => (trainer.StepCount, trainer.Iterations, trainer.BatchSize);
        if (Steps(other) != Steps(first))
        {
            throw new ArgumentException(
                $"Trainings of (steps taken, iterations, mini-batch) {Steps(first)} and {Steps(other)} cannot be packed: all three have to "
                + "be the same.", nameof(other));
        }

        static (ITrainingBackend, int, int) Place(Trainer trainer) => (trainer.Backend, trainer.Input.Height, trainer.Input.Width);
        if (Place(other) != Place(first))
            throw new ArgumentException(
                "Trainings on different backends, or with images of different sizes, cannot be packed.", nameof(other));
    }

    /// <summary>A training's part of what all have one behind the other.</summary>
    private Span<T> PartOf<T>(T[] all, int index) => all.AsSpan(index * (all.Length / Trainers.Count), all.Length / Trainers.Count);
}
