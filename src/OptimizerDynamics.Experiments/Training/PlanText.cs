using System.Globalization;
using System.Text;

namespace OptimizerDynamics.Experiments;

/// <summary>The plan of a training study as text.</summary>
/// <remarks>Records carry the text's hash: whatever changes a word here changes the hash of every plan, and the records that were made
/// under one no longer match it.</remarks>
internal static class PlanText
{
    private const string Rule =
        """
        An effect is a number for each seed, above 0 where the seed agrees with the hypothesis. Settings are paired by their seed.
        Whether the mean effect could be chance is an exact two-sided test that tries all signs, at 0.05; the smallest p-value of n
        seeds is 2/2ⁿ, so fewer than six give estimates and no verdict.

        The primary contrast alone decides, in all of its measures: *supported* where each measure's p-value is at most 0.05 and its
        mean effect above 0; *contradicted* where each is at most 0.05 and the mean below 0; *depends on the measure* where one is
        at most 0.05 and another disagrees; else *open*. Until all planned seeds have been run, there is no verdict. A training that
        diverges is left out and named. A seed in which a measure does not exist is left out, and the number of seeds says so.

        Secondary contrasts are corrected by Holm's method over all those of the study, each in each measure, and are never the
        verdict. What is seen afterwards is told under that heading.
        """;

    /// <summary>The plan of a study at its profile.</summary>
    /// <param name="study">The study.</param>
    public static Preregistration Of(TrainingStudy study)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Plan of `{study.Name}`, profile `{study.Profile}`\n\n{study.Question}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"## Settings\n\n{Settings(study)}\n## Hypotheses\n\n");
        foreach (var planned in study.Report.Hypotheses)
            text.Append(Hypothesis(planned, study));
        text.Append(CultureInfo.InvariantCulture, $"## Decision rule\n\n{Rule.ReplaceLineEndings("\n")}\n");
        return new Preregistration(text.ToString());
    }

    /// <summary>Each setting with its values and the hash of its specification at seed 0, which all of them enter.</summary>
    private static string Settings(TrainingStudy study)
    {
        var first = study.Trials[0];
        var shared = first.Values.Registry.Parameters
            .Where(parameter =>
                parameter.IsFactor
                    && !parameter.IsOfOptimizer
                    && !study.Varied.Contains(parameter)
                    && parameter.TextOf(first.Values) != TrialParameter.Nothing)
            .Select(parameter => $"{parameter.Key} {parameter.TextOf(first.Values)}");
        var text = new StringBuilder(
            $"All of them: {string.Join(", ", shared)}. {string.Join(". ", study.SettingsInForce)}.\n\n| setting | values | seeds | "
                + $"specification at seed 0 |\n|---|---|---|---|\n");
        var seeds = study.Trials.ToLookup(trial => trial.With(TrainingParameters.Seed, 0), trial => trial.Seed);
        foreach (var (name, setting) in study.SettingsByName)
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {name} | {Values(study, setting)} | {Seeds([.. seeds[setting].Order()])} | `{setting.Specification.Id}` |\n");
        return text.ToString();
    }

    private static string Values(TrainingStudy study, TrainingTrial setting) => string.Join(
        ", ", study.Varied.Select(parameter => (parameter.Key, Text: setting.TextOf(parameter)))
            .Where(value => value.Text != TrialParameter.Nothing).Select(value => $"{value.Key} {value.Text}"));

    private static string Seeds(long[] seeds) => seeds.Length > 2 && seeds[^1] - seeds[0] == seeds.Length - 1
        ? string.Create(CultureInfo.InvariantCulture, $"{seeds[0]} to {seeds[^1]}")
        : string.Join(", ", seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture)));

    private static string Hypothesis(PlannedHypothesis planned, TrainingStudy study)
    {
        var (hypothesis, text) = (planned.Hypothesis, new StringBuilder());
        text.Append(CultureInfo.InvariantCulture, $"### {hypothesis.Id}: {hypothesis.Statement}\n\n");
        foreach (var measure in hypothesis.Measures(study.Report.Layer))
            text.Append(
                CultureInfo.InvariantCulture, $"* Effect{(measure.By.Length > 0 ? $" {measure.By}" : "")}: {measure.Definition}.\n");
        if (hypothesis.Margin is { } margin)
            text.Append(CultureInfo.InvariantCulture, $"* Margin: {margin}.\n");
        text.Append(CultureInfo.InvariantCulture, $"* Primary contrast: {Written(planned.Primary, study)}.\n");
        foreach (var contrast in planned.Secondary)
            text.Append(CultureInfo.InvariantCulture, $"* Secondary contrast: {Written(contrast, study)}.\n");
        return text.Append('\n').ToString();
    }

    private static string Written(Contrast contrast, TrainingStudy study) =>
        contrast.Names.All(study.SettingsByName.ContainsKey) ? contrast.Text : $"{contrast.Text} (not in this profile)";
}
