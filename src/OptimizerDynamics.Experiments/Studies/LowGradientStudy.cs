using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>A study of kind <c>low-gradient</c>: a question, and the trials that answer it.</summary>
/// <remarks>
/// <code>
/// study: low-gradient
/// kind: low-gradient
/// question: Does L2 inside an adaptive update decay a silent parameter faster than weight decay does?
/// base: {iterations: 20000, transition: 100, noiseBefore: 1, noiseAfter: 1e-5}     # one value each
/// sweep:                                                                           # every combination
///   optimizer: all                                     # or a list of names
///   regularization: [none, l2, weightDecay]
///   lambda: {from: 1e-6, to: 1e-1, perDecade: 2}       # or a list
/// settings: {adam: {lr: 1e-3}}                         # where an optimizer's default is not wanted
/// seeds: 32                                            # 1 to 32; or a list
/// phaseDiagrams:                                       # see PhaseDiagramSettings; each for every optimizer, with L2 and with weight decay
///   noise: {lambda: {from: 1e-6, to: 1e-1, cells: 64}, noiseAfter: {from: 1e-8, to: 1, cells: 64}}
/// report: {title: The silent parameter, curves: [1e-5, 1e-4, 1e-3], largerBy: 10}  # see StudyReport
/// profiles:
///   smoke: {iterations: 500, seeds: 2, optimizer: [sgd, adam], cells: 12}          # what it changes
///   standard: {}
/// </code>
/// <para>A parameter stands in <c>base</c> or in <c>sweep</c>, not in both; what stands in neither has the paper's value. A profile replaces what it
/// names. Without regularization there is no λ, and one trial instead of one for each.</para>
/// </remarks>
/// <param name="Name">The study's name.</param>
/// <param name="Question">What it asks.</param>
/// <param name="Profile">The profile that was chosen.</param>
/// <param name="Trials">Its trials, in the order of the file's sweep; no two alike.</param>
/// <param name="Diagrams">Its phase diagrams, in the order of the file; no two alike.</param>
/// <param name="Report">What its report shows.</param>
public sealed record LowGradientStudy(
    string Name, string Question, string Profile, ImmutableArray<LowGradientTrial> Trials, ImmutableArray<PhaseDiagramTrial> Diagrams, StudyReport Report) : IStudy
{
    private static readonly string[] Swept = ["optimizer", "regularization", "lambda", "noiseBefore", "noiseAfter", "activeFraction", "batchSize", "initialValue"];
    private static readonly string[] Single = ["transition", "iterations", "threshold", "schedule"];
    private static readonly string[] OfProfiles = ["seeds", "cells"];

    /// <inheritdoc/>
    public required IStudyKind Kind { get; init; }

    /// <inheritdoc/>
    public IEnumerable<IStudyTrial> All => [.. Trials, .. Diagrams];

    /// <summary>Reads a study at a profile.</summary>
    /// <exception cref="InputException">A key, type, value or combination cannot be used.</exception>
    internal static LowGradientStudy Of(StudySource source, IStudyKind kind)
    {
        var (map, profiles, profile, name, question) = (source.Map, source.Profiles, source.Profile, source.Name, source.Question);
        var values = new StudyValues(map, profiles, profile, Swept, Single, OfProfiles);
        var schedule = values.Schedule() ?? Schedule.Constant;
        var iterations = values.WholeNumber("iterations", 1) ?? 20_000;
        var transition = values.WholeNumber("transition", 0) ?? 100;
        var seeds = values.Seeds();
        var threshold = values.Number("threshold", Interval.Positive) ?? 1e-3;
        var optimizers = StudyOptimizers.Read(map, values);
        var regularizations = StudyOptimizers.Regularizations(values);
        var trials = from optimizer in optimizers
                     from regularization in regularizations
                     from lambda in regularization == Regularization.None ? [0] : values.Numbers("lambda", Interval.NonNegative) ?? throw values.Missing("lambda", "numbers")
                     from before in values.Numbers("noiseBefore", Interval.NonNegative) ?? [1]
                     from after in values.Numbers("noiseAfter", Interval.NonNegative) ?? [1e-5]
                     from active in values.Numbers("activeFraction", Interval.Fraction) ?? [1]
                     from batch in values.WholeNumbers("batchSize", 1) ?? [1]
                     from initial in values.Numbers("initialValue", Interval.Finite) ?? [1]
                     let process = new GradientProcess { NoiseBefore = before, NoiseAfter = after, ActiveFraction = active, Transition = transition, BatchSize = (int)Math.Min(batch, int.MaxValue) }
                     select new LowGradientTrial(
                         optimizer.Optimizer, optimizer.Settings, regularization, lambda, process, initial, iterations, threshold, schedule, seeds);
        var diagrams = from diagram in PhaseDiagramSettings.Read(map, values, transition)
                       from optimizer in optimizers
                       from regularization in regularizations
                       where regularization != Regularization.None
                       select new PhaseDiagramTrial(
                           optimizer.Optimizer, optimizer.Settings, regularization, diagram.Lambda, diagram.Axis, diagram.Rows, diagram.Process,
                           diagram.InitialValue, iterations, threshold, schedule, diagram.Seed);
        return new LowGradientStudy(
            name, question, profile,
            [.. trials.DistinctBy(trial => trial.Specification.Id)],
            [.. diagrams.DistinctBy(diagram => diagram.Specification.Id)],
            StudyReport.Read(map, name))
        {
            Kind = kind,
        };
    }
}
