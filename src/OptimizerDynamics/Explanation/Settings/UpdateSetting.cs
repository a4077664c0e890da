using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>
/// What an optimizer does, whoever says it: a rule, its settings, how much of θ decays and where, and the schedule. The form into which
/// every framework's settings are translated.
/// </summary>
/// <remarks>
/// <code>
/// gₜ ← gₜ + λ₂·θₜ₋₁                     L2
/// u  = the rule's direction
/// θₜ = θₜ₋₁ − η·α·u − η·λ·θₜ₋₁           WeightDecay; without the η in front of λ where IsDecayScheduled is false
/// </code>
/// AdamW is no rule of its own: it is Adam with λ = α·<c>weight_decay</c>.
/// </remarks>
/// <param name="Rule">The rule: an optimizer of the catalog, but not <c>adamw</c>.</param>
/// <param name="Values">Its settings by key, all but <c>l2</c> and <c>weightDecay</c>.</param>
/// <param name="L2">λ₂ of coupled L2: λ₂·θ is added to the gradient; in [0, ∞).</param>
/// <param name="WeightDecay">λ of decoupled decay in the paper's form: the fraction of θ that a step takes where η = 1; in [0, ∞).</param>
/// <param name="Schedule">The multiplier η.</param>
public sealed record UpdateSetting(
    NamedOptimizer Rule, ImmutableSortedDictionary<string, double> Values, double L2, double WeightDecay, Schedule Schedule)
{
    /// <summary>The key of the learning rate.</summary>
    public const string RateKey = "lr";

    /// <summary>Whether the schedule multiplies the decoupled decay.</summary>
    public bool IsDecayScheduled { get; init; } = true;

    /// <summary>α, the base learning rate.</summary>
    public double LearningRate => Values[RateKey];

    /// <summary>The chain of update rules.</summary>
    /// <exception cref="ArgumentException">Two settings contradict each other, such as <c>nesterov</c> without momentum.</exception>
    public Chain Chain
    {
        get
        {
            var given = Values.SetItem(CommonSettings.L2.Key, L2);
            if (IsDecayScheduled)
                return Rule.Build(given.SetItem(CommonSettings.WeightDecay.Key, WeightDecay), Schedule);
            return Chain.Create([.. Rule.Build(given, Schedule), new AddDecayedWeights(WeightDecay)]);
        }
    }

    /// <summary>The same setting in another form, if it has one: SGD without momentum decays alike by L2 and by decoupled decay.</summary>
    /// <returns>The setting itself first.</returns>
    public IEnumerable<UpdateSetting> Forms()
    {
        yield return this;
        if (Rule.Name != "sgd" || Values["momentum"] != 0 || LearningRate <= 0 || !IsDecayScheduled)
            yield break;
        if (WeightDecay > 0)
            yield return this with { L2 = L2 + WeightDecay / LearningRate, WeightDecay = 0 };
        if (L2 > 0)
            yield return this with { L2 = 0, WeightDecay = WeightDecay + L2 * LearningRate };
    }
}
