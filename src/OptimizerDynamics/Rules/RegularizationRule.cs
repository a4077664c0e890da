using System.Globalization;

namespace OptimizerDynamics;

/// <summary>A rule that draws parameters towards 0, with a strength λ and limited to kinds of parameters. What it adds is the decay's part
/// of an update.</summary>
public abstract record RegularizationRule : UpdateRule
{
    /// <summary>A rule of strength λ.</summary>
    /// <param name="lambda">λ, in [0, ∞); 0 does nothing.</param>
    /// <param name="kinds">The kinds of parameters that it acts on.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is outside its range, or there are no such kinds.</exception>
    protected RegularizationRule(double lambda, ParameterKinds kinds)
    {
        Lambda = Interval.NonNegative.Require(lambda, nameof(lambda));
        Kinds = kinds.Required(nameof(kinds));
    }

    /// <summary>λ, the strength.</summary>
    public double Lambda { get; }

    /// <summary>The kinds of parameters that it acts on.</summary>
    public ParameterKinds Kinds { get; }

    /// <inheritdoc/>
    public sealed override bool IsIdentity => Lambda == 0 || Kinds == ParameterKinds.None;

    /// <inheritdoc/>
    public sealed override bool AddsDecay => true;

    /// <inheritdoc/>
    protected override string Arguments => string.Create(CultureInfo.InvariantCulture, $"lambda: {Lambda}, kinds: {Kinds.ToText()}");
}
