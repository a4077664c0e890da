using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>
/// Records of trainings that nobody ran: a network of three layers with ten features each, of which a test says how many die.
/// </summary>
internal sealed class MadeUpTrainings
{
    public const string Base =
        """
        study: made-up
        kind: training
        question: What if?
        base:
          {data: objects-clean, width: 0.125, size: 16, batchSize: 20, iterations: 100, optimizer: adam, regularization: l2, lambda: 1e-3}
        seeds: 6
        report: {title: Made up, layer: C3, against: lambda, hypotheses: {}}
        profiles: {standard: {}}
        """;

    private const int Features = 10;

    /// <summary>How many features die in each layer.</summary>
    public Func<TrainingTrial, int[]> Dead { get; init; } = _ => [0, 2, 4];

    /// <summary>How selective the features are that die, and the others: early, and at the end.</summary>
    public Func<TrainingTrial, (double Dying, double Living, double AtTheEnd)> Selectivity { get; init; } = trial =>
        (0.7 + 0.01 * trial.Seed, 0.2, 0.3);

    /// <summary>β of the features that live.</summary>
    public Func<TrainingTrial, double> Shift { get; init; } = _ => -0.1;

    /// <summary>How much the test error changes without the features of small γ.</summary>
    public Func<TrainingTrial, double> Change { get; init; } = _ => 0;

    /// <summary>Whether they say how hard decay pulled: 1e-2 a step at a feature that dies, and fires for a tenth of the images, 1e-4 at
    /// one that fires for nine tenths.</summary>
    public bool HasRates { get; init; }

    /// <summary>Whether dead features were counted on the way: a third and two thirds of those that die.</summary>
    public bool HasDeaths { get; init; }

    /// <summary>The branches of a network, given a trial: criterion, amount, MACs left of 5,000, error as pruned and fine-tuned.</summary>
    public Func<TrainingTrial, (string Criterion, double Amount, long Macs, double Pruned, double? FineTuned)[]> Branches { get; init; } =
        _ => [];

    /// <summary>How many features of the first layer never fire although their γ is not small.</summary>
    public Func<TrainingTrial, int> Silent { get; init; } = _ => 0;

    /// <summary>γ of the features that live.</summary>
    public double LivingScale { get; init; } = 0.5;

    /// <summary>The report of a study: of every one of its trials, as this makes it up.</summary>
    /// <param name="sweep">Replaces parts of <see cref="Base"/>: before and behind an arrow.</param>
    public StudyPage Page(params string[] sweep)
    {
        var study = Study(sweep);
        return TrainingPage.Of(study, [.. study.Trials.Select(trial => Record(trial) with { Plan = study.Plan?.Hash })]);
    }

    public static TrainingStudy Study(params string[] sweep)
    {
        var text = sweep.Select(part => part.Split(" -> "))
            .Aggregate(Base, (before, part) => before.Replace(part[0], part[1], StringComparison.Ordinal));
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            return (TrainingStudy)StudyFile.Read(Registry.Standard, file, "standard");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The record of a trial, of no plan.</summary>
    public TrialRecord Record(TrainingTrial trial)
    {
        var environment = new RunEnvironment(
            "1.2.3", ImmutableSortedDictionary<string, string>.Empty.Add("dotnet", "10.0.0"), "abc1234", false, "cpu");
        return new TrialRecord(
            "made-up", trial.Specification, environment, new DateTime(2026, 11, 24, 0, 0, 0, DateTimeKind.Utc), 2, TrialStatus.Completed,
            null, Result(trial).ToJson());
    }

    private TrainingResult Result(TrainingTrial trial)
    {
        var (dead, (dying, living, end)) = (Dead(trial), Selectivity(trial));
        ImmutableArray<double> Of(int layer, double ifDead, double ifAlive) =>
            [.. Enumerable.Range(0, Features).Select(feature => feature < dead[layer] ? ifDead : ifAlive)];
        ImmutableArray<ImmutableArray<double>> OfAll(double ifDead, double ifAlive) =>
            [.. dead.Select((_, layer) => Of(layer, ifDead, ifAlive))];
        ImmutableArray<double> Largest(int layer) =>
            [.. Of(layer, 0, 2).Select((largest, feature) => layer == 0 && feature >= Features - Silent(trial) ? 0 : largest)];
        var test = new Evaluation(0.4, 0.1, 0.01);
        return new TrainingResult(
            ImmutableSortedDictionary<string, Evaluation>.Empty
                .Add(ResultNames.Training, new Evaluation(0.1, 0.02, 0)).Add(ResultNames.Test, test).Add(ResultNames.ZeroedTest, test)
                .Add(ResultNames.PrunedTest, test)
                    .Add(ResultNames.ZeroedByScaleTest, test with { Top1Error = test.Top1Error + Change(trial) }),
            ImmutableSortedDictionary<string, NetworkCost>.Empty
                .Add(ResultNames.Cost, new NetworkCost(1000, 5000)).Add(ResultNames.PrunedCost, new NetworkCost(800, 4000)),
            [.. dead.Select((_, layer) =>
                new FeatureStatistics(
                    $"C{layer + 1}", Of(layer, 1e-5, LivingScale), Of(layer, 0, Shift(trial)), Largest(layer), Of(layer, 1, end),
                    Of(layer, 0, 0.4)))],
            [
                new CurvePoint(0, double.NaN, double.NaN, [0, 0, 0], OfAll(1, 1), OfAll(0, 0)),
                new CurvePoint(25, 0.5, 0.3, [0, 0, 0], OfAll(0.1, 0.7), OfAll(-0.1, Shift(trial))) { Selectivity = OfAll(dying, living) },
                new CurvePoint(HasDeaths ? trial.Iterations : 100, 0.1, 0.02, [.. dead], OfAll(1e-5, LivingScale), OfAll(0, Shift(trial))),
            ])
        {
            Surveys = HasRates ? [new SurveyPoint(10, OfAll(0.1, 0.9), OfAll(dying, living), OfAll(0.6, 0.7), OfAll(-0.6, 0.1))] : [],
            Deaths = HasDeaths
                ? [.. new long[] { 100, 125, 160 }.Select((iteration, place) =>
                    new DeathPoint(iteration, [.. dead.Select(count => count * place / 3)]))]
                : [],
            DecayRates = HasRates ? [new DecayWindow(8, 12, OfAll(1e-2, 1e-4), OfAll(1e-3, 1e-4)) { Share = OfAll(0.9, 0.2) }] : [],
            Branches =
            [
                .. Branches(trial).Select(branch => new PrunedBranch(
                    branch.Criterion, branch.Amount, 10, new NetworkCost(400, branch.Macs), test with { Top1Error = branch.Pruned },
                    branch.FineTuned is { } tuned ? test with { Top1Error = tuned } : null)),
            ],
        };
    }
}
