namespace OptimizerDynamics.Experiments;

/// <summary>
/// What draws parameters towards 0: the first of the optimizer's <c>l2</c>, <c>weightDecay</c>, <c>l1</c> and <c>proximalL1</c> that is not
/// 0. Follows from those settings; the others of them are parameters of their own beside it.
/// </summary>
public sealed class RegularizationParameter() : TrialParameter<Regularization>("regularization")
{
    /// <inheritdoc/>
    public override bool IsStored => false;

    /// <inheritdoc/>
    public override bool HasNumber => false;

    /// <inheritdoc/>
    public override string Expected(Registry registry) => $"one of {string.Join(", ", RegularizationNames.All)}";

    /// <inheritdoc/>
    public override double NumberOf(TrialValues values) => double.NaN;

    /// <inheritdoc/>
    public override int Compare(TrialValues one, TrialValues other) => ValueIn(one).CompareTo(ValueIn(other));

    /// <inheritdoc/>
    public override Regularization ValueIn(TrialValues values) =>
        Enum.GetValues<Regularization>().FirstOrDefault(kind => RegularizationParameters.LambdaOf(kind)?.ValueIn(values) > 0);

    /// <summary>Another regularization, of the same λ, or of the λ that is set next where there is none yet.</summary>
    /// <param name="values">The values.</param>
    /// <param name="value">The regularization.</param>
    public override TrialValues Assign(TrialValues values, Regularization value)
    {
        ArgumentNullException.ThrowIfNull(values);
        var lambda = TrainingParameters.Lambda.ValueIn(values);
        return TrainingParameters.Lambda.Assign(values.WithGiven(Key, value), lambda);
    }

    /// <inheritdoc/>
    public override Regularization Parse(string text, string source, Registry registry) =>
        RegularizationNames.Find(text)
            ?? throw new InputException($"{source}: {Nearest.Unknown("regularization", text, RegularizationNames.All)}");

    /// <summary>The regularization whose λ is set: the one that was asked for, else the one that there is.</summary>
    internal Regularization AskedIn(TrialValues values) => values.Given(Key) is Regularization given ? given : ValueIn(values);

    /// <inheritdoc/>
    protected override Regularization Read(YamlMap map, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(map);
        var name = map.Text(Key, Expected(registry))!;
        return RegularizationNames.Find(name)
            ?? throw map.Wrong(Key, $"{Key}: {Nearest.Unknown("regularization", name, RegularizationNames.All)}");
    }

    /// <inheritdoc/>
    protected override string TextOf(Regularization value) =>
        value switch
        {
            Regularization.L2 => "L2",
            Regularization.WeightDecay => "WD",
            Regularization.L1 => "L1",
            Regularization.ProximalL1 => "proximal L1",
            _ => "none",
        };

    /// <inheritdoc/>
    protected override object ToCanonical(Regularization value) => RegularizationNames.Of(value);

    /// <inheritdoc/>
    protected override Regularization FromCanonical(TrialSpecification specification, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return RegularizationNames.Parse(specification.Text(CanonicalKey));
    }
}
