using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>A hypothesis that trainings can test.</summary>
/// <param name="Id">Its name, such as <c>H3</c>.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Source">The tables or sections of the paper that say so.</param>
public sealed record TrainingHypothesis(string Id, string Statement, string Source) : Hypothesis(Id, Statement, Source)
{
    /// <inheritdoc/>
    public override string StudyKind => TrainingTrial.Kind;

    /// <summary>What is compared with what, and in which measures, given the layer that a study's report looks at.</summary>
    public required Func<string, ImmutableArray<Contrast>> Contrasts { get; init; }

    /// <summary>Whether it is about features that die: the report then draws how selective they were early, beside those that live
    /// on.</summary>
    public bool IsAboutDyingFeatures { get; init; }

    /// <summary>What trainings say of it.</summary>
    /// <param name="records">The trainings.</param>
    /// <param name="layer">The layer that the study's report looks at.</param>
    /// <returns>A verdict for each setting, or each pair of settings, that can be compared; none where there is nothing to
    /// compare.</returns>
    public IEnumerable<Compared> Test(TrainingRecords records, string layer)
    {
        ArgumentNullException.ThrowIfNull(records);
        return from contrast in Contrasts(layer)
               from compared in contrast.Compare(records.Settings)
               where !compared.Values.IsEmpty
               select new Compared(compared.Setting, compared.What, Decide(compared.Values));
    }
}

/// <summary>What the seeds say of a setting, or of two.</summary>
/// <param name="Setting">The setting; the first of two.</param>
/// <param name="What">What it was compared with, or in what measure; empty where there is nothing to tell.</param>
/// <param name="Verdict">What the seeds say.</param>
public sealed record Compared(TrainingSetting Setting, string What, Verdict Verdict);
