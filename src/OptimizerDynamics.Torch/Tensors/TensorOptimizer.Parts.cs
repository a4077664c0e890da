using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <content>The second track: what each update is made of.</content>
public sealed partial class TensorOptimizer
{
    private TensorTrack[] _tracks = [];
    private Tensor? _update, _before, _taken;
    private Tensor[] _updates = [], _befores = [], _takens = [];

    /// <summary>What is kept of the last step (<see cref="Decompose"/>).</summary>
    public UpdateParts Kept { get; private set; }

    /// <summary>
    /// Has what every update is made of kept from now on. θ and the rules' state are what they are without it, bit for bit.
    /// </summary>
    /// <param name="parts">What to keep.</param>
    /// <exception cref="NotSupportedException">A part is asked for, and the chain does not split
    /// (<see cref="OptimizerDynamics.Chain.WhyNotSplit"/>).</exception>
    /// <exception cref="InvalidOperationException">The first step has been taken, or this was called before.</exception>
    public void Decompose(UpdateParts parts = UpdateParts.Split)
    {
        if (StepCount > 0 || Kept != UpdateParts.None)
            throw new InvalidOperationException(
                $"{StepCount} steps have been taken, and {Kept} is kept: an update can be taken apart from the first step on, in one way.");
        if ((parts & (UpdateParts.Loss | UpdateParts.Decay)) != 0 && Chain.WhyNotSplit is { } reason)
            throw new NotSupportedException(reason);
        using var withoutGradient = no_grad();
        using var scope = NewDisposeScope();
        (Tensor?, Tensor[]) Vector(bool isKept) => isKept && Filled(0) is var whole ? (whole, Windows(whole)) : (null, []);
        (_update, _updates) = Vector(parts.HasFlag(UpdateParts.Update));
        (_before, _befores) = Vector(parts.HasFlag(UpdateParts.Parameters));
        (_taken, _takens) = Vector(_updateLength < _rules.Length);
        UpdateParts[] tracks = [UpdateParts.Loss, UpdateParts.Decay, UpdateParts.WithoutDecay];
        _tracks = [.. tracks.Where(part => parts.HasFlag(part)).Select(Track)];
        Kept = parts;
    }

    /// <summary>A part of the last update, the update itself, or θ before it.</summary>
    /// <param name="part">Which: one of those that are kept.</param>
    /// <returns>The tensor itself, as long as the layout, zero before the first step, which the next step writes anew; not to be disposed
    /// of.</returns>
    /// <exception cref="InvalidOperationException">It is not kept.</exception>
    public Tensor Part(UpdateParts part) => part switch
    {
        UpdateParts.Update => _update,
        UpdateParts.Parameters => _before,
        _ => Array.Find(_tracks, track => track.Part == part)?.Output,
    }
        ?? throw new InvalidOperationException(
            $"The optimizer keeps {Kept} of its steps, and not {part}: ask {nameof(Decompose)} for it.");

    Tensor IModelInterpreter.CopyOf(UpdateParts part) => Part(part).clone();

    /// <summary>Runs the chain over one block, and its parts beside it, rule by rule.</summary>
    private void RunInParts(int block)
    {
        var whole = _blocks[block];
        whole.Start(isOfLoss: true);
        foreach (var track in _tracks)
            track.Blocks[block].Start(isOfLoss: track.Part != UpdateParts.Decay);
        for (var i = 0; i < _updateLength; i++)
        {
            foreach (var track in _tracks.Where(track => track.Part == UpdateParts.WithoutDecay))
                track.Blocks[block].CopyVectors(whole, i);
            whole.Apply(_rules, i);
            foreach (var track in _tracks)
            {
                if (!Chain[i].AddsDecay || track.Part == UpdateParts.Decay)
                    track.Blocks[block].ApplyPart(_rules, i, track.Part == UpdateParts.WithoutDecay ? null : whole);
            }
        }

        foreach (var track in _tracks)
            _operations.Copy(track.Outputs[block], track.Blocks[block].Incoming());
        if (_before is not null)
            _operations.Copy(_befores[block], whole.Parameters);
        if (_update is not null)
        {
            _operations.Zero(_updates[block]);
            whole.AddTo(_updates[block], 1);
        }

        whole.AddTo(whole.Parameters, -1);
        if (_taken is not null)
            TakeBehind(block);
    }

    /// <summary>The proximal rule: what it takes from θ is decay.</summary>
    private void TakeBehind(int block)
    {
        var (whole, taken) = (_blocks[block], _takens[block]);
        _operations.Copy(taken, whole.Parameters);
        whole.Apply(_rules, _updateLength);
        _operations.Subtract(taken, whole.Parameters);
        if (_update is not null)
            _operations.Add(_updates[block], taken);
        foreach (var track in _tracks.Where(track => track.Part == UpdateParts.Decay))
            _operations.Add(track.Outputs[block], taken);
    }

    private TensorTrack Track(UpdateParts part)
    {
        var vectors = Chain.Zip(_vectors, (rule, own) => own.Select((vector, index) =>
            part == UpdateParts.WithoutDecay ? Filled(0)
            : !rule.LinearVectors.Contains(index) ? vector
            : Filled(part == UpdateParts.Loss ? rule.Vectors[index].InitialValue : 0)).ToArray()).ToArray(); // of decay came nothing yet
        var output = Filled(0);
        return new TensorTrack(part, output, vectors, Blocks(vectors), Windows(output));
    }

    /// <summary>What the parts of the update remember, part by part and rule by rule.</summary>
    private IEnumerable<Tensor> PartsState() => _tracks.SelectMany(track => track.OwnState(Chain));
}
