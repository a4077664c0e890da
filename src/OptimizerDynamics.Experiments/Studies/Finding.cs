using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>What a study says of a hypothesis.</summary>
public enum HypothesisOutcome
{
    /// <summary>By each of its measures the effect is there, in the direction that was predicted.</summary>
    Supported,

    /// <summary>By each of its measures the effect is there, in the other direction.</summary>
    Contradicted,

    /// <summary>By one measure the effect is there, and another does not agree.</summary>
    DependsOnTheMeasure,

    /// <summary>The runs do not tell.</summary>
    Open,
}

/// <summary>What some seeds say of one contrast in one measure.</summary>
/// <param name="What">What is compared.</param>
/// <param name="By">The measure, where there are several (<see cref="TestedMeasure.By"/>); else empty.</param>
/// <param name="Verdict">The effect of the seeds.</param>
public sealed record TestedContrast(string What, string By, Verdict Verdict)
{
    /// <summary>The p-value corrected for the number of comparisons (<see cref="Holm"/>), in (0, 1]; null where nothing is
    /// corrected.</summary>
    public double? CorrectedPValue { get; init; }

    /// <summary>Whether the effect is a difference of shares, which is written in percentage points; else it is a number without unit, and
    /// is written in hundredths.</summary>
    public bool IsOfShares { get; init; } = true;
}

/// <summary>What a study found of a hypothesis.</summary>
/// <param name="Id">The hypothesis.</param>
/// <param name="Outcome">What its primary contrast says.</param>
/// <param name="Reason">Why it is open; empty otherwise.</param>
/// <param name="Primary">The primary contrast, in each measure that gave an effect.</param>
/// <param name="Secondary">Other contrasts, which decide nothing.</param>
public sealed record Finding(
    string Id, HypothesisOutcome Outcome, string Reason, ImmutableArray<TestedContrast> Primary, ImmutableArray<TestedContrast> Secondary)
{
    /// <summary>The reason of a finding whose seeds do not tell: it was tested, and the verdict is that it is open.</summary>
    public const string NotTold = "the seeds do not tell";

    /// <summary>Whether its primary contrast was tested by the rule of its plan: not where seeds are missing, or where it was seen
    /// afterwards.</summary>
    public bool HasVerdict => Outcome != HypothesisOutcome.Open || Reason == NotTold;

    /// <summary>The outcome as pages write it.</summary>
    public string Words => WordsOf(Outcome);

    /// <summary>What the comparisons of a primary contrast say together: <i>supported</i> where all are, <i>contradicted</i> where all are,
    /// <i>depends on the measure</i> where some are conclusive and others disagree, else <i>open</i>. As all of them have to pass, none is
    /// corrected for their number (an intersection–union test: Berger 1982, "Multiparameter hypothesis testing and acceptance
    /// sampling").</summary>
    /// <param name="primary">The comparisons; at least one.</param>
    public static HypothesisOutcome OutcomeOf(IReadOnlyCollection<TestedContrast> primary)
    {
        ArgumentNullException.ThrowIfNull(primary);
        VerdictOutcome[] outcomes = [.. primary.Select(comparison => comparison.Verdict.Outcome).Distinct()];
        return outcomes switch
        {
            [VerdictOutcome.Supported] => HypothesisOutcome.Supported,
            [VerdictOutcome.Contradicted] => HypothesisOutcome.Contradicted,
            [VerdictOutcome.Inconclusive] or [] => HypothesisOutcome.Open,
            _ => HypothesisOutcome.DependsOnTheMeasure,
        };
    }

    /// <summary>An outcome as pages write it.</summary>
    /// <param name="outcome">The outcome.</param>
    public static string WordsOf(HypothesisOutcome outcome) => outcome switch
    {
        HypothesisOutcome.Supported => "supported",
        HypothesisOutcome.Contradicted => "contradicted",
        HypothesisOutcome.DependsOnTheMeasure => "depends on the measure",
        _ => "open",
    };
}
