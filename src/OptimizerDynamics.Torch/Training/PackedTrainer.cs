using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>Takes the steps of several trainings at once, their networks packed into one (<see cref="PackedPlainNetwork"/>): for small networks on a large device.</summary>
/// <remarks>
/// <para>Each training keeps its own seed, mini-batches and images, and its own optimizer of whatever kind, learning rate and λ; what they have to have in common is the architecture, the
/// size of images and mini-batches, and the number of iterations. The loss is the sum of theirs, so that each parameter's gradient is what it is alone; every
/// update rule goes element by element, and batch normalization channel by channel. So K packed trainings are K trainings, but for the order of additions.</para>
/// <para>The trainers stay what they are and are as far on as the pack after every step: they can be looked at, saved, measured, and gone on with alone.</para>
/// </remarks>
public sealed class PackedTrainer : IDisposable
{
    private readonly PackedPlainNetwork _network;
    private readonly ParameterBuffer _packed;
    private readonly Tensor[] _places;

    /// <summary>Packs trainings.</summary>
    /// <param name="trainers">The trainings, all as far on; they belong to the caller, who must not step them while they are packed.</param>
    /// <exception cref="ArgumentException">There is none, or they cannot go on together; the message says why.</exception>
    public PackedTrainer(IReadOnlyList<Trainer> trainers)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        if (trainers is [])
            throw new ArgumentException("There is no training to pack.", nameof(trainers));
        Trainers = [.. trainers];
        foreach (var trainer in trainers)
        {
            if (trainer.Network is not PlainNetwork)
                throw new ArgumentException($"{trainer.Network.GetName()} cannot be packed: only networks whose layers lie one behind the other can.", nameof(trainers));
            if (trainer.Steps != trainers[0].Steps)
                throw new ArgumentException($"Trainings of (done, iterations, mini-batch) {trainers[0].Steps} and {trainer.Steps} cannot be packed: all three have to be the same.", nameof(trainers));
        }

        _network = new PackedPlainNetwork([.. trainers.Select(trainer => (PlainNetwork)trainer.Network)]);
        _network.train();
        _packed = new ParameterBuffer(_network);
        _places = [.. trainers.Select((trainer, place) => PlacesOf(place, trainer.Optimizer.Parameters.Layout))];
    }

    /// <summary>The trainings.</summary>
    public IReadOnlyList<Trainer> Trainers { get; }

    /// <summary>How many steps each has taken, but for those that diverged before.</summary>
    public long Done => Trainers.Max(trainer => trainer.Done);

    /// <summary>Whether every training is over.</summary>
    public bool IsOver => Trainers.All(trainer => trainer.IsOver);

    /// <summary>Takes a step of every training that is not over.</summary>
    /// <exception cref="InvalidOperationException">All are over.</exception>
    public void Step()
    {
        if (IsOver)
            throw new InvalidOperationException($"The trainings are over after {Done} steps.");
        using var scope = NewDisposeScope();
        var running = Trainers.Index().Where(trainer => !trainer.Item.IsOver).ToArray();
        var batches = running.ToDictionary(trainer => trainer.Index, trainer => trainer.Item.NextMiniBatch());
        // One that has diverged stays in its place, and sees what another sees: whatever it computes belongs to nobody.
        var any = batches[running[0].Index];
        var all = Enumerable.Range(0, Trainers.Count).Select(place => batches.GetValueOrDefault(place, any)).ToArray();
        var labels = stack(all.Select(batch => batch.Labels));

        _packed.ZeroGradients();
        var logits = _network.forward(cat([.. all.Select(batch => batch.Images)], 1));
        var losses = nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), reduction: nn.Reduction.None).reshape(labels.shape).mean([1]);
        losses.sum().backward();
        foreach (var (place, trainer) in running)
        {
            trainer.Optimizer.Parameters.Gradients.copy_(_packed.Gradients.index_select(0, _places[place]));
            trainer.Optimizer.Step();
            _packed.Values.index_copy_(0, _places[place], trainer.Optimizer.Parameters.Values);
        }

        var (values, hits) = (losses.detach().to_type(ScalarType.Float64).cpu().data<double>().ToArray(), Trainer.Hits(logits, labels).cpu().data<long>().ToArray());
        foreach (var (place, trainer) in running)
            trainer.Note(values[place], hits[place]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _packed.Dispose();
        _network.Dispose();
        foreach (var places in _places)
            places.Dispose();
    }

    /// <summary>Where a training's parameters are in the pack's vector, in the order of its own: those of one layer lie behind those that the networks before it have there.</summary>
    private Tensor PlacesOf(int place, ParameterLayout layout)
    {
        using var scope = NewDisposeScope();
        var parts = layout.Ranges.Zip(_packed.Layout.Ranges, (single, packed) => arange(packed.Offset + place * single.Length, packed.Offset + (place + 1) * single.Length, ScalarType.Int64));
        return cat([.. parts]).to(_packed.Device).DetachFromDisposeScope();
    }
}
