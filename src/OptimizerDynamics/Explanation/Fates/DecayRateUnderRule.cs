namespace OptimizerDynamics;

/// <summary>The fraction of θ that coupled L2 takes in a step under a rule, where η = 1.</summary>
/// <remarks>
/// With σ the noise before the silence, T its length, t the time since, p how often there is a gradient:
/// <list type="bullet">
/// <item>SGD: αλ(1 − τ)/(1 − μ), in the long run (<see cref="DecayLaws.MomentumWithL2"/>).</item>
/// <item>Adam, NAdam, RAdam, RMSProp, silent: αλ/√(v₀β₂ᵗ + (λθ)²) with v₀ = σ²(1 − β₂ᵀ) (<see cref="DecayLaws.UnderFadingMemory"/>);
/// RMSProp divides by 1 − μ. With a gradient now and then: αλ·E[1/√v] (<see cref="DecayLaws.MeanInverseRoot"/>), and as if silent where
/// that has no mean.</item>
/// <item>AdaBelief, silent: the same with v₀·2β₁²/(1 + β₁), and its ε/(1 − β₂). AdaMax, silent: αλ/max(n₀β₂ᵗ, λθ).</item>
/// <item>AMSGrad, silent: αλ/√v₀ (<see cref="DecayLaws.UnderFrozenDenominator"/>). Adagrad: αλ/√(s₀ + σ²(T + pt) + Σ(λθ)²).</item>
/// <item>Lion, silent: α/θ (<see cref="DecayLaws.SignDescent"/>); busy: αλ·√(2/π)/s, s the deviation of what it takes the sign of.</item>
/// </list>
/// Adadelta, Yogi and a centred RMSProp have none.
/// </remarks>
internal static class DecayRateUnderRule
{
    /// <summary>The rate as a function of the time since the silence began and of θ; 0 without L2.</summary>
    /// <returns>Null where there is no law.</returns>
    public static Func<double, double, double>? Of(UpdateSetting setting, FateCase fate, FateProtocol protocol)
    {
        if (setting.L2 == 0 || setting.LearningRate == 0)
            return (_, _) => 0;
        var (values, step) = (setting.Values, setting.LearningRate * setting.L2);
        var (isSilent, epsilon) = (fate.ActiveFraction == 0, values.GetValueOrDefault("epsilon"));
        switch (setting.Rule.Name)
        {
            case "sgd":
                var velocity = step * (1 - values["dampening"]) / (1 - values["momentum"]);
                return (_, _) => velocity;
            case "adam" or "nadam" or "radam":
                return Forgetting(setting, fate, protocol, values["beta2"], epsilon, 1);
            case "rmsprop" when values["centered"] == 0:
                return Forgetting(setting, fate, protocol, values["alpha"], epsilon, 1 / (1 - values["momentum"]));
            case "adabelief" when isSilent:
                return Forgetting(
                    setting, fate, protocol, values["beta2"], Math.Sqrt(epsilon / (1 - values["beta2"])), 1,
                    2 * values["beta1"] * values["beta1"] / (1 + values["beta1"]), seesDecay: false);
            case "adamax" when isSilent && protocol.Transition > 0:
                var largest = protocol.Noise * Largest(protocol.Transition, values["beta2"]);
                return (time, theta) =>
                    step / Math.Max(Math.Max(largest * Math.Pow(values["beta2"], time), setting.L2 * theta), epsilon);
            case "amsgrad" when isSilent:
                var frozen = Math.Max(Held(protocol, values["beta2"]), Math.Pow(setting.L2, 2));
                return (_, _) => step / (Math.Sqrt(frozen) + epsilon);
            case "adagrad":
                // λθ is in the sum too: the mean of θ² on a straight line from 1 to θ.
                return (time, theta) => step / (1 + values["lrDecay"] * (protocol.Transition + time))
                    / (Math.Sqrt(values["initialAccumulator"]
                        + protocol.Noise * protocol.Noise * (protocol.Transition + fate.ActiveFraction * time)
                        + setting.L2 * setting.L2 * (protocol.Transition + time * (1 + theta + theta * theta) / 3)) + epsilon);
            case "lion" when isSilent:
                return (_, theta) => setting.LearningRate / theta;
            case "lion" when fate.ActiveFraction == 1:
                var (beta1, beta2) = (values["beta1"], values["beta2"]);
                var spread = protocol.Noise * Math.Sqrt((1 - beta1) * (1 - beta1) + beta1 * beta1 * (1 - beta2) / (1 + beta2));
                return (_, theta) => Math.Min(step * Math.Sqrt(2 / Math.PI) / spread, setting.LearningRate / theta);
            default:
                return null;
        }
    }

    /// <summary>Under a second moment that forgets.</summary>
    private static Func<double, double, double> Forgetting(
        UpdateSetting setting, FateCase fate, FateProtocol protocol, double beta2, double epsilon, double velocity, double share = 1,
        bool seesDecay = true)
    {
        var (step, held) = (setting.LearningRate * setting.L2 * velocity, share * Held(protocol, beta2));
        double Decay(double theta) => seesDecay ? setting.L2 * theta : 0;
        var inverse = fate.ActiveFraction == 0 || beta2 == 0
            ? double.PositiveInfinity
            : DecayLaws.MeanInverseRoot(fate.ActiveFraction, 1, protocol.Noise, beta2);
        if (double.IsFinite(inverse))
            return (_, theta) => step / (Math.Sqrt(1 / (inverse * inverse) + Decay(theta) * Decay(theta)) + epsilon);
        // As if silent; where v has forgotten all and λθ is all there is, a step is α long.
        return (time, theta) =>
        {
            var root = Math.Sqrt(held * Math.Pow(beta2, time) + Decay(theta) * Decay(theta)) + epsilon;
            return root == 0 ? double.PositiveInfinity : step / root;
        };
    }

    /// <summary>What the second moment holds in the mean when the silence begins.</summary>
    private static double Held(FateProtocol protocol, double beta2) =>
        protocol.Noise * protocol.Noise * (1 - Math.Pow(beta2, protocol.Transition));

    /// <summary>The median of the largest of some standard normal magnitudes, faded as long as it stood in the mean.</summary>
    private static double Largest(long count, double beta2)
    {
        // Those that came long before the last have faded away.
        var remembered = Math.Min(count, Math.Max(1, 1 / (1 - beta2)));
        return NormalDistribution.Quantile((1 + Math.Pow(2, -1.0 / remembered)) / 2) * Math.Pow(beta2, remembered / 2);
    }
}
