namespace OptimizerDynamics;

/// <summary>The kinds of parameters that each regularization of an optimizer acts on.</summary>
public sealed record DecayedKinds
{
    /// <summary>All regularizations act on the same kinds.</summary>
    /// <param name="every">The kinds.</param>
    public DecayedKinds(ParameterKinds every) => Every = L2 = WeightDecay = L1 = ProximalL1 = every;

    /// <summary>Every regularization acts on every parameter: the paper's setting.</summary>
    public static DecayedKinds All { get; } = new(ParameterKinds.All);

    /// <summary>The kinds of those that nothing else is said of.</summary>
    public ParameterKinds Every { get; }

    /// <summary>The kinds that <c>l2</c> acts on.</summary>
    public ParameterKinds L2 { get; init; }

    /// <summary>The kinds that <c>weightDecay</c> acts on.</summary>
    public ParameterKinds WeightDecay { get; init; }

    /// <summary>The kinds that <c>l1</c> acts on.</summary>
    public ParameterKinds L1 { get; init; }

    /// <summary>The kinds that <c>proximalL1</c> acts on.</summary>
    public ParameterKinds ProximalL1 { get; init; }

    /// <summary>The same kinds for all regularizations.</summary>
    /// <param name="kinds">The kinds.</param>
    public static implicit operator DecayedKinds(ParameterKinds kinds) => new(kinds);

    /// <summary>The kinds that a regularization acts on; none for <see cref="Regularization.None"/>.</summary>
    /// <param name="regularization">The regularization.</param>
    public ParameterKinds Of(Regularization regularization) => regularization switch
    {
        Regularization.L2 => L2,
        Regularization.WeightDecay => WeightDecay,
        Regularization.L1 => L1,
        Regularization.ProximalL1 => ProximalL1,
        _ => ParameterKinds.None,
    };

    /// <summary>The same, but for a regularization that has kinds of its own.</summary>
    /// <param name="regularization">The regularization.</param>
    /// <param name="kinds">Its kinds.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is <see cref="Regularization.None"/>, which acts on none.</exception>
    public DecayedKinds With(Regularization regularization, ParameterKinds kinds) => regularization switch
    {
        Regularization.L2 => this with { L2 = kinds },
        Regularization.WeightDecay => this with { WeightDecay = kinds },
        Regularization.L1 => this with { L1 = kinds },
        Regularization.ProximalL1 => this with { ProximalL1 = kinds },
        _ => throw new ArgumentOutOfRangeException(nameof(regularization), regularization, $"{regularization} acts on no parameters."),
    };

    /// <summary>The same regularizations on some of the kinds only: what is left of each.</summary>
    /// <param name="kinds">The kinds.</param>
    public DecayedKinds Among(ParameterKinds kinds) => new(Every & kinds)
    {
        L2 = L2 & kinds,
        WeightDecay = WeightDecay & kinds,
        L1 = L1 & kinds,
        ProximalL1 = ProximalL1 & kinds,
    };
}
