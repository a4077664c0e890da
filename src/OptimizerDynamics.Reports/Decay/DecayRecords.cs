using System.Collections.Immutable;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The records of a low-gradient study, read: what was simulated, by setting.</summary>
/// <param name="Settings">Trials that share all but optimizer, regularization and λ, in the order of their first records.</param>
/// <param name="Diagrams">Phase diagrams that share all but optimizer and regularization.</param>
internal sealed record DecayRecords(ImmutableArray<DecaySetting> Settings, ImmutableArray<DiagramSetting> Diagrams)
{
    /// <summary>Reads records.</summary>
    /// <exception cref="FormatException">One of them is of another kind, or has not the result of its kind; the message names it.</exception>
    public static DecayRecords Read(Registry registry, IEnumerable<TrialRecord> records)
    {
        var (trials, diagrams) = (new List<DecayTrial>(), new List<DiagramTrial>());
        foreach (var record in records)
        {
            try
            {
                if (record.Specification.Kind == PhaseDiagramTrial.Kind)
                    diagrams.Add(new DiagramTrial(PhaseDiagramTrial.From(registry, record.Specification), PhaseDiagramResult.FromJson(record.Result)));
                else
                    trials.Add(new DecayTrial(LowGradientTrial.From(registry, record.Specification), LowGradientResult.FromJson(record.Result)));
            }
            catch (FormatException cause)
            {
                throw new FormatException($"the record {record.Id}: {cause.Message}", cause);
            }
        }

        return new DecayRecords(
            [.. trials.GroupBy(of => (of.Trial.Process, of.Trial.InitialValue, of.Trial.Iterations, of.Trial.Threshold, of.Trial.Schedule, Seeds: string.Join(' ', of.Trial.Seeds)))
                .OrderBy(group => group.Key.Process.BatchSize).ThenBy(group => group.Key.Process.NoiseAfter).ThenBy(group => group.Key.Process.ActiveFraction).ThenBy(group => group.Key.InitialValue)
                .Select(group => new DecaySetting(registry, [.. group]))],
            [.. diagrams.GroupBy(of => (of.Trial.Axis, of.Trial.Lambda, of.Trial.Rows, of.Trial.Process, of.Trial.InitialValue, of.Trial.Iterations, of.Trial.Threshold, of.Trial.Schedule, of.Trial.Seed))
                .OrderBy(group => group.Key.Axis).ThenBy(group => group.Key.Seed)
                .Select(group => new DiagramSetting(registry, [.. group]))]);
    }
}

/// <summary>A trial and what came out.</summary>
internal sealed record DecayTrial(LowGradientTrial Trial, LowGradientResult Result)
{
    /// <summary>The median of |θ| when the gradient fell silent; NaN where a seed had diverged.</summary>
    public double AtTransition => Result.Outcomes.Any(outcome => double.IsNaN(outcome.AtTransition)) ? double.NaN : SampleMedian.Of(Result.Outcomes.Select(outcome => outcome.AtTransition)).Median;
}

/// <summary>A phase diagram and what came out.</summary>
internal sealed record DiagramTrial(PhaseDiagramTrial Trial, PhaseDiagramResult Result);

/// <summary>Trials that share all but optimizer, regularization and λ.</summary>
internal sealed class DecaySetting(Registry registry, ImmutableArray<DecayTrial> trials)
{
    /// <summary>They.</summary>
    public ImmutableArray<DecayTrial> Trials => trials;

    /// <summary>Any of them: for what they share.</summary>
    public LowGradientTrial Shared => trials[0].Trial;

    /// <summary>The optimizers, in the order of the catalog.</summary>
    public IReadOnlyList<NamedOptimizer> Optimizers { get; } = [.. registry.Optimizers.Where(optimizer => trials.Any(of => of.Trial.Optimizer == optimizer))];

    /// <summary>The λ, in their order; without the 0 of no regularization.</summary>
    public IReadOnlyList<double> Lambdas { get; } = [.. trials.Select(of => of.Trial.Lambda).Where(lambda => lambda > 0).Distinct().Order()];

    /// <summary>Iterations after the transition: what takes longer is not seen. Of a run that ends before it, below 0: nothing is.</summary>
    public double Horizon => Shared.Iterations - Shared.Process.Transition;

    /// <summary>An optimizer's settings.</summary>
    public IReadOnlyDictionary<string, double> SettingsOf(NamedOptimizer optimizer) => trials.First(of => of.Trial.Optimizer == optimizer).Trial.Settings;

    /// <summary>A trial; null where there is none.</summary>
    public DecayTrial? Find(NamedOptimizer optimizer, Regularization regularization, double lambda) =>
        trials.FirstOrDefault(of => of.Trial.Optimizer == optimizer && of.Trial.Regularization == regularization && of.Trial.Lambda.Equals(lambda));
}

/// <summary>Phase diagrams that share all but optimizer and regularization.</summary>
internal sealed class DiagramSetting(Registry registry, ImmutableArray<DiagramTrial> trials)
{
    /// <summary>Any of them: for what they share.</summary>
    public PhaseDiagramTrial Shared => trials[0].Trial;

    /// <summary>The optimizers, in the order of the catalog.</summary>
    public IReadOnlyList<NamedOptimizer> Optimizers { get; } = [.. registry.Optimizers.Where(optimizer => trials.Any(of => of.Trial.Optimizer == optimizer))];

    /// <summary>The times of a diagram, row by row; null where there is none.</summary>
    public ImmutableArray<double>? Times(NamedOptimizer optimizer, Regularization regularization) =>
        trials.FirstOrDefault(of => of.Trial.Optimizer == optimizer && of.Trial.Regularization == regularization)?.Result.Times;
}
