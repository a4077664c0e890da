namespace OptimizerDynamics.Checkpoints;

/// <summary>The effective decay rate under one of PyTorch's optimizers.</summary>
/// <remarks>
/// θ is a parameter whose gradient is silent: all that reaches it is regularization, λθ. The rate is the fraction of θ by which a step
/// shrinks it, α the learning rate, λ <c>weight_decay</c>, in the long run of such steps: the first moment has become λθ.
/// <code>
/// SGD        αλ without momentum; αλ(1 − τ)/(1 − μ) with momentum μ and dampening τ, Nesterov's or not; αλ in the first step
/// Adam       αλ/(√v̂ + ε), v̂ = exp_avg_sq/(1 − β₂ᵗ), with amsgrad max_exp_avg_sq/(1 − β₂ᵗ); so NAdam
/// AdaMax     αλ/exp_inf
/// RAdam      αλ·r·√(1 − β₂ᵗ)/(√exp_avg_sq + ε) where ρ &gt; 5, else αλ
/// RMSprop    αλ/(√square_avg + ε)/(1 − μ), centered: √(square_avg − grad_avg²)
/// Adagrad    αλ/(1 + (t − 1)·lr_decay)/(√sum + ε)
/// Adadelta   αλ·√(acc_delta + ε)/√(square_avg + ε)
/// decoupled  αλ
/// </code>
/// Source: the single-tensor functions of torch.optim in PyTorch 1.13, which later versions keep.
/// </remarks>
/// <param name="Name">PyTorch's class.</param>
/// <param name="Form">How regularization reaches parameters.</param>
/// <param name="Formula">The rate, for the reader.</param>
/// <param name="Rates">Rates of a parameter's elements; null where its state lacks something.</param>
internal sealed record DecayRule(string Name, DecayForm Form, string Formula, Func<DecayInputs, double[]?> Rates)
{
    private static readonly HashSet<string> _adamState =
        new(StringComparer.Ordinal) { "step", "exp_avg", "exp_avg_sq", "max_exp_avg_sq", "mu_product", "master_param" };

    /// <summary>The rule of an optimizer; null where it is none of those known here.</summary>
    /// <param name="state">Its state.</param>
    public static DecayRule? Of(OptimizerState state)
    {
        if (state.Groups is not [var group, ..])
            return null;
        if (group.Betas is not null)
            return OfAdam(state, group);
        if (group.Has("rho") && group.Has("eps"))
            return new DecayRule("Adadelta", DecayForm.Coupled, "αλ·√(acc_delta + ε)/√(square_avg + ε)", Adadelta);
        if (group.Has("lr_decay") && group.Has("eps"))
            return new DecayRule("Adagrad", DecayForm.Coupled, "αλ/(√sum + ε), α with its lr_decay", Adagrad);
        if (group.Has("alpha") && group.Has("centered"))
            return new DecayRule("RMSprop", DecayForm.Coupled, "αλ/(√v + ε), by 1 − μ with momentum, in the long run", RmsProp);
        return group.Has("momentum") && group.Has("dampening") ? OfSgd(state) : null;
    }

    private static DecayRule? OfSgd(OptimizerState state)
    {
        // Until 2.0 maximize turned the sign of the whole step, decay included; since then of the loss's gradient only.
        return state.Groups.Any(group => group.IsOn("maximize"))
            ? null
            : new DecayRule(
                "SGD", DecayForm.Coupled, "αλ(1 − τ)/(1 − μ) in the long run (μ momentum, τ dampening), αλ at once", Sgd);
    }

    private static DecayRule? OfAdam(OptimizerState state, StateGroup group)
    {
        var keys = state.States.Values.SelectMany(kept => kept.Entries).Select(entry => (entry.Key as CheckpointValue.Text)?.Value ?? "")
            .ToHashSet(StringComparer.Ordinal);
        var decoupled = group.Number("decoupled_weight_decay") is { } flag ? flag != 0 : group.Has("correct_bias") ? true : (bool?)null;
        if (keys.Contains("exp_inf"))
            return new DecayRule("Adamax", DecayForm.Coupled, "αλ/exp_inf", AdaMax);
        // Before the first step nothing is kept, and only settings tell.
        if (keys.Count == 0 && !group.Has("amsgrad") && !group.Has("momentum_decay"))
            return null;
        if ((keys.Count > 0 && !keys.Contains("exp_avg_sq")) || !keys.IsSubsetOf(_adamState) || group.Has("grad_averaging"))
            return null;
        if (keys.Contains("mu_product") || group.Has("momentum_decay"))
            return Made("NAdam", decoupled ?? false, "αλ/(√v̂ + ε) in the long run", Adam);
        // RAdam has no amsgrad; neither has Adam before PyTorch 0.4, which has no foreach.
        if (!group.Has("amsgrad") && group.Has("foreach"))
            return Made("RAdam", decoupled ?? false, "αλ·r·√(1 − β₂ᵗ)/(√v + ε)", RAdam);
        var hasMost = state.Groups.Any(other => other.IsOn("amsgrad"));
        var formula = hasMost ? "αλ/(√v̂ + ε), v̂ the largest second moment (amsgrad)" : "αλ/(√v̂ + ε)";
        return decoupled is { } known
            ? Made(known ? "AdamW" : "Adam", known, formula, Adam)
            : new DecayRule(
                "Adam or AdamW", DecayForm.Either, $"{formula} if it is Adam (coupled L2), αλ if it is AdamW (decoupled)", Adam);

        static DecayRule Made(string name, bool isDecoupled, string formula, Func<DecayInputs, double[]?> rates) => isDecoupled
            ? new DecayRule(name, DecayForm.Decoupled, "αλ (decoupled)", Plain)
            : new DecayRule(name, DecayForm.Coupled, formula, rates);
    }

    private static double[]? Plain(DecayInputs of) => of.Each(of.Decay);

    private static double[]? Sgd(DecayInputs of)
    {
        var (momentum, dampening) = (of.Group.Number("momentum") ?? 0, of.Group.Number("dampening") ?? 0);
        // Without momentum PyTorch does not read the dampening.
        return of.Each(momentum == 0 ? of.Decay : of.Decay * (1 - dampening) / (1 - momentum));
    }

    private static double[]? Adam(DecayInputs of)
    {
        var key = of.Group.IsOn("amsgrad") ? "max_exp_avg_sq" : "exp_avg_sq";
        return of.Step is not { } step || of.Epsilon is not { } epsilon || of.Group.Betas is not { } betas
            ? null
            : of.Each(key, v => of.Decay / (Math.Sqrt(v / PortableMath.OneMinusPow(betas.Second, step)) + epsilon));
    }

    private static double[]? RAdam(DecayInputs of)
    {
        if (of.Step is not { } step || of.Epsilon is not { } epsilon || of.Group.Betas is not { } betas)
            return null;
        var (correction, power) = (PortableMath.OneMinusPow(betas.Second, step), PortableMath.Pow(betas.Second, step));
        var most = 2 / (1 - betas.Second) - 1;
        var rho = most - 2 * step * power / correction;
        if (rho <= 5)
            return of.Each(of.Decay);
        var rectified = Math.Sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho));
        return of.Each("exp_avg_sq", v => of.Decay * rectified * Math.Sqrt(correction) / (Math.Sqrt(v) + epsilon));
    }

    private static double[]? AdaMax(DecayInputs of) => of.Each("exp_inf", norm => of.Decay / norm);

    private static double[]? RmsProp(DecayInputs of)
    {
        if (of.Epsilon is not { } epsilon)
            return null;
        var momentum = of.Group.Number("momentum") ?? 0;
        var mean = of.Group.IsOn("centered") ? of.Values("grad_avg") : null;
        if (of.Group.IsOn("centered") && mean is null)
            return null;
        var place = 0;
        return of.Each("square_avg", square =>
        {
            var variance = mean is null ? square : Math.Max(0, square - Square(mean[place++]));
            return of.Decay / (Math.Sqrt(variance) + epsilon) / (1 - momentum);
        });
    }

    private static double Square(double value) => value * value;

    private static double[]? Adagrad(DecayInputs of) => of.Step is not { } step || of.Epsilon is not { } epsilon
        ? null
        : of.Each("sum", sum =>
            of.Decay / (1 + (step - 1) * (of.Group.Number("lr_decay") ?? 0)) / (Math.Sqrt(sum) + epsilon));

    private static double[]? Adadelta(DecayInputs of)
    {
        if (of.Epsilon is not { } epsilon || of.Values("acc_delta") is not { } deltas)
            return null;
        var place = 0;
        return of.Each("square_avg", square => of.Decay * Math.Sqrt(deltas[place++] + epsilon) / Math.Sqrt(square + epsilon));
    }
}

/// <summary>What a rule reads of one parameter.</summary>
/// <param name="group">The parameter's group.</param>
/// <param name="state">What the optimizer keeps of it; null where nothing is kept.</param>
/// <param name="count">The number of its elements.</param>
internal sealed class DecayInputs(StateGroup group, CheckpointValue.Map? state, int count)
{
    /// <summary>The parameter's group.</summary>
    public StateGroup Group => group;

    /// <summary>αλ; NaN where the group lacks one of them.</summary>
    public double Decay => (group.Number("lr") ?? double.NaN) * (group.Number("weight_decay") ?? double.NaN);

    /// <summary>ε; null where the group has none.</summary>
    public double? Epsilon => group.Number("eps");

    /// <summary>The number of steps taken, at least 1: the parameter's own, or the group's as Apex keeps it. Null where neither is
    /// there.</summary>
    public long? Step => (StateNumber.Of(state?.Find("step")) ?? group.Number("step")) is { } step and >= 1 and < 1e15 ? (long)step : null;

    /// <summary>The same rate for each element.</summary>
    public double[] Each(double rate) => [.. Enumerable.Repeat(rate, count)];

    /// <summary>A rate for each element of a moment; null where the moment is not there or has another size.</summary>
    public double[]? Each(string key, Func<double, double> rate) =>
        Values(key) is { } values ? Array.ConvertAll(values, value => rate(value)) : null;

    /// <summary>The elements of a moment; null where it is not there or has another size.</summary>
    public double[]? Values(string key) =>
        state?.Find(key) is CheckpointValue.Tensor { Data: { ElementType: not ElementType.Other } data } && data.Count == count
            ? data.ToArray() : null;
}
