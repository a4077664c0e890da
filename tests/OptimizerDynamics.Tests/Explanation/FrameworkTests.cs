using System.Collections.Immutable;

namespace OptimizerDynamics.Tests;

/// <summary>Settings of one framework in the terms of another: the same steps, and back again the same settings.</summary>
public sealed class FrameworkTests
{
    private const int Steps = 80, Run = 100;

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var framework in Frameworks.All)
            {
                foreach (var rule in OptimizerCatalog.All.Where(optimizer => optimizer.Name != "adamw"))
                    pairs.Add(framework.Name, rule.Name);
            }

            return pairs;
        }
    }

    /// <summary>The property: a framework's own steps, with the settings that it is said to be the same with, are the steps here.</summary>
    [Theory]
    [MemberData(nameof(Pairs))]
    public void What_is_said_to_be_the_same_takes_the_same_steps(string frameworkName, string rule)
    {
        var framework = Frameworks.Find(frameworkName)!;
        var (same, nearly) = (0, 0);
        foreach (var setting in Settings(rule))
        {
            var said = FrameworkEquivalent.Of(framework, setting, Run);
            if (said.Refusal is not null)
                continue;
            var (ours, theirs) = (Ours(setting), Theirs(said, setting));
            var distance = ours.Zip(theirs, (one, other) => Math.Abs(one - other)).Max();
            if (said.IsSame)
            {
                same++;
                Assert.True(distance < 1e-9, $"{said.Code[0]}: {distance} from {setting.Chain}");
            }
            else
            {
                nearly++;
                Assert.True(distance > 1e-9, $"{said.Code[0]} is said to be otherwise and is not: {setting.Chain}");
                Assert.True(distance < 0.3 * Length(ours), $"{said.Code[0]}: {distance} from {setting.Chain}");
            }
        }

        var isThere = framework.Optimizers.Any(optimizer => optimizer.Rule == rule);
        Assert.Equal(isThere, same + nearly > 0);
        // optax's AMSGrad and Yogi are never the same.
        if (isThere && (frameworkName, rule) is not ("optax", "amsgrad" or "yogi"))
            Assert.True(same > 0, "nothing is the same");
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Settings_come_back_from_a_framework_as_they_went(string frameworkName, string rule)
    {
        var framework = Frameworks.Find(frameworkName)!;
        foreach (var setting in Settings(rule))
        {
            var said = FrameworkEquivalent.Of(framework, setting, Run);
            if (said.Optimizer is not { Name: { } name } optimizer
                || (said.L2 > 0 && optimizer.L2!.Key is null) || (said.WeightDecay > 0 && optimizer.WeightDecay!.Key is null))
                continue; // said by hand: it is not read
            var given = said.Values.ToBuilder();
            foreach (var (decay, number) in new[] { (optimizer.L2, said.L2), (optimizer.WeightDecay, said.WeightDecay) })
            {
                if (decay?.Key is { } key)
                    given[key] = number;
            }

            var back = FrameworkSetting.Read(framework, name, given, setting.Schedule).Setting;
            var isUnscheduled = optimizer.WeightDecay?.Scaling == DecayScaling.Nothing && said.WeightDecay > 0;
            Assert.Contains(
                setting.Forms(), form => AreClose(form, back) && (isUnscheduled || form.IsDecayScheduled == back.IsDecayScheduled));
        }
    }

    [Fact]
    public void Every_setting_of_a_rule_is_an_argument_or_fixed()
    {
        foreach (var optimizer in Frameworks.All.SelectMany(framework => framework.Optimizers))
        {
            var keys = optimizer.Arguments.SelectMany(argument => argument.Values).Select(value => value.Key).Concat(optimizer.Fixed.Keys);
            Assert.Equal(
                OptimizerCatalog.Find(optimizer.Rule)!.Settings.Select(setting => setting.Key)
                    .Where(key => CommonSettings.RegularizationOf(key) == Regularization.None).Order(StringComparer.Ordinal),
                keys.Distinct().Order(StringComparer.Ordinal));
        }
    }

    /// <summary>The preset was there before the description; they are the same.</summary>
    [Fact]
    public void PyTorchs_defaults_are_those_of_the_preset()
    {
        foreach (var optimizer in OptimizerCatalog.All.Where(optimizer => optimizer.IsInPyTorch))
        {
            var described = Frameworks.Find("pytorch")!.Find(optimizer.Name)!;
            foreach (var (key, value) in optimizer.ValuesOf(Preset.PyTorch).Where(
                value => CommonSettings.RegularizationOf(value.Key) == Regularization.None))
                Assert.Equal((optimizer.Name, key, value), (optimizer.Name, key, described.Defaults[key]));
        }

        Assert.Equal(0.01, Frameworks.Find("pytorch")!.Find("adamw")!.Defaults["weightDecay"]);
    }

    [Theory]
    [InlineData("pytorch", "adamw", 0.05, 0, 1.5e-5)] // times lr
    [InlineData("pytorch", "adam", 0.05, 0.05, 0)]     // coupled
    [InlineData("keras", "adamw", 0.05, 0, 1.5e-5)]
    [InlineData("keras", "adam", 0.05, 0, 1.5e-5)]     // Keras decouples everywhere
    [InlineData("optax", "adamw", 0.05, 0, 1.5e-5)]
    [InlineData("optax", "adadelta", 0.05, 0.05, 0)]   // its weight_decay stands before the rule
    [InlineData("tfa", "adamw", 0.05, 0, 0.05)]        // as it is
    [InlineData("tfa", "radam", 0.05, 0, 1.5e-5)]      // the Addons' own: times lr
    [InlineData("composer", "adamw", 0.05, 0, 0.05)]   // times the schedule only
    [InlineData("paper", "adam", 0.05, 0, 0.05)]
    [InlineData("paper", "adamw", 0.05, 0, 1.5e-5)]
    public void A_number_means_what_the_framework_makes_of_it(
        string framework, string optimizer, double number, double l2, double weightDecay)
    {
        var read = FrameworkSetting.Read(
            Frameworks.Find(framework)!, optimizer, new Dictionary<string, double> { ["lr"] = 3e-4, ["weightDecay"] = number },
            Schedule.Constant);

        Assert.Equal((l2, weightDecay), (read.Setting.L2, Math.Round(read.Setting.WeightDecay, 12)));
    }

    /// <summary>Code as it would be pasted; Keras refuses an integer for a float.</summary>
    [Theory]
    [InlineData("keras", "optimizer = keras.optimizers.SGD(learning_rate=1.0, momentum=0.0, nesterov=False, weight_decay=1e-4)")]
    [InlineData("pytorch", "optimizer = torch.optim.SGD(params, lr=1.0, momentum=0.0, dampening=0.0, nesterov=False, weight_decay=1e-4)")]
    [InlineData(
        "optax", "optimizer = optax.chain(optax.add_decayed_weights(1e-4), optax.sgd(learning_rate=1.0, momentum=0.0, nesterov=False))")]
    [InlineData("tfa", "optimizer = tfa.optimizers.SGDW(learning_rate=1.0, momentum=0.0, nesterov=False, weight_decay=1e-4)")]
    [InlineData(
        "composer",
        "optimizer = composer.optim.DecoupledSGDW(params, lr=1.0, momentum=0.0, dampening=0.0, nesterov=False, weight_decay=1e-4)")]
    [InlineData("paper", "optimizer: sgd|lr: 1|momentum: 0|nesterov: false|dampening: 0|weightDecay: 1e-4")]
    public void Code_is_what_a_user_would_write(string framework, string expected)
    {
        var given = new Dictionary<string, double> { ["lr"] = 1, ["momentum"] = 0, ["weightDecay"] = 1e-4 };
        var setting = FrameworkSetting.Read(Frameworks.Find("paper")!, "sgd", given, Schedule.Constant).Setting;

        Assert.Equal(expected, string.Join('|', FrameworkEquivalent.Of(Frameworks.Find(framework)!, setting, Run).Code));
    }

    [Fact]
    public void A_schedule_is_written_as_each_framework_has_it()
    {
        string Of(string framework, Schedule schedule) => string.Join('|', FrameworkEquivalent.Of(
            Frameworks.Find(framework)!,
            FrameworkSetting.Read(Frameworks.Find("paper")!, "adam", new Dictionary<string, double>(), schedule).Setting, 1000).Code);

        var drops = new FractionDrops([0.5], 0.1);
        Assert.Contains("schedules.PiecewiseConstantDecay([499], [1e-3, 1e-4])", Of("keras", drops), StringComparison.Ordinal);
        Assert.Contains("optax.piecewise_constant_schedule(1e-3, {500: 0.1})", Of("optax", drops), StringComparison.Ordinal);
        Assert.Contains("MultiStepLR(optimizer, milestones=[500], gamma=0.1)", Of("pytorch", drops), StringComparison.Ordinal);
        Assert.Contains("MultiStepScheduler(milestones=['500ba'], gamma=0.1)", Of("composer", drops), StringComparison.Ordinal);
        Assert.Contains(
            "CosineAnnealingLR(optimizer, T_max=1000, eta_min=0.1 * 1e-3)", Of("pytorch", new CosineSchedule(0.1)),
            StringComparison.Ordinal);
        Assert.Contains("tf.keras.optimizers.schedules.CosineDecay(1e-3, 1000)", Of("tfa", new CosineSchedule()), StringComparison.Ordinal);
        Assert.Contains(
            "LambdaLR(optimizer, lambda t: min(1, (t + 1) / 100) * (0.5 * (1 + math.cos(math.pi * t / 1000))))",
            Of("pytorch", new LinearWarmUp(100, new CosineSchedule())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pytorch", "sgd", 0.1)]     // as its AdamW has it: times lr
    [InlineData("paper", "sgd", 1)]
    [InlineData("paper", "adamw", 0.1)]
    [InlineData("keras", "sgd", 0.1)]
    [InlineData("composer", "sgd", 1)]
    public void The_same_number_decoupled_is_what_the_framework_would_make_of_it(string framework, string optimizer, double unit)
    {
        var described = Frameworks.Find(framework)!;
        var key = described.Find(optimizer)!.L2?.Key ?? "weightDecay";
        var stated = FrameworkSetting.Read(
            described, optimizer, new Dictionary<string, double> { ["lr"] = 0.1, ["weightDecay"] = 0, [key] = 1e-3 }, Schedule.Constant);

        Assert.Equal(1e-3 * unit, stated.With(Regularization.WeightDecay).WeightDecay, 1e-12);
    }

    [Fact]
    public void A_regularizer_of_Keras_has_twice_its_number_as_gradient() => Assert.Equal(
        2e-4,
        FrameworkSetting.Read(
            Frameworks.Find("keras")!, "adam", new Dictionary<string, double> { ["l2"] = 1e-4 }, Schedule.Constant).Setting.L2);

    [Fact]
    public void Decay_that_no_schedule_reaches_has_no_equivalent_where_one_does()
    {
        var given = new Dictionary<string, double> { ["weightDecay"] = 1e-4, ["lr"] = 1e-3 };
        var read = FrameworkSetting.Read(Frameworks.Find("tfa")!, "adamw", given, new CosineSchedule());

        Assert.False(read.Setting.IsDecayScheduled);
        Assert.Equal(
            "the schedule multiplies its weight_decay, and this decay has none",
            FrameworkEquivalent.Of(Frameworks.Find("composer")!, read.Setting, Run).Refusal);
        Assert.True(FrameworkEquivalent.Of(Frameworks.Find("optax")!, read.Setting, Run).IsSame);
        Assert.Contains(
            "p.mul_(1 - 1e-4)", string.Concat(FrameworkEquivalent.Of(Frameworks.Find("pytorch")!, read.Setting, Run).Code),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_multiplies_decay_by_a_learning_rate_of_0_cannot_say_it()
    {
        var values = OptimizerCatalog.Find("adam")!.ValuesOf(Preset.Paper).Remove("l2").Remove("weightDecay").SetItem("lr", 0);
        var setting = new UpdateSetting(OptimizerCatalog.Find("adam")!, values, 0, 1e-4, Schedule.Constant);

        Assert.Contains("here it is 0", FrameworkEquivalent.Of(Frameworks.Find("keras")!, setting, Run).Refusal, StringComparison.Ordinal);
        Assert.True(FrameworkEquivalent.Of(Frameworks.Find("composer")!, setting, Run).IsSame);
        Assert.True(FrameworkEquivalent.Of(Frameworks.Find("pytorch")!, setting, Run).IsSame);
        Assert.NotNull(FrameworkEquivalent.Of(Frameworks.Find("pytorch")!, setting with { Schedule = new CosineSchedule() }, Run).Refusal);
    }

    private static bool AreClose(UpdateSetting one, UpdateSetting other)
    {
        static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-12 * Math.Max(Math.Abs(a), Math.Abs(b));
        return one.Rule == other.Rule
            && one.Schedule == other.Schedule
            && Close(one.L2, other.L2)
            && Close(one.WeightDecay, other.WeightDecay)
            && one.Values.All(value => Close(value.Value, other.Values[value.Key]));
    }

    /// <summary>Settings that try what frameworks differ in: decay at each place, ε and momentum or none, a schedule or none.</summary>
    private static IEnumerable<UpdateSetting> Settings(string name)
    {
        var rule = OptimizerCatalog.Find(name)!;
        var random = new CounterRandom((ulong)name.Length);
        var index = 0UL;
        double Draw() => random.At(index++).Uniform;
        foreach (var schedule in new[] { Schedule.Constant, new CosineSchedule(), new StepDrops([20, 50], 0.5) })
        {
            foreach (var (l2, decay) in new[] { (0.0, 0.0), (0.02, 0.0), (0.0, 1e-3), (0.02, 1e-3) })
            {
                foreach (var isPlain in new[] { true, false })
                {
                    var values = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
                    foreach (var setting in rule.Settings.Where(
                        setting => CommonSettings.RegularizationOf(setting.Key) == Regularization.None))
                    {
                        values[setting.Key] = setting.Key switch
                        {
                            "lr" => 0.01 + 0.02 * Draw(),
                            "beta1" => 0.5 + 0.4 * Draw(),
                            "beta2" or "alpha" or "rho" => 0.8 + 0.19 * Draw(),
                            "momentum" => isPlain ? 0 : 0.5 + 0.4 * Draw(),
                            "epsilon" => name == "adadelta" ? 1e-4 : isPlain ? 0 : 1e-3,
                            "momentumDecay" => isPlain ? 1 : 4e-3,
                            "initialAccumulator" => name == "yogi" ? 1e-6 : 0.1,
                            _ => 0,
                        };
                    }

                    yield return new UpdateSetting(rule, values.ToImmutable(), l2, decay, schedule);
                    if (rule.Settings.Any(setting => setting.Key == "nesterov") && !isPlain)
                        yield return new UpdateSetting(rule, values.ToImmutable().SetItem("nesterov", 1), l2, decay, schedule);
                    if (rule.Settings.Any(setting => setting.Key == "momentumDecay") && isPlain)
                        yield return new UpdateSetting(rule, values.ToImmutable().SetItem("momentumDecay", 1e6), l2, decay, schedule);
                }
            }
        }
    }

    private static double Gradient(int step) => new CounterRandom(7).At((ulong)step).Normal;

    private static double Length(double[] path) => path.Zip(path.Skip(1), (one, next) => Math.Abs(next - one)).Sum();

    private static double[] Ours(UpdateSetting setting)
    {
        var optimizer = new CpuOptimizer<double>(setting.Chain, ParameterLayout.Vector(1), Run);
        double[] theta = [1];
        var path = new double[Steps + 1];
        path[0] = 1;
        for (var i = 0; i < Steps; i++)
        {
            optimizer.Step(theta, [Gradient(i)]);
            path[i + 1] = theta[0];
        }

        return path;
    }

    private static double[] Theirs(FrameworkEquivalent said, UpdateSetting setting)
    {
        var steps = new TheirSteps(said, t => setting.Schedule.MultiplierAt(t, Run));
        var path = new double[Steps + 1];
        path[0] = 1;
        for (var i = 0; i < Steps; i++)
            path[i + 1] = steps.Step(path[i], Gradient(i));
        return path;
    }
}
