using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>A hypothesis as a study tests it: fixed in the study's file before its first record.</summary>
/// <param name="Hypothesis">The hypothesis.</param>
/// <param name="Primary">The contrast that alone decides.</param>
/// <param name="Secondary">Other contrasts, which are corrected for their number and decide nothing.</param>
public sealed record PlannedHypothesis(TrainingHypothesis Hypothesis, Contrast Primary, ImmutableArray<Contrast> Secondary)
{
    private const string PrimaryKey = "primary", SecondaryKey = "secondary";

    /// <summary>The primary contrast, and the others behind it.</summary>
    public IEnumerable<Contrast> Contrasts => Secondary.Prepend(Primary);

    /// <summary>Reads the hypotheses of a study: <c>H3: A &gt; B</c>, or <c>H3: {primary: A &gt; B, secondary: [C &gt; D]}</c>.</summary>
    /// <param name="map">A key for each hypothesis.</param>
    /// <param name="registry">Has the hypotheses.</param>
    /// <exception cref="InputException">There is no such hypothesis, or a contrast has not the form that it needs.</exception>
    internal static ImmutableArray<PlannedHypothesis> ReadAll(YamlMap map, Registry registry)
    {
        TrainingHypothesis[] testable = [.. registry.Hypotheses.OfType<TrainingHypothesis>()];
        return [.. map.Keys.Select(id => Read(map, id, testable))];
    }

    /// <summary>Refuses contrasts of settings that no profile has, and more secondary comparisons than can all be told.</summary>
    /// <param name="map">The hypotheses in the file.</param>
    /// <param name="profiles">The study at each of its profiles.</param>
    /// <exception cref="InputException">There is one.</exception>
    internal static void RequireConsistent(YamlMap map, IReadOnlyList<TrainingStudy> profiles)
    {
        string[] known = [.. profiles.SelectMany(study => study.SettingsByName.Keys).Distinct()];
        foreach (var planned in profiles[0].Report.Hypotheses)
        {
            if (planned.Contrasts.SelectMany(contrast => contrast.Names).FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            {
                throw map.Wrong(
                    planned.Hypothesis.Id,
                    $"{planned.Hypothesis.Id}: unknown setting '{unknown}'; the nearest is '{Nearest.Of(unknown, known)}' (a setting is "
                        + $"called by "
                        + "its variant, with whatever differs within it)");
            }
        }

        var seeds = profiles.Max(study => study.Trials.Select(trial => trial.Seed).Distinct().Count());
        var tests = profiles[0].Report.Hypotheses.Sum(
            planned => planned.Secondary.Length * planned.Hypothesis.Measures(profiles[0].Report.Layer).Length);
        if (tests > 0 && Holm.MostTests(seeds) < tests)
        {
            throw map.Wrong(SecondaryKey, string.Create(
                CultureInfo.InvariantCulture,
                $"secondary: expected at most {Holm.MostTests(seeds)} comparisons, which {seeds} seeds can tell after a correction for "
                    + $"their "
                    + $"number, found {tests} (each contrast in each measure)"));
        }
    }

    private static PlannedHypothesis Read(YamlMap map, string id, TrainingHypothesis[] testable)
    {
        var hypothesis = Array.Find(testable, known => known.Id == id)
            ?? throw map.Wrong(id, Nearest.Unknown("hypothesis", id, [.. testable.Select(known => known.Id)]));
        var expected = Contrast.Expected(hypothesis.Form);
        Contrast Parsed(YamlMap holder, string key, string text) => Contrast.Parse(text, hypothesis.Form)
            ?? throw holder.Wrong(key, $"{key}: {id} compares {expected}, found '{text}'");
        if (map.Map(id, $"the hypothesis {id}") is not { } planned)
            return new PlannedHypothesis(hypothesis, Parsed(map, id, map.Text(id, expected)!), []);
        planned.RequireKnownKeys([PrimaryKey, SecondaryKey]);
        var primary = planned.Text(PrimaryKey, expected)
            ?? throw map.Wrong(id, $"{id}: expected a key '{PrimaryKey}' with the contrast that decides, {expected}, found none");
        return new PlannedHypothesis(
            hypothesis, Parsed(planned, PrimaryKey, primary),
            [.. (planned.Texts(SecondaryKey, expected) ?? []).Select(text => Parsed(planned, SecondaryKey, text))]);
    }
}
