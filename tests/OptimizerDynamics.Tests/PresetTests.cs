namespace OptimizerDynamics.Tests;

/// <summary>Whose settings hold where nothing is said, what is decayed, and decays that are worth a notice.</summary>
public sealed class PresetTests
{
    /// <summary>torch.optim of PyTorch 2.9, where it is not what the paper uses.</summary>
    [Theory]
    [InlineData("sgd", "lr", 0.1, 1e-3)]
    [InlineData("sgd", "momentum", 0.9, 0)]
    [InlineData("adam", "beta2", 0.99, 0.999)]
    [InlineData("amsgrad", "beta2", 0.99, 0.999)]
    [InlineData("rmsprop", "lr", 1e-3, 1e-2)]
    public void PyTorchs_defaults_stand_beside_the_papers(string name, string key, double paper, double pytorch)
    {
        var optimizer = OptimizerCatalog.Find(name)!;

        Assert.Equal(paper, optimizer.ValuesOf(Preset.Paper)[key]);
        Assert.Equal(pytorch, optimizer.ValuesOf(Preset.PyTorch)[key]);
    }

    [Fact]
    public void They_differ_in_nothing_else()
    {
        var differing = from optimizer in OptimizerCatalog.All
                        from setting in optimizer.Settings
                        where !setting.DefaultOf(Preset.PyTorch).Equals(setting.DefaultOf(Preset.Paper))
                        select $"{optimizer.Name}.{setting.Key}";

        Assert.Equal(["sgd.lr", "sgd.momentum", "adam.beta2", "amsgrad.beta2", "rmsprop.lr"], differing);
        Assert.Equal(
            ["adabelief", "yogi", "lion"],
            OptimizerCatalog.All.Where(optimizer => !optimizer.IsInPyTorch).Select(optimizer => optimizer.Name));
    }

    [Fact]
    public void Presets_have_names()
    {
        Assert.All(PresetNames.All, name => Assert.Equal(name, PresetNames.Find(name)!.Value.ToText()));
        Assert.Equal(Enum.GetValues<Preset>().Length, PresetNames.All.Count);
        Assert.Null(PresetNames.Find("torch"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ((Preset)7).ToText());
    }

    public static TheoryData<string> Everyone => [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name)];

    [Theory]
    [MemberData(nameof(Everyone))]
    public void What_is_decayed_reaches_every_chain(string name)
    {
        const ParameterKinds Decayed = ParameterKinds.Weight | ParameterKinds.NormScale;
        var chain =
            OptimizerCatalog.Find(name)!.Build(new Dictionary<string, double> { ["l2"] = 0.1, ["weightDecay"] = 0.2 }, decayed: Decayed);

        Assert.Equal([0.1, 0.2], chain.OfType<AddDecayedWeights>().Select(decay => decay.Lambda));
        Assert.All(chain.OfType<AddDecayedWeights>(), decay => Assert.Equal(Decayed, decay.Kinds));
    }

    /// <summary>The rate is what the chain takes of a parameter whose gradient is silent, once the velocity has risen.</summary>
    [Theory]
    [InlineData("adam", "weightDecay", 0.02, 0.02)]
    [InlineData("adam", "l2", 0.02, 0)] // rescaled by the moments: no rate
    [InlineData("adamw", "weightDecay", 0.02, 2e-5)]
    [InlineData("sgd", "weightDecay", 0.02, 0.02)]
    [InlineData("sgd", "l2", 1e-3, 1e-3)] // lr/(1 − momentum) = 1
    public void The_rate_of_a_decay_is_the_fraction_a_step(string name, string key, double lambda, double rate)
    {
        var values = new Dictionary<string, double> { ["l2"] = 0, ["weightDecay"] = 0, [key] = lambda };

        Assert.Equal(rate, DecayRate.PerStep(OptimizerCatalog.Find(name)!.Build(values)), 1e-15);
    }

    [Theory]
    [InlineData(
        "adam", "weightDecay", 0.01,
        "weightDecay = 0.01 of adam shrinks every decayed parameter by 1 % in each step, whatever lr; PyTorch's weight_decay is multiplied "
            + "by lr: its 0.01 at lr = 0.001 is weightDecay = 1E-05 here")]
    [InlineData(
        "adamw", "weightDecay", 20,
        "weightDecay = 20 of adamw shrinks every decayed parameter by 2 % in each step: it is multiplied by lr, as PyTorch's weight_decay "
            + "is")]
    [InlineData(
        "sgd", "l2", 0.0125,
        "l2 = 0.0125 of sgd shrinks every decayed parameter by 1.25 % in each step: it is multiplied by lr/(1 − momentum), as PyTorch's "
            + "weight_decay is in SGD")]
    public void A_decay_of_a_percent_a_step_gets_a_notice(string name, string key, double lambda, string notice)
    {
        var values = new Dictionary<string, double> { [key] = lambda };

        Assert.Equal([notice], DecayNotice.Of(OptimizerCatalog.Find(name)!, values));
        values[key] = 0.99 * lambda * (name == "adamw" ? 0.5 : name == "sgd" ? 0.8 : 1);
        Assert.Empty(DecayNotice.Of(OptimizerCatalog.Find(name)!, values));
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void No_preset_deserves_a_notice(string name) => Assert.All(
        Enum.GetValues<Preset>(),
        preset => Assert.Empty(DecayNotice.Of(OptimizerCatalog.Find(name)!, OptimizerCatalog.Find(name)!.ValuesOf(preset))));
}
