using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>A statement of the paper that a study can support or contradict: one file each, registered in a
/// <see cref="Registry"/>.</summary>
/// <param name="Id">Its name, such as <c>H3</c>.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Source">The tables or sections of the paper that say so.</param>
public abstract record Hypothesis(string Id, string Statement, string Source)
{
    /// <summary>The kind of study that can test it (<see cref="IStudyKind.Name"/>).</summary>
    public abstract string StudyKind { get; }

    /// <summary>What a positive effect means, in sentences for readers.</summary>
    public required string Effect { get; init; }

    /// <summary>Where effects are measured from other than 0, and why there; null where from 0.</summary>
    public string? Margin { get; init; }

    /// <summary>The publication's own numbers, which reports show beside ours; none where it gives none.</summary>
    public ImmutableArray<PublishedTable> Published { get; init; } = [];

    /// <summary>What the publication measured, in a few words with its numbers; empty where it gives none.</summary>
    public string Measured { get; init; } = "";

    /// <summary>The decision rule: what the effects of the seeds say. An effect lies above 0 where a seed agrees with the
    /// hypothesis.</summary>
    public Func<IReadOnlyCollection<double>, Verdict> Decide { get; init; } = Verdict.OfPairs;
}
