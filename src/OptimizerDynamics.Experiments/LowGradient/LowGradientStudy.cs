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
///   beta2: [0.9, 0.99]                                 # or any other setting; it applies to the optimizers that have it
/// settings: {adam: {lr: 1e-3}}                         # where an optimizer's default is not wanted
/// seeds: 32                                            # 1 to 32; or a list
/// phaseDiagrams:                                       # see PhaseDiagramSettings; each for every optimizer and regularization
///   noise: {lambda: {from: 1e-6, to: 1e-1, cells: 64}, noiseAfter: {from: 1e-8, to: 1, cells: 64}}
/// report: {title: The silent parameter, curves: [1e-5, 1e-4, 1e-3], largerBy: 10}  # see LowGradientReport
/// profiles:
///   smoke: {iterations: 500, seeds: 2, optimizer: [sgd, adam], cells: 12}          # what it changes
///   standard: {}
/// </code>
/// <para>A parameter stands in <c>base</c> or in <c>sweep</c>, not in both; what stands in neither has the paper's value. A profile
/// replaces what it names. Without regularization there is no λ, and one trial instead of one for each.</para>
/// </remarks>
/// <param name="Name">The study's name.</param>
/// <param name="Question">The question that it answers.</param>
/// <param name="Profile">The profile that was chosen.</param>
/// <param name="Trials">Its trials, in the order of the file's sweep; no two alike.</param>
/// <param name="Diagrams">Its phase diagrams, in the order of the file; no two alike.</param>
/// <param name="Report">What its report shows.</param>
public sealed record LowGradientStudy(
    string Name, string Question, string Profile, ImmutableArray<LowGradientTrial> Trials,
    ImmutableArray<PhaseDiagramTrial> Diagrams, LowGradientReport Report) : IStudy
{
    private static readonly string[] _ofProfiles = ["seeds", "cells"];

    /// <inheritdoc/>
    public required IStudyKind Kind { get; init; }

    /// <summary>The meaning of names in its file.</summary>
    public required Registry Registry { get; init; }

    /// <inheritdoc/>
    public IEnumerable<IStudyTrial> All => [.. Trials, .. Diagrams];

    /// <summary>Reads a study at a profile.</summary>
    /// <exception cref="InputException">A key, type, value or combination cannot be used.</exception>
    internal static LowGradientStudy Of(StudySource source, IStudyKind kind)
    {
        var values = new StudyValues(
            source, [.. LowGradientParameters.Swept, .. SweptSettings.Keys(source.Registry)], LowGradientParameters.Single, _ofProfiles);
        T One<T>(TrialParameter<T> parameter) where T : notnull => LowGradientParameters.One(values, parameter);
        IReadOnlyList<T> Each<T>(TrialParameter<T> parameter) where T : notnull => LowGradientParameters.Each(values, parameter);
        var (schedule, threshold, seeds) = (One(TrainingParameters.Schedule), One(LowGradientParameters.Threshold), values.Seeds());
        var (iterations, transition) = (One(LowGradientParameters.Iterations), One(LowGradientParameters.Transition));
        values.RequireNone(LowGradientParameters.ConflictIn(values));
        var settings = StudyOptimizers.Read(source.Map, values);
        var optimizers = (values.All(TrainingParameters.Optimizer) ?? throw values.Missing(TrainingParameters.Optimizer))
            .Select(optimizer => (Optimizer: optimizer, Settings: settings.SettingsOf(optimizer))).ToList();
        SweptSettings.RequireUse(values, [.. optimizers.Select(of => of.Optimizer)]);
        var regularizations = values.All(TrainingParameters.Regularization) ?? throw values.Missing(TrainingParameters.Regularization);
        IReadOnlyList<double> LambdasOf(Regularization regularization) =>
            regularization == Regularization.None
                ? [0]
                : values.All(TrainingParameters.Lambda) ?? throw values.Missing(TrainingParameters.Lambda);
        var trials = from optimizer in optimizers
                     from swept in SweptSettings.Of(optimizer.Optimizer, optimizer.Settings, values)
                     from regularization in regularizations
                     from lambda in LambdasOf(regularization)
                     from before in Each(LowGradientParameters.NoiseBefore)
                     from after in Each(LowGradientParameters.NoiseAfter)
                     from active in Each(LowGradientParameters.ActiveFraction)
                     from batch in Each(LowGradientParameters.BatchSize)
                     from initial in Each(LowGradientParameters.InitialValue)
                     let process = new GradientProcess
                     {
                         NoiseBefore = before,
                         NoiseAfter = after,
                         ActiveFraction = active,
                         Transition = transition,
                         BatchSize = (int)batch,
                     }
                     select new LowGradientTrial
                     {
                         Optimizer = optimizer.Optimizer,
                         Settings = swept,
                         Regularization = regularization,
                         Lambda = lambda,
                         Process = process,
                         InitialValue = initial,
                         Iterations = iterations,
                         Threshold = threshold,
                         Schedule = schedule,
                         Seeds = seeds,
                     };
        var diagrams = from diagram in PhaseDiagramSettings.Read(source.Map, values, transition)
                       from optimizer in optimizers
                       from regularization in regularizations
                       where regularization != Regularization.None
                       select new PhaseDiagramTrial
                       {
                           Optimizer = optimizer.Optimizer,
                           Settings = optimizer.Settings,
                           Regularization = regularization,
                           Lambda = diagram.Lambda,
                           Axis = diagram.Axis,
                           Rows = diagram.Rows,
                           Process = diagram.Process,
                           InitialValue = diagram.InitialValue,
                           Iterations = iterations,
                           Threshold = threshold,
                           Schedule = schedule,
                           Seed = diagram.Seed,
                       };
        return new LowGradientStudy(
            source.Name, source.Question, source.Profile,
            [.. trials.DistinctBy(trial => trial.Specification.Id)],
            [.. diagrams.DistinctBy(diagram => diagram.Specification.Id)],
            LowGradientReport.Read(source.Map, source.Name, source.Registry))
        {
            Kind = kind,
            Registry = source.Registry,
        };
    }
}
