using System.Globalization;

namespace OptimizerDynamics;

/// <summary>What to tell who decays parameters so hard that it is likely a mistake of units.</summary>
/// <remarks>
/// In PyTorch a <c>weight_decay</c> is multiplied by the learning rate; here <c>weightDecay</c> is not (but for <c>adamw</c>). PyTorch's
/// usual 0.01, written as <c>weightDecay</c> of Adam at a learning rate of 1e-3, decays a thousand times as hard. So it is with
/// <c>proximalL1</c>, whose usual form is multiplied by the step size.
/// </remarks>
public static class DecayNotice
{
    /// <summary>The fraction of a parameter, 1 %, from which on a decay in each step is worth a notice; for L1 the distance, 0.01, that a
    /// step takes of |θ|: a γ, which begins at 1, is gone after a hundred steps.</summary>
    public const double Threshold = 0.01;

    private static readonly Regularization[] _noticed =
        [Regularization.WeightDecay, Regularization.L2, Regularization.ProximalL1, Regularization.L1];

    /// <summary>The notice that the settings of an optimizer deserve.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="values">Its settings by key; <see cref="Setting.Default"/> holds for what is left out.</param>
    /// <param name="decayed">The kinds of parameters that decay; all when null.</param>
    /// <returns>One line for each regularization that takes <see cref="Threshold"/> or more of every decayed parameter in each step
    /// (<see cref="DecayRate"/>, at a schedule multiplier of 1); none where none does.</returns>
    /// <exception cref="ArgumentException">The settings cannot be used.</exception>
    public static IReadOnlyList<string> Of(
        NamedOptimizer optimizer, IReadOnlyDictionary<string, double> values, DecayedKinds? decayed = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(values);
        return [.. from regularization in _noticed
                   where Has(optimizer, regularization)
                   let alone = Alone(optimizer, values, regularization)
                   let taken = Taken(regularization, optimizer.Build(alone, decayed: decayed))
                   where taken >= Threshold * (1 - 1e-12)
                   select Line(optimizer, alone, regularization, taken)];
    }

    /// <summary>The settings with one of the regularizations, and the others 0.</summary>
    private static Dictionary<string, double> Alone(
        NamedOptimizer optimizer, IReadOnlyDictionary<string, double> values, Regularization regularization)
    {
        var alone = optimizer.ValuesOf(Preset.Paper).SetItems(values).ToDictionary();
        foreach (var other in _noticed.Where(other => other != regularization && Has(optimizer, other)))
            alone[Key(other)] = 0;
        return alone;
    }

    private static double Taken(Regularization regularization, Chain chain) =>
        IsL1(regularization) ? DecayRate.DistancePerStep(chain) : DecayRate.PerStep(chain);

    private static string Line(
        NamedOptimizer optimizer, Dictionary<string, double> alone, Regularization regularization, double taken)
    {
        var (key, lambda) = (Key(regularization), alone[Key(regularization)]);
        var shrinks = IsL1(regularization)
            ? Invariant(
                $"{key} = {lambda} of {optimizer.Name} takes {taken:0.#####} of the magnitude of every decayed parameter in each step")
            : Invariant($"{key} = {lambda} of {optimizer.Name} shrinks every decayed parameter by {100 * taken:0.###} % in each step");
        if (regularization is Regularization.L2 or Regularization.L1)
            return $"{shrinks}: it is multiplied by lr/(1 − momentum), as PyTorch's weight_decay is in SGD";
        if (!alone.TryGetValue("lr", out var lr))
            return shrinks;
        if (regularization == Regularization.ProximalL1)
            return Invariant($"{shrinks}, whatever lr; where the articles multiply it by lr, {lambda} at lr = {lr} is proximalL1 = ")
                + Invariant($"{lr * lambda:G6} here");
        var atTwice = DecayRate.PerStep(optimizer.Build(new Dictionary<string, double>(alone) { ["lr"] = 2 * lr }));
        return atTwice > taken
            ? $"{shrinks}: it is multiplied by lr, as PyTorch's weight_decay is"
            : Invariant($"{shrinks}, whatever lr; PyTorch's weight_decay is multiplied by lr: its {lambda} at lr = {lr} is weightDecay = ")
                + Invariant($"{lr * lambda:G6} here");
    }

    private static bool IsL1(Regularization regularization) => regularization is Regularization.L1 or Regularization.ProximalL1;

    private static string Key(Regularization regularization) => CommonSettings.Of(regularization)!.Key;

    private static bool Has(NamedOptimizer optimizer, Regularization regularization) =>
        optimizer.Settings.Any(setting => setting.Key == Key(regularization));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
