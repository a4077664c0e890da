using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace OptimizerDynamics;

/// <summary>
/// An optimizer: update rules, applied one behind the other to the gradient; what comes out is subtracted from the parameters.
/// </summary>
/// <remarks>
/// <para>Adam with L2 regularization, for instance:</para>
/// <code>
/// Chain adam = [new AddDecayedWeights(1e-4), new ScaleByAdam(), new ScaleByLearningRate(1e-3)];
/// </code>
/// <para>Rules that do nothing whatever they receive (a decay with λ = 0, no momentum, a constant schedule) are left out: Adam with
/// λ = 0 <em>is</em> Adam. Immutable: one chain can be run by any number of interpreters.</para>
/// </remarks>
[CollectionBuilder(typeof(Chain), nameof(Create))]
public sealed class Chain : IReadOnlyList<UpdateRule>, IEquatable<Chain>
{
    private readonly ImmutableArray<UpdateRule> _rules;

    private Chain(ImmutableArray<UpdateRule> rules) => _rules = rules;

    /// <summary>Number of rules.</summary>
    public int Count => _rules.Length;

    /// <summary>Whether any rule depends on how long the run is.</summary>
    public bool NeedsRunLength => _rules.Any(rule => rule.NeedsRunLength);

    /// <summary>Whether any rule adds decay (<see cref="UpdateRule.AddsDecay"/>).</summary>
    public bool AddsDecay => _rules.Any(rule => rule.AddsDecay);

    /// <summary>Why the update does not split into the loss's and the decay's part, in a sentence; null where it does.</summary>
    public string? WhyNotSplit => _rules.FirstOrDefault(rule => rule.WhyNotSplit is not null) is { } rule
        ? $"The update of {rule} does not split into the loss's and the decay's part: {rule.WhyNotSplit}."
        : null;

    /// <summary>Whether the update has a decay's part that can be told: a rule adds decay, and every rule says how parts pass.</summary>
    public bool HasDecayPart => AddsDecay && WhyNotSplit is null;

    /// <summary>The rule at an index.</summary>
    /// <param name="index">The index, from 0.</param>
    public UpdateRule this[int index] => _rules[index];

    /// <summary>Makes a chain; what a collection expression calls.</summary>
    /// <param name="rules">The rules in the order of their application; those that do nothing are left out.</param>
    /// <exception cref="ArgumentNullException">A rule is null.</exception>
    /// <exception cref="ArgumentException">A proximal rule (<see cref="UpdateRule.IsProximal"/>) is not the last; the message names both.
    /// </exception>
    public static Chain Create(ReadOnlySpan<UpdateRule> rules)
    {
        var kept = ImmutableArray.CreateBuilder<UpdateRule>(rules.Length);
        foreach (var rule in rules)
        {
            ArgumentNullException.ThrowIfNull(rule, nameof(rules));
            if (rule.IsIdentity)
                continue;
            if (kept.Count > 0 && kept[^1].IsProximal)
                throw new ArgumentException(
                    $"{kept[^1]} must be the last rule of its chain, because it acts on θ behind the update; {rule} follows it.",
                    nameof(rules));
            kept.Add(rule);
        }

        return new Chain(kept.ToImmutable());
    }

    /// <summary>Refuses to run without the length of the run where a schedule depends on it, and a length below 1.</summary>
    internal void RequireRunLength(long? runLength)
    {
        if (runLength is < 1)
            throw new ArgumentOutOfRangeException(nameof(runLength), runLength, $"runLength = {runLength} must be at least 1.");
        if (NeedsRunLength && runLength is null)
            throw new ArgumentException($"The schedule of {this} depends on the length of the run: give runLength.", nameof(runLength));
    }

    /// <summary>The index of a vector that a rule remembers among the rule's <see cref="UpdateRule.Vectors"/>.</summary>
    /// <exception cref="ArgumentException">There is no such rule, or it has no such vector; the message lists those it has.</exception>
    internal int IndexOfVector(int rule, string name)
    {
        if ((uint)rule >= (uint)_rules.Length)
            throw new ArgumentException($"There is no rule {rule} in {this}.", nameof(rule));
        var vectors = _rules[rule].Vectors;
        for (var i = 0; i < vectors.Length; i++)
        {
            if (vectors[i].Name == name)
                return i;
        }

        throw new ArgumentException(
            $"{_rules[rule]} remembers no vector '{name}'; it has: {string.Join(", ", vectors.Select(vector => vector.Name))}.",
            nameof(name));
    }

    /// <summary>Equal when the rules are, one by one.</summary>
    /// <param name="other">The chain to compare with.</param>
    public bool Equals(Chain? other) => other is not null && _rules.SequenceEqual(other._rules);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Chain);

    /// <inheritdoc/>
    public override int GetHashCode() => _rules.Aggregate(0, HashCode.Combine);

    /// <summary>The rules joined by arrows, such as <c>ScaleByAdam(…) → ScaleByLearningRate(0.001)</c>: the canonical text, which saved
    /// states carry.</summary>
    public override string ToString() => string.Join(" → ", _rules);

    /// <inheritdoc/>
    public IEnumerator<UpdateRule> GetEnumerator() => ((IEnumerable<UpdateRule>)_rules).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
