namespace OptimizerDynamics.Experiments;

/// <summary>What the laws (<see cref="DecayLaws"/>) say of a trial, where there is one: |θ| after each step of silence.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Weight decay, any optimizer: <see cref="DecayLaws.WeightDecay(double, double, double)"/>.</item>
/// <item>Proximal L1, any optimizer: <see cref="DecayLaws.ProximalL1(double, double, double)"/>.</item>
/// <item>L2 in SGD: <see cref="DecayLaws.MomentumWithL2"/>.</item>
/// <item>L1 in SGD: <see cref="DecayLaws.MomentumWithL1"/> with the velocity risen, αλ/(1 − μ) a step, to 0.</item>
/// <item>L1 in Adam, NAdam, RAdam and RMSProp: <see cref="DecayLaws.L1UnderFadingMemory"/>; in Lion
/// <see cref="DecayLaws.SignDescent"/>.</item>
/// <item>L2 in Adam, NAdam, RAdam and RMSProp: <see cref="DecayLaws.UnderFadingMemory"/>, with what the second moment holds in the mean
/// after T iterations of noise σ, v₀ = σ²·(1 − β₂ᵀ).</item>
/// <item>L2 in AdaBelief: <see cref="DecayLaws.WhileMemoryFades"/>, with v₀ = σ²·(1 − β₂ᵀ)·2β₁²/(1 + β₁), the mean square of g − m.</item>
/// <item>L2 in AdaMax: the same, with the median of the largest of T magnitudes, faded by T/2 steps.</item>
/// <item>L2 in Lion: <see cref="DecayLaws.SignDescent"/>.</item>
/// <item>L2 in AMSGrad and Adagrad: <see cref="DecayLaws.UnderFrozenDenominator"/>, with √v = σ·√(1 − β₂ᵀ) and σ·√T.</item>
/// </list>
/// Adadelta and Yogi have none here, the others none of L1; nor has a schedule, a sparse gradient or a mini-batch
/// (<see cref="DecayLaws.MeanInverseRoot"/> is for those).
/// </remarks>
public static class LowGradientPrediction
{
    /// <summary>The predicted |θ| after 0, 1, 2, … steps of silence, to the end of the run.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="atTransition">|θ| at the transition, above 0.</param>
    /// <returns>|θ| after each step, from <paramref name="atTransition"/>; null where there is no law.</returns>
    public static double[]? Of(LowGradientTrial trial, double atTransition)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var steps = (int)(trial.Iterations - trial.Process.Transition);
        if (trial.Regularization == Regularization.None
            || trial.Schedule != Schedule.Constant
            || trial.Process.ActiveFraction < 1
            || trial.Process.BatchSize > 1
            || trial.Process.Transition < 1
            || steps < 0)
            return null;
        double[] Each(Func<int, double> law) => [.. Enumerable.Range(0, steps + 1).Select(step => Math.Abs(law(step)))];
        if (trial.Regularization == Regularization.WeightDecay)
        {
            // λ itself, but for AdamW, which multiplies it by the learning rate.
            var unit = DecayRate.PerStep(DecaySimulation.UnitChain(trial.Optimizer, trial.Settings, trial.Regularization));
            return Each(step => DecayLaws.WeightDecay(atTransition, unit * trial.Lambda, step));
        }

        if (trial.Regularization == Regularization.ProximalL1)
            return Each(step => DecayLaws.ProximalL1(atTransition, trial.Lambda, step));

        var (settings, lambda, rate, noise) = (trial.Settings, trial.Lambda, trial.Settings["lr"], trial.Process.NoiseBefore);
        double Held(double beta) => noise * noise * (1 - Math.Pow(beta, trial.Process.Transition));
        var isL1 = trial.Regularization == Regularization.L1;
        double[] Fading(double beta)
        {
            var path = isL1
                ? DecayLaws.L1UnderFadingMemory(
                    atTransition, rate, lambda, Held(beta) + lambda * lambda, beta, trial.Process.NoiseAfter, steps)
                : DecayLaws.UnderFadingMemory(atTransition, rate, lambda, Held(beta), beta, trial.Process.NoiseAfter, steps);
            return isL1 ? Array.ConvertAll(path, Math.Abs) : path;
        }

        return trial.Optimizer.Name switch
        {
            "sgd" when isL1 => Each(step => Math.Max(
                atTransition - rate * lambda * (1 - settings["dampening"]) / (1 - settings["momentum"]) * step, 0)),
            "sgd" when settings["nesterov"] == 0 && settings["dampening"] == 0 =>
                Each(step => DecayLaws.MomentumWithL2(atTransition, rate, settings["momentum"], lambda, step)),
            "adam" or "adamw" or "nadam" or "radam" => Fading(settings["beta2"]),
            "rmsprop" when settings["centered"] == 0 && settings["momentum"] == 0 => Fading(settings["alpha"]),
            "lion" => Each(step => DecayLaws.SignDescent(atTransition, rate, step)),
            _ when isL1 => null,
            "adabelief" => Each(step => DecayLaws.WhileMemoryFades(
                atTransition, rate, lambda, Held(settings["beta2"]) * 2 * settings["beta1"] * settings["beta1"] / (1 + settings["beta1"]),
                settings["beta2"], step)),
            "adamax" => Each(step => DecayLaws.WhileMemoryFades(
                atTransition, rate, lambda, Math.Pow(noise * Largest(trial.Process.Transition, settings["beta2"]), 2),
                settings["beta2"] * settings["beta2"], step)),
            "amsgrad" => Each(step =>
                DecayLaws.UnderFrozenDenominator(atTransition, rate, lambda, Math.Sqrt(Held(settings["beta2"])), step)),
            "adagrad" => Each(step =>
                DecayLaws.UnderFrozenDenominator(atTransition, rate, lambda, noise * Math.Sqrt(trial.Process.Transition), step)),
            _ => null,
        };
    }

    /// <summary>The predicted half-life.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="atTransition">|θ| at the transition, above 0.</param>
    /// <returns>Iterations after the transition; infinite where |θ| does not come to half within the run, null where there is no
    /// law.</returns>
    public static double? HalfLife(LowGradientTrial trial, double atTransition) => Of(trial, atTransition) is not { } predicted ? null
        : Array.FindIndex(predicted, theta => theta <= atTransition / 2) is >= 0 and var step ? step
        : double.PositiveInfinity;

    /// <summary>The median of the largest of some standard normal magnitudes, faded as long as it stood in the mean.</summary>
    private static double Largest(long count, double beta) =>
        NormalDistribution.Quantile((1 + Math.Pow(2, -1.0 / count)) / 2) * Math.Pow(beta, count / 2.0);
}
