namespace OptimizerDynamics;

/// <summary>
/// The optimizers by name, with their settings: the one table behind settings files, help pages and the tests that try them all.
/// </summary>
public static class OptimizerCatalog
{
    private static readonly Setting Beta1 = new("beta1", 0.9, Interval.Averaging, "β₁, the weight of the past in the first moment");
    private static readonly Setting Beta2 = new("beta2", 0.999, Interval.Averaging, "β₂, the weight of the past in the second moment");
    private static readonly Setting Epsilon = new("epsilon", 1e-8, Interval.NonNegative, "ε, added to the divisor");
    private static readonly Setting Momentum = new("momentum", 0, Interval.Averaging, "μ, how much of the velocity stays from step to step");

    /// <summary>All of them, in the order of the paper's Table 1, then the newer ones.</summary>
    public static IReadOnlyList<NamedOptimizer> All { get; } =
    [
        new("sgd", "Stochastic gradient descent with momentum.", 0.1,
            [
                Momentum with { Default = 0.9 },
                new("nesterov", 0, null, "whether to look ahead along the velocity"),
                new("dampening", 0, Interval.Fraction, "τ, how much of each gradient is withheld from the velocity"),
            ],
            (s, schedule) => Optimizers.Sgd(s["lr"], s["momentum"], s.Is("nesterov"), s["dampening"], s["l2"], s["weightDecay"], schedule)),
        new("adam", "Moments of the gradient, freed of their bias.", 1e-3,
            [Beta1, Beta2 with { Default = 0.99 }, Epsilon],
            (s, schedule) => Optimizers.Adam(s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["l2"], s["weightDecay"], schedule)),
        new("amsgrad", "Adam whose second moment never shrinks.", 1e-3,
            [Beta1, Beta2 with { Default = 0.99 }, Epsilon],
            (s, schedule) => Optimizers.AmsGrad(s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["l2"], s["weightDecay"], schedule)),
        new("adamax", "Adam with the maximum norm in place of the second moment.", 2e-3,
            [Beta1, Beta2, Epsilon],
            (s, schedule) => Optimizers.AdaMax(s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["l2"], s["weightDecay"], schedule)),
        new("rmsprop", "The gradient over its running root mean square.", 1e-3,
            [
                new("alpha", 0.99, Interval.Averaging, "weight of the past in the mean square"),
                Epsilon,
                Momentum,
                new("centered", 0, null, "whether to divide by the variance's root"),
            ],
            (s, schedule) => Optimizers.RmsProp(s["lr"], s["alpha"], s["epsilon"], s["momentum"], s.Is("centered"), s["l2"], s["weightDecay"], schedule)),
        new("adagrad", "The gradient over the root of the sum of all its squares.", 1e-2,
            [
                Epsilon with { Default = 1e-10 },
                new("lrDecay", 0, Interval.NonNegative, "lr is divided by 1 + lrDecay·(steps taken)"),
                new("initialAccumulator", 0, Interval.NonNegative, "what the sum of squares starts from"),
            ],
            (s, schedule) => Optimizers.Adagrad(s["lr"], s["epsilon"], s["lrDecay"], s["initialAccumulator"], s["l2"], s["weightDecay"], schedule)),
        new("adadelta", "Steps in the units of past steps.", 1,
            [new("rho", 0.9, Interval.Averaging, "ρ, the weight of the past in both averages"), Epsilon with { Default = 1e-6 }],
            (s, schedule) => Optimizers.Adadelta(s["lr"], s["rho"], s["epsilon"], s["l2"], s["weightDecay"], schedule)),
        new("nadam", "Adam with Nesterov's look-ahead.", 2e-3,
            [Beta1, Beta2, Epsilon, new("momentumDecay", 4e-3, Interval.NonNegative, "ψ, how fast the momentum rises to β₁")],
            (s, schedule) => Optimizers.NAdam(s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["momentumDecay"], s["l2"], s["weightDecay"], schedule)),
        new("radam", "Adam that waits until its second moment can be trusted.", 1e-3,
            [Beta1, Beta2, Epsilon],
            (s, schedule) => Optimizers.RAdam(s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["l2"], s["weightDecay"], schedule)),
        new("adabelief", "Adam that divides by how far gradients stray from their average.", 1e-3,
            [Beta1, Beta2, Epsilon with { Default = 1e-16 }],
            (s, schedule) => Optimizers.AdaBelief(s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["l2"], s["weightDecay"], schedule)),
        new("yogi", "Adam whose second moment moves by bounded steps.", 1e-2,
            [Beta1, Beta2, Epsilon with { Default = 1e-3 }, new("initialAccumulator", 1e-6, Interval.NonNegative, "what the second moment starts from")],
            (s, schedule) => Optimizers.Yogi(s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["initialAccumulator"], s["l2"], s["weightDecay"], schedule)),
        new("lion", "Steps of one size, in the direction of a sign.", 1e-4,
            [Beta1, Beta2 with { Default = 0.99, Meaning = "β₂, the weight of the past in the momentum" }],
            (s, schedule) => Optimizers.Lion(s["lr"], s["beta1"], s["beta2"], s["l2"], s["weightDecay"], schedule)),
    ];

    /// <summary>The optimizer of that name, or null when there is none.</summary>
    /// <param name="name">A name such as <c>adam</c>; case matters.</param>
    public static NamedOptimizer? Find(string name) => All.FirstOrDefault(optimizer => optimizer.Name == name);
}
