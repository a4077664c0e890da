using System.Globalization;

namespace OptimizerDynamics;

/// <summary>u ← α·u: the base learning rate.</summary>
public sealed record ScaleByLearningRate : UpdateRule
{
    /// <summary>Multiplies the update by α.</summary>
    /// <param name="learningRate">α in [0, ∞).</param>
    /// <exception cref="ArgumentOutOfRangeException">α is outside its range.</exception>
    public ScaleByLearningRate(double learningRate) => LearningRate = Interval.NonNegative.Require(learningRate, nameof(learningRate));

    /// <summary>α, the base learning rate.</summary>
    public double LearningRate { get; }

    /// <inheritdoc/>
    public override bool IsIdentity => LearningRate == 1;

    /// <inheritdoc/>
    public override bool IsScaling => true;

    /// <inheritdoc/>
    public override int CoefficientCount => 1;

    /// <inheritdoc/>
    protected override string Arguments => LearningRate.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override void BeginStep(StepContext context, Span<double> coefficients, Span<double> scalars) => coefficients[0] = LearningRate;

    /// <inheritdoc/>
    public override void Apply<T>(in RuleBlock<T> block) =>
        block.Scale(block.Update, block.Incoming, block.Coefficient(0)); // u ← α·u
}
