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
    public override double ValueIn(TrialValues values) =>
        RegularizationParameters.LambdaOf(TrainingParameters.Regularization.ValueIn(values))?.ValueIn(values) ?? 0;

    /// <summary>Another λ of the same regularization; 0 where there is none. An L1 beside it stays.</summary>
    /// <param name="values">The values.</param>
    /// <param name="value">λ, in [0, ∞).</param>
    public override TrialValues Assign(TrialValues values, double value)
    {
        var (asked, was) = (TrainingParameters.Regularization.AskedIn(values), TrainingParameters.Regularization.ValueIn(values));
        Range.Require(value, Key);
        foreach (var kind in Enum.GetValues<Regularization>())
        {
            if (kind == asked || kind == was || kind is Regularization.L2 or Regularization.WeightDecay)
                values = RegularizationParameters.LambdaOf(kind)?.Assign(values, kind == asked ? value : 0) ?? values;
        }

        return values;
    }

    /// <inheritdoc/>
    public override string TextOf(TrialValues values) => ValueIn(values) > 0 ? NumberText.Of(ValueIn(values)) : Nothing;

    /// <inheritdoc/>
    public override bool AreEqual(TrialValues one, TrialValues other) => ValueIn(one).Equals(ValueIn(other));

    /// <inheritdoc/>
    public override string Titled(string text) => $"{Symbol} = {text}";
}
