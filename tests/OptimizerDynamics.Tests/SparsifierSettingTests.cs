namespace OptimizerDynamics.Tests;

/// <summary>L1 and proximal L1 as settings that the catalog adds to every optimizer, and the kinds that each regularization acts
/// on.</summary>
public sealed class SparsifierSettingTests
{
    public static TheoryData<string> Everyone => DecayLawTests.Everyone;

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Every_optimizer_has_both_at_either_end_of_its_chain_each_with_kinds_of_its_own(string name)
    {
        var optimizer = OptimizerCatalog.Find(name)!;
        var kinds = new DecayedKinds(ParameterKinds.Weight)
        {
            WeightDecay = ParameterKinds.Bias,
            L1 = ParameterKinds.NormScale,
            ProximalL1 = ParameterKinds.NormShift,
        };
        var schedule = new CosineSchedule(0.1);
        var own = new Dictionary<string, double> { ["l2"] = 0.1, ["weightDecay"] = 0.2 };
        var chain = optimizer.Build(new Dictionary<string, double>(own) { ["l1"] = 0.3, ["proximalL1"] = 0.4 }, schedule, kinds);
        Assert.Equal<Chain>(
            [
                new AddSign(0.3, ParameterKinds.NormScale), .. optimizer.Build(own, schedule, kinds),
                new SoftThreshold(0.4, ParameterKinds.NormShift, schedule),
            ],
            chain);
        Assert.Equal(
            [ParameterKinds.Weight, ParameterKinds.Bias], chain.OfType<AddDecayedWeights>().Select(decay => decay.Kinds));
        Assert.Equal(["l1", "proximalL1"], optimizer.Settings.TakeLast(2).Select(setting => setting.Key));
        Assert.All(optimizer.Settings.TakeLast(2), setting => Assert.Equal((0, 0), (setting.Default, setting.DefaultOf(Preset.PyTorch))));
    }

    [Fact]
    public void One_that_has_an_l1_of_its_own_keeps_it()
    {
        var optimizer = new NamedOptimizer(
            "own", "Own.", [new("l1", 0.5, null, "own")], s => [new ScaleByLearningRate(s["l1"])]);
        Assert.Equal(["l1", "proximalL1"], optimizer.Settings.Select(setting => setting.Key));
        Assert.Equal<Chain>([new SoftThreshold(2)], optimizer.Build(new Dictionary<string, double> { ["l1"] = 1, ["proximalL1"] = 2 }));
    }

    [Fact]
    public void Kinds_are_those_of_all_unless_one_has_its_own()
    {
        DecayedKinds kinds = ParameterKinds.Weight;
        var own = kinds.With(Regularization.L1, ParameterKinds.NormScale);
        Assert.Equal(kinds, new DecayedKinds(ParameterKinds.Weight));
        Assert.NotEqual(kinds, own);
        Assert.Equal(
            [ParameterKinds.None, ParameterKinds.Weight, ParameterKinds.Weight, ParameterKinds.NormScale, ParameterKinds.Weight],
            Enum.GetValues<Regularization>().Select(own.Of));
        Assert.Equal(new DecayedKinds(ParameterKinds.None) { L1 = ParameterKinds.NormScale }, own.Among(ParameterKinds.NormScale));
        Assert.Throws<ArgumentOutOfRangeException>(() => own.With(Regularization.None, ParameterKinds.All));
    }

    /// <summary>What a step takes of |θ|: λ in the proximal form, αλ/(1 − μ) in SGD's coupled one, and no number under Adam.</summary>
    [Fact]
    public void A_hard_L1_gets_a_notice_that_names_its_unit()
    {
        Assert.Equal(
            [
                "proximalL1 = 0.05 of adam takes 0.05 of the magnitude of every decayed parameter in each step, whatever lr; where the "
                    + "articles multiply it by lr, 0.05 at lr = 0.001 is proximalL1 = 5E-05 here",
            ],
            Notices("adam", "proximalL1", 0.05));
        Assert.Equal(
            [
                "l1 = 0.02 of sgd takes 0.02 of the magnitude of every decayed parameter in each step: it is multiplied by lr/(1 − "
                    + "momentum), "
                    + "as PyTorch's weight_decay is in SGD",
            ],
            Notices("sgd", "l1", 0.02));
        Assert.Empty(Notices("adam", "l1", 0.02));
        Assert.Empty(Notices("adam", "proximalL1", 0.009));
        Assert.Empty(DecayNotice.Of(
            OptimizerCatalog.Find("adam")!, new Dictionary<string, double> { ["proximalL1"] = 1 }, ParameterKinds.None));

        static IReadOnlyList<string> Notices(string name, string key, double lambda) =>
            DecayNotice.Of(OptimizerCatalog.Find(name)!, new Dictionary<string, double> { [key] = lambda });
    }
}
