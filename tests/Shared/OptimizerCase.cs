using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics.Testing;

/// <summary>A named optimizer with some settings: what a settings file says.</summary>
internal sealed record OptimizerCase(NamedOptimizer Optimizer, ImmutableSortedDictionary<string, double> Settings, Schedule? Schedule)
{
    public Chain Chain => Optimizer.Build(Settings, Schedule);

    public double this[string key] => new SettingValues(Optimizer.Settings, Settings)[key];

    public static OptimizerCase Default(string name) =>
        new(OptimizerCatalog.Find(name)!, ImmutableSortedDictionary<string, double>.Empty, null);

    public static OptimizerCase Of(Draw draw, NamedOptimizer optimizer)
    {
        var settings = optimizer.Settings.ToImmutableSortedDictionary(setting => setting.Key, setting => Value(draw, optimizer, setting));
        if (settings.GetValueOrDefault("nesterov") != 0)
            settings = settings.SetItem("dampening", 0).SetItem("momentum", Math.Max(settings["momentum"], 0.5));
        // Kingma and Ba ask for β₁ < √β₂: otherwise v forgets faster than m, and in a silent stretch m/√v grows without bound.
        if (settings.TryGetValue("beta2", out var beta2))
            settings = settings.SetItem("beta1", Math.Min(settings["beta1"], beta2));
        return new OptimizerCase(optimizer, settings, AnySchedule(draw));
    }

    public OptimizerCase With(string key, double value) => this with { Settings = Settings.SetItem(key, value) };

    public bool Has(string key) => Optimizer.Settings.Any(setting => setting.Key == key);

    /// <summary>Simpler settings: one left at its default.</summary>
    public IEnumerable<OptimizerCase> Simpler()
    {
        if (Schedule is not null)
            yield return this with { Schedule = null };
        foreach (var key in Settings.Keys.Where(key => key is not ("momentum" or "lr")))
            yield return this with { Settings = Settings.Remove(key) };
    }

    public override string ToString()
    {
        var settings = Settings.Select(setting => string.Create(CultureInfo.InvariantCulture, $"{setting.Key} {setting.Value}"));
        return $"  {Optimizer.Name}: {string.Join(", ", settings)}, schedule {Schedule?.ToString() ?? "constant"}";
    }

    private static double Value(Draw draw, NamedOptimizer optimizer, Setting setting) => setting.Key switch
    {
        "lr" => setting.Default * draw.LogUniform(0.1, 10),
        "momentum" => draw.Pick(0, 0.5, 0.9, 0.99),
        "dampening" => draw.Pick(0, 0, 0.3, 1),
        "beta1" => draw.Pick(0, 0.5, 0.9, 0.99),
        "beta2" or "alpha" or "rho" => draw.Pick(0.5, 0.9, 0.99, 0.999),
        "epsilon" => draw.Pick(1e-3, 1e-6, 1e-8, setting.Default),
        "lrDecay" => draw.Pick(0, 1e-3, 0.1),
        "initialAccumulator" => draw.Pick(0.1, setting.Default),
        "momentumDecay" => draw.Pick(4e-3, 0.1, 1),
        "l2" or "weightDecay" => draw.Chance(0.4) ? 0 : draw.LogUniform(1e-6, 1e-1),
        "l1" or "proximalL1" => 0, // TorchSharp has neither; L1RuleTests and ChainTrial are for them
        "nesterov" or "centered" => draw.Pick(0, 1),
        _ =>
            throw new InvalidOperationException(
                $"{optimizer.Name} has a setting '{setting.Key}' that the generators do not know: add it here."),
    };

    private static Schedule? AnySchedule(Draw draw) => draw.Whole(0, 6) switch
    {
        0 => new StepDrops([20, 40], 0.1),
        1 => new FractionDrops([0.5], 0.3),
        2 => new CosineSchedule(0.1),
        3 => new LinearWarmUp(30, new CosineSchedule()),
        _ => null,
    };
}
