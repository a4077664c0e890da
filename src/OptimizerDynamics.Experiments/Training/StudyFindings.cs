using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>What the trainings of a study say of its hypotheses, by the rule of its plan.</summary>
public static class StudyFindings
{
    /// <summary>A finding for each hypothesis of the study, in the order of its file.</summary>
    /// <param name="study">The study, at the profile that its records are of.</param>
    /// <param name="records">Its trainings.</param>
    public static ImmutableArray<Finding> Of(TrainingStudy study, TrainingRecords records)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(records);
        var (tester, planned) = (new Tester(study, records), study.Report.Hypotheses);
        ImmutableArray<TestedContrast>[] secondary =
            [.. planned.Select(one => one.Secondary.SelectMany(contrast => tester.Compare(one, contrast)).ToImmutableArray())];
        var corrected = new Queue<double>(
            Holm.Correct([.. secondary.SelectMany(comparisons => comparisons).Select(comparison => comparison.Verdict.Paired!.PValue)]));
        return
        [
            .. planned.Zip(secondary, (one, others) => tester.FindingOf(
                one, [.. others.Select(comparison => comparison with { CorrectedPValue = corrected.Dequeue() })])),
        ];
    }

    private sealed class Tester(TrainingStudy study, TrainingRecords records)
    {
        /// <summary>The seeds of each setting that are planned.</summary>
        private readonly ILookup<TrainingTrial, long> _planned =
            study.Trials.ToLookup(trial => trial.With(TrainingParameters.Seed, 0), trial => trial.Seed);

        /// <summary>The results by setting and seed.</summary>
        private readonly Dictionary<TrainingTrial, Dictionary<long, TrainingResult>> _results = records.Settings.ToDictionary(
            setting => setting.Shared.With(TrainingParameters.Seed, 0),
            setting => setting.Networks.ToDictionary(network => network.Trial.Seed, network => network.Result));

        /// <summary>The trainings that have ended, those that diverged among them.</summary>
        private readonly HashSet<TrainingTrial> _ended =
        [
            .. records.Settings.SelectMany(setting => setting.Networks).Select(network => network.Trial),
            .. records.Diverged,
        ];

        public Finding FindingOf(PlannedHypothesis planned, ImmutableArray<TestedContrast> secondary)
        {
            ImmutableArray<TestedContrast> primary = [.. Compare(planned, planned.Primary)];
            var measures = planned.Hypothesis.Measures(study.Report.Layer).Length;
            var reason = Missing(planned.Primary)
                ?? (primary.Length < measures ? "not every measure exists in these trainings" : null)
                ?? TooFew(primary);
            var outcome = reason is null ? Finding.OutcomeOf(primary) : HypothesisOutcome.Open;
            return new Finding(
                planned.Hypothesis.Id, outcome,
                reason ?? (outcome == HypothesisOutcome.Open ? Finding.NotTold : ""), primary, secondary);
        }

        /// <summary>The comparisons of a contrast, one in each measure that gives an effect; none where the profile has not its
        /// settings.</summary>
        public IEnumerable<TestedContrast> Compare(PlannedHypothesis planned, Contrast contrast)
        {
            if (SettingsOf(contrast) is not { } settings)
                yield break;
            var results = settings.Select(setting => _results.GetValueOrDefault(setting) ?? []).ToList();
            var seeds = results.Select(of => of.Keys.ToHashSet()).Aggregate((one, other) => [.. one.Intersect(other)]).Order().ToList();
            foreach (var measure in planned.Hypothesis.Measures(study.Report.Layer))
            {
                double[] effects =
                    [.. seeds.Select(seed => measure.Of([.. results.Select(of => of[seed])])).Where(double.IsFinite)];
                if (effects.Length > 0)
                {
                    yield return new TestedContrast(contrast.Text, measure.By, planned.Hypothesis.Decide(effects))
                    {
                        IsOfShares = measure.IsOfShares,
                    };
                }
            }
        }

        /// <summary>Why the primary contrast cannot decide yet; null where all of its trainings have ended.</summary>
        private string? Missing(Contrast contrast)
        {
            if (SettingsOf(contrast) is not { } settings)
                return "this profile does not have its settings";
            var seeds = settings.SelectMany(setting => _planned[setting]).Distinct().ToList();
            var ended = seeds.Count(seed => settings.TrueForAll(
                setting => _ended.Contains(setting.With(TrainingParameters.Seed, seed))));
            return ended == seeds.Count ? null : string.Create(
                CultureInfo.InvariantCulture, $"{ended} of {seeds.Count} seeds have been run, no verdict");
        }

        private static string? TooFew(ImmutableArray<TestedContrast> primary) =>
            primary.Min(comparison => comparison.Verdict.Effect.Count) is var fewest && Holm.MostTests(fewest) < 1
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{fewest} {(fewest == 1 ? "seed gives an estimate" : "seeds give estimates")} and no verdict")
                : null;

        private List<TrainingTrial>? SettingsOf(Contrast contrast) =>
            contrast.Names.All(study.SettingsByName.ContainsKey) ? [.. contrast.Names.Select(name => study.SettingsByName[name])] : null;
    }
}
