using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments.Tests;

/// <summary>Pruning and fine-tuning as parameters of trials: where they are given, what they need, and what optimizer they mean.</summary>
public sealed class PruneParameterTests : IDisposable
{
    private static readonly TrialValues _values = new(Registry.Standard);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Trials without stages are what they were, by their ids.</summary>
    [Fact]
    public void What_is_not_asked_for_is_not_written()
    {
        var plain = new TrainingTrial(_values).Specification;
        Assert.DoesNotContain(
            plain.Keys, key => key is "prune" or "fineTune" or "fineTuneLr" or "fineTuneSchedule" or "normalization" or "gammaRescaling");
        var none = TrainingParameters.FineTune.Assign(TrainingParameters.Prune.Assign(_values, PruningPlan.None), 0);
        Assert.Equal(plain.Id, new TrainingTrial(none).Specification.Id);
    }

    [Fact]
    public void Study_files_say_it_and_specifications_keep_it()
    {
        var trial = Assert.Single(Trials(
            "prune: smallest-scale 0.50 + random 0.5, fineTune: 30, fineTuneLr: 1e-4, fineTuneSchedule: cosine"));
        Assert.Equal("smallest-scale 0.5 + random 0.5", trial.Specification.Text("prune"));
        Assert.Equal((30, 1e-4), (trial.Specification.Number("fineTune"), trial.Specification.Number("fineTuneLr")));
        Assert.Equal(trial, TrainingTrial.From(Registry.Standard, trial.Specification));
        Assert.Contains(
            "pruned by smallest-scale 0.5 + random 0.5", TrainingParameters.Prune.CaptionOf(trial.Values), StringComparison.Ordinal);
        Assert.Equal("fine-tuned for 30 iterations", TrainingParameters.FineTune.CaptionOf(trial.Values));

        var setup = TrainingParameters.Prune.Configure(
            new TrainingSetup(Architectures.BasicNet, 1, 0, trial.Chain, 10, 60, 0, 1), trial.Values);
        Assert.Equal([new(PruningCriteria.SmallestScale, 0.5), new(PruningCriteria.Random, 0.5)], setup.Branches.ToArray());
        Assert.Equal(30, setup.FineTuning!.Iterations);
    }

    [Fact]
    public void Normalization_and_rescaling_are_kept_where_they_are_not_usual()
    {
        var bare = Trials("normalization: [batch, none]");
        Assert.Equal([false, true], bare.Select(trial => trial.Specification.Keys.Contains("normalization")));
        Assert.Equal("without normalization", TrainingParameters.Normalization.CaptionOf(bare[1].Values));
        Assert.Equal(bare[1], TrainingTrial.From(Registry.Standard, bare[1].Specification));
        Assert.Equal(0.01, Assert.Single(Trials("gammaRescaling: 0.01")).Specification.Number("gammaRescaling"));
    }

    /// <summary>That features have no γ is read back.</summary>
    [Fact]
    public void Layers_without_scale_are_written_and_read()
    {
        var result = MadeUp.Result([]);
        Assert.DoesNotContain("hasScale", result.ToJson().ToJsonString(), StringComparison.Ordinal);
        var bare = result with { Layers = [result.Layers[0] with { HasScale = false }] };
        Assert.False(TrainingResultJson.Read(bare.ToJson()).HasScale);
        Assert.Equal(double.NaN, TrainingResultJson.Read(bare.ToJson()).SparsityByScale());
    }

    [Fact]
    public void A_list_is_a_sweep_of_plans() => Assert.Equal(
        ["none", "random 0.5", "scale 0.01 + random 0.5"],
        Trials("prune: [none, random 0.5, scale 1e-2 + random 0.5]").Select(trial => trial.TextOf(TrainingParameters.Prune)));

    [Theory]
    [InlineData("prune: random", "prune: random: expected a share of the features in [0, 1) behind it, found none")]
    [InlineData("prune: 0.5", "prune: unknown criterion '0.5'")]
    [InlineData("fineTune: 30", "fineTune: expected 'prune' beside it")]
    [InlineData("prune: random 0.5, fineTuneLr: 1e-3", "fineTuneLr: expected 'fineTune' above 0 beside it")]
    [InlineData(
        "prune: filter-norm 0.5 + scale, normalization: none",
        "prune: scale is by γ, which a network without normalization does not have: expected others, such as filter-norm")]
    [InlineData("gammaRescaling: 0.1, normalization: none", "gammaRescaling: expected 'normalization: batch' beside it")]
    [InlineData("gammaRescaling: 0", "gammaRescaling: expected a number in (0, ∞)")]
    [InlineData("normalization: layer", "normalization: unknown name 'layer'")]
    [InlineData("prune: random 0.5, fineTuneSchedule: cosine", "fineTuneSchedule: expected 'fineTune' above 0 beside it")]
    [InlineData("prune: random 0.5, fineTune: 30, fineTuneLr: -1", "fineTuneLr")]
    [InlineData(
        "prune: random 0.5, fineTune: 30, schedule: cosine",
        "fineTuneLr: expected a learning rate above 0, because the training's schedule ends at 0: {kind: cosine, floor: 0}")]
    public void What_makes_no_sense_is_refused(string keys, string message)
    {
        var fault = Assert.Throws<InputException>(() => Trials(keys));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The rate at which the training ended, unless another is given; the schedule, the decays and the other settings as said.
    /// </summary>
    [Fact]
    public void The_optimizer_goes_on_where_the_training_ended()
    {
        var values = Trials(
            "prune: random 0.5, fineTune: 30, lr: 0.01, schedule: {kind: fractions, at: [0.5, 0.75], factor: 0.1}")[0].Values;
        Assert.Equal(Optimizers.Adam(0.01 * (0.1 * 0.1), l2: 1e-3).ToString(), values.BuildFineTuningChain(60).ToString());
        var given = TrainingParameters.FineTuneSchedule.Assign(
            TrainingParameters.FineTuneLearningRate.Assign(values, 0.5), new CosineSchedule());
        Assert.Equal(Optimizers.Adam(0.5, l2: 1e-3, schedule: new CosineSchedule()).ToString(), given.BuildFineTuningChain(60).ToString());
    }

    /// <summary>What branches became is read back from a record as it was, one that diverged included.</summary>
    [Fact]
    public void Branches_are_written_and_read()
    {
        var (cost, before) = (new NetworkCost(5, 10), new Evaluation(0.75, 0.5, 0.125));
        var result = MadeUp.Result([]) with
        {
            Branches =
            [
                new PrunedBranch("random", 0.5, 3, cost, before, new Evaluation(0.5, 0.25, 0)),
                new PrunedBranch("random", 0.7, 4, cost, before, null),
                new PrunedBranch("scale", 1e-3, 0, cost, before with { Loss = double.NaN }, null) { Divergence = "it was not finite" },
            ],
        };
        var json = result.ToJson();
        Assert.Equal(result.Branches.AsEnumerable(), TrainingResultJson.Read(json).Branches);
        Assert.DoesNotContain("branches", (result with { Branches = [] }).ToJson().Select(member => member.Key));
        json["branches"]![0]!.AsObject().Remove("pruned");
        Assert.Throws<FormatException>(() => TrainingResultJson.Read(json));
    }

    private IReadOnlyList<TrainingTrial> Trials(string keys)
    {
        var path = _folder.Write("study.yaml", $$$"""
            study: pool
            kind: training
            question: What becomes of them?
            base: {data: objects-clean, size: 16, classes: 2, images: 40, width: 0.0625, batchSize: 10, iterations: 60, {{{keys}}}}
            sweep: {optimizer: [adam], regularization: [l2], lambda: [1e-3]}
            seeds: 1
            profiles: {standard: {}}
            """);
        return [.. StudyFile.ReadAll(Registry.Standard, path).Single().All.Cast<TrainingTrial>()];
    }
}
