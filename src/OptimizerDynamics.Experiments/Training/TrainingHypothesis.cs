using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>A hypothesis that trainings can test. Which settings are compared is said by the study that tests it
/// (<see cref="PlannedHypothesis"/>).</summary>
/// <param name="Id">Its name, such as <c>H3</c>.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Source">The tables or sections of the paper that say so.</param>
public sealed record TrainingHypothesis(string Id, string Statement, string Source) : Hypothesis(Id, Statement, Source)
{
    /// <inheritdoc/>
    public override string StudyKind => TrainingTrial.Kind;

    /// <summary>Which settings it compares.</summary>
    public ContrastForm Form { get; init; } = ContrastForm.Pair;

    /// <summary>The measures by which it is tested, all of which have to agree, given the layer that a study's report looks at.</summary>
    public required Func<string, ImmutableArray<TestedMeasure>> Measures { get; init; }

    /// <summary>Whether it is about features that die: the report then draws how selective they were early, beside those that live
    /// on.</summary>
    public bool IsAboutDyingFeatures { get; init; }
}
