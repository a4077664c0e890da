using System.Globalization;

namespace OptimizerDynamics;

/// <summary>What to tell who decays parameters so hard that it is likely a mistake of units.</summary>
/// <remarks>
/// In PyTorch a <c>weight_decay</c> is multiplied by the learning rate; here <c>weightDecay</c> is not (but for <c>adamw</c>). PyTorch's
/// usual 0.01, written as <c>weightDecay</c> of Adam at a learning rate of 1e-3, decays a thousand times as hard.
/// </remarks>
public static class DecayNotice
{
    /// <summary>The fraction of a parameter, 1 %, from which on a decay in each step is worth a notice.</summary>
    public const double Threshold = 0.01;

    /// <summary>The notice that the settings of an optimizer deserve.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="values">Its settings by key; <see cref="Setting.Default"/> holds for what is left out.</param>
    /// <param name="decayed">The kinds of parameters that decay.</param>
    /// <returns>One line for each of <c>weightDecay</c> and <c>l2</c> that takes <see cref="Threshold"/> or more of every decayed parameter
    /// in each step (<see cref="DecayRate.PerStep"/>, at a schedule multiplier of 1); none where neither does.</returns>
    /// <exception cref="ArgumentException">The settings cannot be used.</exception>
    public static IReadOnlyList<string> Of(
        NamedOptimizer optimizer, IReadOnlyDictionary<string, double> values, ParameterKinds decayed = ParameterKinds.All)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(values);
        return [.. from key in (string[])[CommonSettings.WeightDecay.Key, CommonSettings.L2.Key]
                   where Has(optimizer, key)
                   let alone = Alone(optimizer, values, key)
                   let rate = DecayRate.PerStep(optimizer.Build(alone, decayed: decayed))
                   where rate >= Threshold * (1 - 1e-12)
                   select Line(optimizer, alone, key, rate)];
    }

    /// <summary>The settings with one of the decays, and the other 0.</summary>
    private static Dictionary<string, double> Alone(NamedOptimizer optimizer, IReadOnlyDictionary<string, double> values, string key)
    {
        var alone = optimizer.ValuesOf(Preset.Paper).SetItems(values).ToDictionary();
        var other = key == CommonSettings.L2.Key ? CommonSettings.WeightDecay.Key : CommonSettings.L2.Key;
        if (Has(optimizer, other))
            alone[other] = 0;
        return alone;
    }

    private static string Line(NamedOptimizer optimizer, Dictionary<string, double> alone, string key, double rate)
    {
        var lambda = alone[key];
        var shrinks = string.Create(
            CultureInfo.InvariantCulture,
            $"{key} = {lambda} of {optimizer.Name} shrinks every decayed parameter by {100 * rate:0.###} % in each step");
        if (key == CommonSettings.L2.Key)
            return $"{shrinks}: it is multiplied by lr/(1 − momentum), as PyTorch's weight_decay is in SGD";
        if (!alone.TryGetValue("lr", out var lr))
            return shrinks;
        var atTwice = DecayRate.PerStep(optimizer.Build(new Dictionary<string, double>(alone) { ["lr"] = 2 * lr }));
        return atTwice > rate
            ? $"{shrinks}: it is multiplied by lr, as PyTorch's weight_decay is"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{shrinks}, whatever lr; PyTorch's weight_decay is multiplied by lr: its {lambda} at lr = {lr} is weightDecay = "
                    + $"{lr * lambda:G6} here");
    }

    private static bool Has(NamedOptimizer optimizer, string key) => optimizer.Settings.Any(setting => setting.Key == key);
}
