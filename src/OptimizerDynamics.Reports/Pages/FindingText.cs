using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>Findings in words and tables.</summary>
internal static class FindingText
{
    /// <summary>What the seeds say, as numbers: effects in percentage points.</summary>
    public static ReportTable Table(Finding finding) => new(
        ["", "contrast", "measure", "effect", "95 % interval", "d_z", "p", "p (Holm)", "seeds"],
        [
            .. finding.Primary.Select(tested => Row("primary", tested)),
            .. finding.Secondary.Select(tested => Row("secondary", tested)),
        ],
        3);

    /// <summary>The findings' outcomes in a sentence; empty where there are none.</summary>
    public static string Answer(IReadOnlyCollection<Finding> findings)
    {
        if (findings.Count == 0)
            return "";
        var groups = findings.GroupBy(finding => finding.Outcome).Select(group =>
            $"{string.Join(", ", group.Select(finding => finding.Id))} {Verb(group.Key, group.Count())}{Finding.WordsOf(group.Key)}");
        return $"**{string.Join("; ", groups)}.** ";
    }

    /// <summary>The section of a page.</summary>
    /// <param name="study">The study, whose file names the hypotheses.</param>
    /// <param name="findings">The findings, one for each of them.</param>
    /// <param name="records">The records, which carry the hash of the plan under which they were made.</param>
    public static string Section(TrainingStudy study, ImmutableArray<Finding> findings, IReadOnlyCollection<TrialRecord> records)
    {
        if (study.Plan is not { } plan)
            return $"## Hypotheses\n\n{Exploratory}\n\n";
        var text = new StringBuilder($"## Hypotheses\n\n{PlanOf(study, plan, records)} {Introduction}\n\n");
        foreach (var (finding, planned) in findings.Zip(study.Report.Hypotheses))
        {
            var hypothesis = planned.Hypothesis;
            var effect = hypothesis.Effect.Replace("{layer}", study.Report.Layer, StringComparison.Ordinal);
            var margin = hypothesis.Margin is { } named ? $" The margin is {named}." : "";
            text.Append(
                CultureInfo.InvariantCulture, $"### {finding.Id}: {hypothesis.Statement}\n\n{Outcome(finding)} {effect}{margin}\n\n");
            if (finding.Primary.Length + finding.Secondary.Length > 0)
                text.Append(CultureInfo.InvariantCulture, $"{Table(finding).ToMarkdown()}\n");
            foreach (var table in hypothesis.Published)
                text.Append(CultureInfo.InvariantCulture, $"In the paper, {table.Title}:\n\n{OfPublished(table).ToMarkdown()}\n");
        }

        return text.ToString();
    }

    /// <summary>The outcome with its reason, as a sentence.</summary>
    public static string Outcome(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Reason.Length > 0 ? $"**{finding.Words}**: {finding.Reason}." : $"**{finding.Words}**.";
    }

    /// <summary>The outcome with the gist of its reason, for a table.</summary>
    public static string BriefOutcome(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Reason.Length > 0 ? $"**{finding.Words}**: {finding.Reason.Split(": ")[0]}" : $"**{finding.Words}**";
    }

    /// <summary>Findings, without a verdict where a record was not made under the study's plan.</summary>
    /// <param name="study">The study.</param>
    /// <param name="findings">What its rule says.</param>
    /// <param name="records">The records.</param>
    public static ImmutableArray<Finding> OfPlan(
        TrainingStudy study, ImmutableArray<Finding> findings, IReadOnlyCollection<TrialRecord> records)
    {
        var (hash, before) = (study.Plan?.Hash, study.Report.PlannedIn is not null);
        var others = records.Count(record => record.Plan != hash && !(before && record.Plan is null));
        return others == 0 ? findings :
        [
            .. findings.Select(finding => finding with
            {
                Outcome = HypothesisOutcome.Open,
                Reason = $"seen afterwards: {others} of {records.Count} records were not made under this plan",
            }),
        ];
    }

    private static string Verb(HypothesisOutcome outcome, int count) =>
        outcome == HypothesisOutcome.DependsOnTheMeasure ? count == 1 ? "" : "each " : count == 1 ? "is " : "are ";

    private static string PlanOf(TrainingStudy study, Preregistration plan, IReadOnlyCollection<TrialRecord> records)
    {
        if (records.Any(record => record.Plan == plan.Hash))
        {
            return study.Profile == ReportFolder.CommittedProfile
                ? $"[The plan](../../experiments/{study.Name}/{Preregistration.FileName}), `{plan.Hash}`, was fixed before the first "
                    + $"record."
                : $"The plan, `{plan.Hash}`, was fixed before the first record.";
        }

        return study.Report.PlannedIn is { } commit
            ? $"These hypotheses and contrasts were fixed in commit {commit}, before the first record; that both measures have to pass was "
                + $"not."
            : "These contrasts were chosen when the records were known: what they show was seen afterwards.";
    }

    private const string Exploratory =
        "No plan was fixed before these runs, so they give no verdict on any hypothesis: what they show was seen afterwards.";

    private const string Introduction =
        """
        Trainings are compared seed by seed. An effect is the mean over the seeds in percentage points, above 0 where it agrees with the
        hypothesis, with a bootstrap interval, Cohen's d_z (of paired differences) and the p-value of an exact test that tries all
        signs. The primary contrast alone decides, in all of its measures; each needs p ≤ 0.05, which fewer than six seeds cannot reach.
        Secondary contrasts are corrected for their number by Holm's method and decide nothing.
        """;

    private static ReportTable OfPublished(PublishedTable table) => new(table.Columns, table.Rows, WordColumns(table));

    /// <summary>How many columns of a publication's table, from the left, hold words and no numbers.</summary>
    public static int WordColumns(PublishedTable table) => Enumerable.Range(0, table.Columns.Length)
        .TakeWhile(column => table.Rows.Any(row => row[column].Length > 0 && !char.IsAsciiDigit(row[column][0]))).Count();

    private static ImmutableArray<string> Row(string role, TestedContrast tested)
    {
        var effect = tested.Verdict.Paired!;
        return
        [
            role, tested.What, tested.By, Points(effect.Mean), $"{Points(effect.Low)} to {Points(effect.High)}",
            double.IsInfinity(effect.Standardized) ? effect.Standardized > 0 ? "+∞" : "−∞" : Signed(effect.Standardized, "0.0"),
            PValue(effect.PValue), tested.CorrectedPValue is { } corrected ? PValue(corrected) : "",
            effect.Count.ToString(CultureInfo.InvariantCulture),
        ];
    }

    /// <summary>An effect and its interval: +20.3 (18.1 to 22.4).</summary>
    public static string Effect(TestedContrast tested)
    {
        ArgumentNullException.ThrowIfNull(tested);
        var effect = tested.Verdict.Paired!;
        return $"{Points(effect.Mean)} ({Points(effect.Low)} to {Points(effect.High)})";
    }

    private static string PValue(double value) => value.ToString(value < 0.001 ? "0.0000" : "0.000", CultureInfo.InvariantCulture);

    private static string Points(double share) => Signed(100 * share, "0.0");

    private static string Signed(double value, string format) =>
        value.ToString($"+{format};−{format};{format}", CultureInfo.InvariantCulture);
}
