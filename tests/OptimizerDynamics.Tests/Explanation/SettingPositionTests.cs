namespace OptimizerDynamics.Tests;

/// <summary>Where a setting stands: what is said to move it does, by simulations of this test's own.</summary>
public sealed class SettingPositionTests
{
    private const long Run = 30_000;

    public static TheoryData<string, string, double, double> Settings => new()
    {
        { "pytorch", "adam", 1e-3, 1e-4 },      // L2: dies
        { "pytorch", "adamw", 1e-3, 0.01 },     // decoupled: survives
        { "pytorch", "adamw", 1e-3, 0.5 },      // and dies
        { "pytorch", "sgd", 0.1, 5e-4 },
        { "paper", "lion", 1e-4, 1e-3 },
        { "keras", "rmsprop", 1e-3, 1e-3 },
        { "optax", "adagrad", 1e-2, 1e-3 },
        { "pytorch", "adadelta", 1, 1e-4 },     // no law
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void What_is_said_to_move_it_moves_it(string framework, string optimizer, double rate, double number)
    {
        var stated = Stated(framework, optimizer, rate, number);
        var position = SettingPosition.Of(stated, Run, 1)!;

        Assert.Equal(position.Dies, Dies(stated.Setting));
        Assert.Contains(position.Changes, change => change.Moves);
        foreach (var change in position.Changes)
        {
            if (Changed(stated, change) is { } setting)
                Assert.Equal(change.Moves != position.Dies, Dies(setting));
        }
    }

    /// <summary>The border is at the value: a fifth of the way nearer nothing has changed yet.</summary>
    [Theory]
    [InlineData("pytorch", "adam", 1e-3, 1e-4)]
    [InlineData("pytorch", "adamw", 1e-3, 0.01)]
    [InlineData("pytorch", "sgd", 0.1, 5e-4)]
    public void It_is_the_nearest_value_that_does(string framework, string optimizer, double rate, double number)
    {
        var stated = Stated(framework, optimizer, rate, number);
        var position = SettingPosition.Of(stated, Run, 1)!;
        var change = position.Changes.First(change => change.Kind == SettingChangeKind.Lambda);
        var nearer = change.To * Math.Pow(change.From / change.To, 0.2);

        Assert.Equal(position.Dies, Dies(stated.With(stated.DecayKey, nearer).Setting));
    }

    [Fact]
    public void Beta2_moves_L2_and_not_decoupled_decay()
    {
        SettingChange Memory(string optimizer, double number) => SettingPosition.Of(Stated("pytorch", optimizer, 1e-3, number), Run, 1)!
            .Changes.First(change => change.Kind == SettingChangeKind.Memory);

        Assert.True(Memory("adam", 1e-4) is { Moves: true, To: > 0.99 });
        Assert.False(Memory("adamw", 0.5).Moves);
    }

    [Fact]
    public void The_diagram_is_what_the_setting_is_in_its_middle()
    {
        var stated = Stated("pytorch", "adam", 1e-3, 1e-4);
        var map = SettingMap.Of(stated, Run, 1)!;
        var (column, row) = (map.Lambdas.Length / 2, map.Rates.Length / 2);
        var position = SettingPosition.Of(stated, Run, 1)!;

        Assert.Equal(1e-4, map.Lambdas[column], 1e-9);
        Assert.Equal(1e-3, map.Rates[row], 1e-9);
        Assert.InRange(map.At(column, row) / position.Time.Iterations, 0.8, 1.2);
        Assert.Equal(double.PositiveInfinity, map.At(0, 0));
    }

    [Theory]
    [InlineData(0, 1e-3)]
    [InlineData(1e-4, 0)]
    [InlineData(0, 0)]
    public void Nothing_dies_of_nothing(double number, double rate)
    {
        var stated = Stated("pytorch", "adam", rate, number);
        var position = SettingPosition.Of(stated, Run, 1)!;

        Assert.False(position.Dies);
        Assert.NotNull(SettingMap.Of(stated, Run, 1));
        Assert.True(number > 0 || position.Changes.Single() is { Kind: SettingChangeKind.Lambda });
    }

    [Fact]
    public void A_run_too_long_to_simulate_is_told_by_the_law_or_not_at_all()
    {
        const long Long = 100_000_000;
        var position = SettingPosition.Of(Stated("pytorch", "adam", 1e-3, 1e-4), Long, 1)!;

        Assert.True(position.Dies);
        Assert.False(position.IsSimulated);
        Assert.Null(SettingPosition.Of(Stated("pytorch", "adadelta", 1, 1e-4), Long, 1));
        Assert.Null(SettingMap.Of(Stated("pytorch", "adadelta", 1, 1e-4), Long, 1));
    }

    private static FrameworkSetting Stated(string framework, string optimizer, double rate, double number)
    {
        var described = Frameworks.Find(framework)!;
        var key = described.Find(optimizer)!.L2?.Key ?? "weightDecay";
        return FrameworkSetting.Read(
            described, optimizer, new Dictionary<string, double> { ["lr"] = rate, [key] = number }, Schedule.Constant);
    }

    private static UpdateSetting? Changed(FrameworkSetting stated, SettingChange change) => change.Kind switch
    {
        SettingChangeKind.Lambda when change.Moves => stated.With(stated.DecayKey, change.To).Setting,
        SettingChangeKind.Rate when change.Moves => stated.With("lr", change.To).Setting,
        SettingChangeKind.Memory when change.Moves =>
            stated.With(
                stated.Values.ContainsKey("beta2") ? "beta2" : stated.Values.ContainsKey("alpha") ? "alpha" : "rho", change.To).Setting,
        SettingChangeKind.Place => stated.With(stated.Setting.L2 > 0 ? Regularization.WeightDecay : Regularization.L2),
        SettingChangeKind.WithoutNormalization => stated.With(Regularization.None),
        _ => null,
    };

    /// <summary>Two of three silent parameters come below a thousandth within the run.</summary>
    private static bool Dies(UpdateSetting setting)
    {
        var protocol = FateProtocol.Of(setting, Run);
        ulong[] random = [1, 2, 3];
        var gone = random.Count(seed =>
        {
            var optimizer = new CpuOptimizer<double>(setting.Chain, ParameterLayout.Vector(1), Run);
            double[] theta = [1];
            var noise = new CounterRandom(seed);
            for (var i = 0L; i < Run; i++)
            {
                optimizer.Step(theta, [i < protocol.Transition ? noise.At((ulong)i).Normal : 0]);
                if (i > protocol.Transition && Math.Abs(theta[0]) < 1e-3)
                    return true;
            }

            return false;
        });
        return gone >= 2;
    }
}
