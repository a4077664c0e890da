namespace OptimizerDynamics.Tests;

/// <summary>What becomes of a parameter: the laws against the closed forms that they come from, and against the simulation.</summary>
public sealed class FateTests
{
    private const long Run = 20_000;

    /// <summary>Rules with a law of their own for coupled L2, and a λ under which it halves a parameter within the run.</summary>
    public static TheoryData<string, double> Lawful => new()
    {
        { "sgd", 1e-4 }, { "adam", 1e-4 }, { "nadam", 1e-4 }, { "radam", 1e-4 }, { "rmsprop", 1e-4 }, { "adabelief", 1e-4 },
        { "adamax", 1e-3 }, { "amsgrad", 0.3 }, { "adagrad", 0.3 }, { "lion", 1e-4 },
    };

    [Theory]
    [InlineData(1e-2)]
    [InlineData(3e-3)]
    [InlineData(6e-4)]
    public void Decoupled_decay_is_the_closed_form(double lambda)
    {
        var (setting, protocol) = Of("adam", 0, lambda);
        var path = FateLaw.Of(setting, FateCase.Silent, protocol)!;

        Assert.Equal(DecayLaws.StepsUnderWeightDecay(lambda, 0.5), path.TimeTo(0.5).Iterations, 0.02);
        Assert.Equal(DecayLaws.StepsUnderWeightDecay(lambda, 1e-3), path.TimeTo(1e-3).Iterations, 0.02);
    }

    [Fact]
    public void The_schedule_counts()
    {
        var (setting, protocol) = Of("adam", 0, 1e-4, new CosineSchedule());
        var path = FateLaw.Of(setting, FateCase.Silent, protocol)!;
        var exact = 1.0;
        for (var t = protocol.Transition; t < Run; t++)
            exact *= 1 - 1e-4 * setting.Schedule.MultiplierAt(t, Run);

        Assert.Equal(exact, path.Points[^1].Theta, 1e-3);
        Assert.InRange(exact, 0.3, 0.5); // without the schedule it would be 0.14
    }

    [Fact]
    public void L2_in_Adam_is_the_closed_form()
    {
        var (setting, protocol) = Of("adam", 1e-4, 0);
        var exact = DecayLaws.UnderFadingMemory(
            1, 1e-3, 1e-4, 1 - Math.Pow(0.99, protocol.Transition), 0.99, 0, (int)protocol.Silence);
        var half = FateLaw.Of(setting, FateCase.Silent, protocol)!.TimeTo(0.5).Iterations;

        Assert.InRange(half / Array.FindIndex(exact, theta => theta <= 0.5), 0.99, 1.01);
    }

    [Theory]
    [MemberData(nameof(Lawful))]
    public void The_simulation_agrees_with_the_law_of_a_silent_parameter(string rule, double lambda)
    {
        var (setting, protocol) = Of(rule, lambda, 0);
        var simulated = FateSimulation.Run(setting, [FateCase.Silent], protocol)[0].TimeTo(0.5);
        var law = FateLaw.Of(setting, FateCase.Silent, protocol)!.TimeTo(0.5);

        Assert.Equal(FateEnd.Reached, simulated.End);
        Assert.InRange(law.Iterations / simulated.Iterations, 0.85, 1.15);
    }

    [Fact]
    public void Adadelta_and_Yogi_have_no_law_of_coupled_decay_and_one_of_decoupled()
    {
        foreach (var rule in new[] { "adadelta", "yogi" })
        {
            var (coupled, protocol) = Of(rule, 1e-3, 0);
            Assert.Null(FateLaw.Of(coupled, FateCase.Silent, protocol));
            Assert.NotNull(FateLaw.Of(coupled with { L2 = 0, WeightDecay = 1e-3 }, FateCase.Silent, protocol));
        }
    }

    [Fact]
    public void Without_decay_a_silent_parameter_stays()
    {
        var (setting, protocol) = Of("adam", 0, 0);

        Assert.Equal(FateEnd.NotYet, FateLaw.Of(setting, FateCase.Silent, protocol)!.TimeTo(0.5).End);
        Assert.Equal(FateEnd.NotYet, FateSimulation.Run(setting, [FateCase.Silent], protocol)[0].TimeTo(0.5).End);
    }

    [Fact]
    public void Rare_gradients_are_between_silence_and_business()
    {
        var (setting, protocol) = Of("adam", 3e-3, 0);
        var half = FateSimulation.Run(setting, FateCase.All, protocol).Select(path => path.TimeTo(0.5).Iterations).ToList();

        Assert.True(half[0] < half[2] && half[2] < half[3], string.Join(", ", half));
    }

    [Fact]
    public void What_a_gradient_moves_about_is_not_gone()
    {
        var (setting, protocol) = Of("adam", 0, 3e-3);
        var busy = FateSimulation.Run(setting, [FateCase.All[^1]], protocol)[0];

        Assert.Equal(FateEnd.HiddenByNoise, busy.TimeTo(FateProtocol.Threshold).End);
    }

    [Fact]
    public void Too_strong_a_decay_diverges_and_there_is_no_law_of_it()
    {
        var (setting, protocol) = Of("sgd", 1e3, 0);

        Assert.True(FateSimulation.Run(setting, [FateCase.Silent], protocol)[0].IsDiverged);
        Assert.Null(FateLaw.Of(setting, FateCase.Silent, protocol));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(11)]
    public void A_run_may_be_as_short_as_an_iteration(long iterations)
    {
        var (setting, _) = Of("adam", 1e-4, 0);
        var protocol = FateProtocol.Of(setting, iterations);

        Assert.True(protocol.Transition < iterations);
        Assert.All(FateSimulation.Run(setting, FateCase.All, protocol), path => Assert.Equal(protocol.Silence, path.End));
    }

    [Fact]
    public void A_long_run_is_a_law_and_a_beginning()
    {
        var (setting, _) = Of("adam", 0, 1e-10);
        var protocol = FateProtocol.Of(setting, 1_000_000_000_000);
        var half = FateLaw.Of(setting, FateCase.Silent, protocol)!.TimeTo(0.5).Iterations;

        Assert.InRange(half / DecayLaws.StepsUnderWeightDecay(1e-10, 0.5), 0.999, 1.001);
    }

    [Fact]
    public void A_parameter_is_busy_until_the_second_moment_has_seen_it()
    {
        var (setting, _) = Of("adam", 0, 0);

        Assert.Equal(500, FateProtocol.Of(setting, 100_000).Transition);                                             // 5/(1 − 0.99)
        Assert.Equal(5000, FateProtocol.Of(setting with { Values = setting.Values.SetItem("beta2", 0.999) }, 100_000).Transition);
        Assert.Equal(100, FateProtocol.Of(setting with { Values = setting.Values.SetItem("beta2", 0.5) }, 100_000).Transition);
        Assert.Equal(200, FateProtocol.Of(setting, 2000).Transition);                                                // a tenth
    }

    private static (UpdateSetting Setting, FateProtocol Protocol) Of(string name, double l2, double weightDecay, Schedule? schedule = null)
    {
        var rule = OptimizerCatalog.Find(name)!;
        var setting = new UpdateSetting(
            rule, rule.ValuesOf(Preset.Paper).Remove("l2").Remove("weightDecay"), l2, weightDecay, schedule ?? Schedule.Constant);
        return (setting, FateProtocol.Of(setting, Run));
    }
}
