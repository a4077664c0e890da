using System.Numerics.Tensors;

namespace OptimizerDynamics;

/// <content>The second track: what each update is made of.</content>
public sealed unsafe partial class CpuOptimizer<T>
{
    /// <summary>What is kept of the last step; null, and no memory is taken, unless <see cref="Decompose"/> was called.</summary>
    public Decomposition<T>? Decomposition { get; private set; }

    /// <summary>
    /// Has what every update is made of kept from now on. θ and the rules' state are what they are without it, bit for bit.
    /// </summary>
    /// <param name="parts">What to keep.</param>
    /// <returns>What is kept, to be read after each step.</returns>
    /// <exception cref="NotSupportedException">A part is asked for, and the chain does not split (<see cref="Chain.WhyNotSplit"/>).
    /// </exception>
    /// <exception cref="InvalidOperationException">The first step has been taken, or this was called before.</exception>
    public Decomposition<T> Decompose(UpdateParts parts = UpdateParts.Split)
    {
        if (StepCount > 0 || Decomposition is not null)
            throw new InvalidOperationException(
                $"{StepCount} steps have been taken, and {Decomposition?.Parts ?? UpdateParts.None} is kept: "
                    + "an update can be taken apart from the first step on, in one way.");
        if ((parts & (UpdateParts.Loss | UpdateParts.Decay)) != 0 && Chain.WhyNotSplit is { } reason)
            throw new NotSupportedException(reason);
        return Decomposition = new Decomposition<T>(parts, _rules, Layout.Length);
    }

    /// <summary>Runs the chain over one block, and its parts beside it, rule by rule.</summary>
    private void RunChainInParts(
        Decomposition<T> kept, Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> memory, int start, ReadAhead<T>* readAhead)
    {
        var count = parameters.Length;
        var room = memory.Length / Decomposition<T>.Windows;
        var incoming = gradients;
        Span<T> update = memory[..count], next = memory.Slice(room, count);
        foreach (var track in kept.Tracks)
        {
            if (track.Part == UpdateParts.Decay)
                track.Output.AsSpan(start, count).Clear(); // what arrives is the loss's alone
        }

        for (var i = 0; i < _updateLength; i++)
        {
            var rule = _rules[i];
            var whole = BlockOf(rule, parameters, incoming, update, memory.Slice(2 * room, 2 * room), start, readAhead);
            CopyStateBefore(kept, i, start, count);
            rule.Apply(whole);
            foreach (var track in kept.Tracks)
                RunPart(track, i, whole, gradients, memory[(4 * room)..]);
            incoming = rule.PassedOn is { } vector ? vector.AsSpan(start, count) : update;
            // What arrives at a rule stays readable for its parts.
            var written = update;
            update = next;
            next = written;
        }

        foreach (var track in kept.Tracks)
            track.Incoming(_rules, _updateLength, start, count, gradients).CopyTo(track.Output.AsSpan(start, count));
        kept.Note(start, parameters, incoming);
        TensorPrimitives.Subtract(parameters, incoming, parameters);                                         // θ ← θ − u
        if (_updateLength == _rules.Length)
            return;
        parameters.CopyTo(update);
        _rules[^1].Apply(BlockOf(
            _rules[^1], parameters, parameters, parameters, memory.Slice(2 * room, 2 * room), start, readAhead)); // θ ← prox(θ)
        TensorPrimitives.Subtract(update, parameters, update);
        kept.AddDecay(start, update);
    }

    /// <summary>Takes a part through a rule.</summary>
    private void RunPart(PartTrack<T> track, int index, in RuleBlock<T> whole, ReadOnlySpan<T> gradients, Span<T> memory)
    {
        var (start, count) = (whole.Start, whole.Update.Length);
        var part = new RuleBlock<T>
        {
            Part = track.Part,
            Parameters = whole.Parameters,
            Incoming = track.Incoming(_rules, index, start, count, gradients),
            Update = track.Output.AsSpan(start, count),
            Scratch = memory[..count],
            SecondScratch = memory.Slice(memory.Length / 2, count),
            Coefficients = whole.Coefficients,
            Vectors = track.Vectors[index],
            Layout = Layout,
            Start = start,
        };
        if (track.Part != UpdateParts.WithoutDecay)
            _rules[index].ApplyPart(part, whole);
        else if (!_rules[index].Rule.AddsDecay)
            _rules[index].Apply(part);
    }

    /// <summary>What a step without decay starts from: the rule's state before the step.</summary>
    private void CopyStateBefore(Decomposition<T> kept, int index, int start, int count)
    {
        foreach (var track in kept.Tracks)
        {
            if (track.Part != UpdateParts.WithoutDecay)
                continue;
            foreach (var (own, real) in track.Vectors[index].Zip(_rules[index].Vectors))
                real.AsSpan(start, count).CopyTo(own.AsSpan(start, count));
        }
    }
}
