namespace OptimizerDynamics.Experiments;

/// <summary>
/// λ of the regularization: the value of the setting that <see cref="RegularizationParameter"/> names; 0 without. Follows from those
/// settings.
/// </summary>
public sealed class LambdaParameter() : NumberParameter("lambda", Interval.NonNegative)
{
    /// <inheritdoc/>
    public override bool IsStored => false;

    /// <inheritdoc/>
    public override bool AppliesTo(TrialValues values) => TrainingParameters.Regularization.AskedIn(values) != Regularization.None;

    /// <inheritdoc/>
    public override double ValueIn(TrialValues values) => TrainingParameters.Regularization.ValueIn(values) switch
    {
        Regularization.L2 => TrainingParameters.L2.ValueIn(values),
        Regularization.WeightDecay => TrainingParameters.WeightDecay.ValueIn(values),
        _ => 0,
    };

    /// <summary>Another λ of the same regularization; 0 where there is none.</summary>
    /// <param name="values">The values.</param>
    /// <param name="value">λ, in [0, ∞).</param>
    public override TrialValues Assign(TrialValues values, double value)
    {
        var asked = TrainingParameters.Regularization.AskedIn(values);
        Range.Require(value, Key);
        return TrainingParameters.WeightDecay.Assign(
            TrainingParameters.L2.Assign(values, asked == Regularization.L2 ? value : 0), asked == Regularization.WeightDecay ? value : 0);
    }

    /// <inheritdoc/>
    public override string TextOf(TrialValues values) => ValueIn(values) > 0 ? NumberText.Of(ValueIn(values)) : Nothing;

    /// <inheritdoc/>
    public override bool AreEqual(TrialValues one, TrialValues other) => ValueIn(one).Equals(ValueIn(other));

    /// <inheritdoc/>
    public override string Titled(string text) => $"{Symbol} = {text}";
}
