using System.Numerics;

namespace OptimizerDynamics;

/// <summary>A part of the update on its way through the chain: its own copies of what is linear in it, and what comes out.</summary>
internal sealed class PartTrack<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The track of a part through some rules at work.</summary>
    public PartTrack(UpdateParts part, RuleRun<T>[] rules, int length)
    {
        (Part, Output) = (part, new T[length]);
        Vectors = [.. rules.Select(run => OwnVectors(run, length))];
    }

    public UpdateParts Part { get; }

    /// <summary>What comes out of the chain.</summary>
    public T[] Output { get; }

    /// <summary>The vectors of each rule: the part's own where it has some, else the rule's.</summary>
    public T[][][] Vectors { get; }

    /// <summary>The part's own vectors, which a saved state holds, in the order of the rules.</summary>
    /// <param name="rules">The rules.</param>
    public IEnumerable<T[]> OwnState(RuleRun<T>[] rules) => Part == UpdateParts.WithoutDecay
        ? [] // is of the rules' state before each step
        : rules.Zip(Vectors).SelectMany(pair => pair.First.Rule.LinearVectors.Select(index => pair.Second[index]));

    /// <summary>What the rules before one pass on.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="before">The rule's index.</param>
    /// <param name="start">The block's first element.</param>
    /// <param name="count">The block's length.</param>
    /// <param name="gradients">The block's gradients.</param>
    public ReadOnlySpan<T> Incoming(RuleRun<T>[] rules, int before, int start, int count, ReadOnlySpan<T> gradients)
    {
        // Without decay, a rule that adds it passes on what it received.
        while (before > 0 && Part == UpdateParts.WithoutDecay && rules[before - 1].Rule.AddsDecay)
            before--;
        if (before == 0 && Part != UpdateParts.Decay)
            return gradients;
        var passedOn = before == 0 ? null : rules[before - 1].Rule.PassedOnVector;
        return (passedOn is { } index ? Vectors[before - 1][index] : Output).AsSpan(start, count);
    }

    private T[][] OwnVectors(RuleRun<T> run, int length)
    {
        if (Part == UpdateParts.WithoutDecay)
            return [.. run.Vectors.Select(_ => new T[length])];
        T[][] vectors = [.. run.Vectors];
        foreach (var index in run.Rule.LinearVectors)
        {
            // What a vector starts from came of no decay.
            vectors[index] = RuleRun<T>.Filled(length, Part == UpdateParts.Loss ? run.Rule.Vectors[index].InitialValue : 0);
        }

        return vectors;
    }
}
