using System.Collections.Immutable;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The records of a low-gradient study, read: what was simulated, by setting.</summary>
/// <param name="Settings">Trials that share all but optimizer, regularization and λ, in the order of their first records.</param>
/// <param name="Diagrams">Phase diagrams that share all but optimizer and regularization.</param>
internal sealed record DecayRecords(ImmutableArray<DecaySetting> Settings, ImmutableArray<DiagramSetting> Diagrams)
{
    /// <summary>Reads records.</summary>
    /// <param name="registry">What gives names in specifications their meaning: optimizers and parameters of trials.</param>
    /// <param name="records">Records of low-gradient trials and of phase diagrams, in any order.</param>
    /// <exception cref="FormatException">A record is of another kind, or lacks the result of its kind; the message names its
    /// id.</exception>
    public static DecayRecords Read(Registry registry, IEnumerable<TrialRecord> records)
    {
        var (trials, diagrams) = (new List<SimulatedTrial>(), new List<DiagramTrial>());
        foreach (var record in records)
        {
            try
            {
                if (record.Specification.Kind == PhaseDiagramTrial.Kind)
                    diagrams.Add(new DiagramTrial(
                        PhaseDiagramTrial.From(registry, record.Specification), PhaseDiagramResult.FromJson(record.Result)));
                else
                    trials.Add(new SimulatedTrial(
                        LowGradientTrial.From(registry, record.Specification), LowGradientResult.FromJson(record.Result)));
            }
            catch (FormatException cause)
            {
                throw new FormatException($"the record {record.Id}: {cause.Message}", cause);
            }
        }

        return new DecayRecords([.. SettingsOf(registry, trials)], [.. DiagramsOf(registry, diagrams)]);
    }

    private static IEnumerable<DecaySetting> SettingsOf(Registry registry, IReadOnlyCollection<SimulatedTrial> trials)
    {
        static object Shared(LowGradientTrial trial) =>
            (trial.Process, trial.InitialValue, trial.Iterations, trial.Threshold, trial.Schedule, string.Join(' ', trial.Seeds));
        var swept = SweptIn(trials);
        return trials.GroupBy(of => Shared(of.Trial)).SelectMany(group => BySettings([.. group]))
            .Select(of => new DecaySetting(registry, of.Trials) { Swept = of.Swept })
            .OrderBy(setting => setting.Shared.Process.BatchSize).ThenBy(setting => setting.Shared.Process.NoiseAfter)
            .ThenBy(setting => setting.Shared.Process.ActiveFraction).ThenBy(setting => setting.Shared.InitialValue)
            .ThenBy(setting => setting.Swept, StringComparer.Ordinal);

        // An optimizer that has none of the swept settings is compared with the others at each of their values.
        IEnumerable<(string Swept, ImmutableArray<SimulatedTrial> Trials)> BySettings(List<SimulatedTrial> group)
        {
            var of = group.ToLookup(trial => SweptOf(trial.Trial, swept));
            return of.Count == 1
                ? [(of.First().Key, [.. group])]
                : of.Where(some => some.Key.Length > 0)
                    .Select(
                        some => (some.Key, group.Where(trial => SweptOf(trial.Trial, swept) is var own && (own == "" || own == some.Key))
                            .ToImmutableArray()));
        }
    }

    /// <summary>The settings that an optimizer has several values of.</summary>
    private static List<string> SweptIn(IEnumerable<SimulatedTrial> trials) =>
    [
        .. trials.GroupBy(of => of.Trial.Optimizer)
            .SelectMany(of => of.SelectMany(trial => trial.Trial.Settings).Distinct().GroupBy(setting => setting.Key))
            .Where(values => values.Count() > 1).Select(values => values.Key).Distinct().Order(StringComparer.Ordinal),
    ];

    private static string SweptOf(LowGradientTrial trial, IEnumerable<string> swept) => string.Join(
        ", ", swept.Where(trial.Settings.ContainsKey).Select(key => $"{key} = {Say.Setting(trial.Settings[key])}"));

    private static IEnumerable<DiagramSetting> DiagramsOf(Registry registry, IEnumerable<DiagramTrial> diagrams)
    {
        static object Shared(PhaseDiagramTrial trial) =>
            ((trial.Axis, trial.Lambda, trial.Rows), (trial.Process, trial.InitialValue, trial.Iterations, trial.Threshold),
                (trial.Schedule, trial.Seed));
        return diagrams.GroupBy(of => Shared(of.Trial)).Select(group => new DiagramSetting(registry, [.. group]))
            .OrderBy(setting => setting.Shared.Axis).ThenBy(setting => setting.Shared.Seed);
    }
}

/// <summary>A phase diagram and its result.</summary>
/// <param name="Trial">The diagram's axes and what its cells share.</param>
/// <param name="Result">The time in each cell until |θ| is below the threshold, in iterations after the transition.</param>
internal sealed record DiagramTrial(PhaseDiagramTrial Trial, PhaseDiagramResult Result);

/// <summary>Trials that share all but optimizer, regularization and λ, and what their optimizers have each for itself.</summary>
/// <param name="registry">The optimizers' order.</param>
/// <param name="trials">The trials; at least one.</param>
internal sealed class DecaySetting(Registry registry, ImmutableArray<SimulatedTrial> trials)
{
    /// <summary>The trials, in the order of their records.</summary>
    public ImmutableArray<SimulatedTrial> Trials => trials;

    /// <summary>The settings of optimizers that the study sweeps, as here; empty where it sweeps none.</summary>
    public string Swept { get; init; } = "";

    /// <summary>The first trial, for what all share: gradient process, initial value, iterations, threshold, schedule, seeds.</summary>
    public LowGradientTrial Shared => trials[0].Trial;

    /// <summary>The optimizers, in the order of the catalog.</summary>
    public IReadOnlyList<NamedOptimizer> Optimizers { get; } =
    [
        .. registry.Optimizers.Where(optimizer => trials.Any(of => of.Trial.Optimizer == optimizer)),
    ];

    /// <summary>The λ in ascending order, without the 0 of no regularization.</summary>
    public IReadOnlyList<double> Lambdas { get; } =
    [
        .. trials.Select(of => of.Trial.Lambda).Where(lambda => lambda > 0).Distinct().Order(),
    ];

    /// <summary>Iterations after the transition; a longer time is not observed. Negative where the run ends before the transition: then
    /// no time is.</summary>
    public double Horizon => Shared.Iterations - Shared.Process.Transition;

    /// <summary>The settings of an optimizer, by key.</summary>
    /// <param name="optimizer">One of <see cref="Optimizers"/>.</param>
    public IReadOnlyDictionary<string, double> SettingsOf(NamedOptimizer optimizer) =>
        trials.First(of => of.Trial.Optimizer == optimizer).Trial.Settings;

    /// <summary>The trial of an optimizer, a regularization and a λ; null where none was simulated.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="regularization">The regularization.</param>
    /// <param name="lambda">λ exactly; 0 without regularization.</param>
    public SimulatedTrial? Find(NamedOptimizer optimizer, Regularization regularization, double lambda) =>
        trials.FirstOrDefault(
            of => of.Trial.Optimizer == optimizer && of.Trial.Regularization == regularization && of.Trial.Lambda.Equals(lambda));
}

/// <summary>Phase diagrams that share all but optimizer and regularization.</summary>
/// <param name="registry">The optimizers' order.</param>
/// <param name="trials">The diagrams; at least one.</param>
internal sealed class DiagramSetting(Registry registry, ImmutableArray<DiagramTrial> trials)
{
    /// <summary>The first diagram, for what all share: axes, gradient process, initial value, iterations, threshold, seed.</summary>
    public PhaseDiagramTrial Shared => trials[0].Trial;

    /// <summary>The optimizers, in the order of the catalog.</summary>
    public IReadOnlyList<NamedOptimizer> Optimizers { get; } =
    [
        .. registry.Optimizers.Where(optimizer => trials.Any(of => of.Trial.Optimizer == optimizer)),
    ];

    /// <summary>The time of each cell in iterations after the transition, row by row from the smallest values; infinite where the
    /// parameter was not dead by the end. Null where there is no such diagram.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="regularization">The regularization.</param>
    public ImmutableArray<double>? Times(NamedOptimizer optimizer, Regularization regularization) =>
        trials.FirstOrDefault(of => of.Trial.Optimizer == optimizer && of.Trial.Regularization == regularization)?.Result.Times;
}
