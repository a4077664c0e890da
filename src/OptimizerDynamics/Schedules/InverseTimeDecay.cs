using System.Globalization;

namespace OptimizerDynamics;

/// <summary>η = 1/(1 + rate·t): the learning-rate decay that PyTorch's Adagrad calls <c>lr_decay</c>.</summary>
public sealed record InverseTimeDecay : Schedule
{
    /// <summary>Decays with the number of iterations.</summary>
    /// <param name="rate">Per iteration, in [0, ∞); 0 is constant.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate lies outside.</exception>
    public InverseTimeDecay(double rate) => Rate = Interval.NonNegative.Require(rate, nameof(rate));

    /// <summary>The decay per iteration.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override bool IsIdentity => Rate == 0;

    /// <inheritdoc/>
    protected override string Arguments => string.Create(CultureInfo.InvariantCulture, $"rate: {Rate}");

    /// <inheritdoc/>
    public override double MultiplierAt(long iteration, long runLength) => 1 / (1 + Rate * iteration);
}
