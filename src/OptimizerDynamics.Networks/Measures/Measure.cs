namespace OptimizerDynamics.Networks;

/// <summary>How a measure's values are written.</summary>
public enum MeasureUnit
{
    /// <summary>A number without a unit.</summary>
    Number,

    /// <summary>A fraction in [0, 1], or a difference of two: in per cent for readers.</summary>
    Share,

    /// <summary>A count: a whole number.</summary>
    Count,

    /// <summary>A ratio of two of the same unit.</summary>
    Ratio,

    /// <summary>Nats of cross-entropy.</summary>
    Nats,

    /// <summary>Seconds.</summary>
    Seconds,
}

/// <summary>A quantity of a trained network: one file each, registered in <see cref="Measures.All"/>, from where tables, figures and
/// hypotheses take it.</summary>
/// <param name="Name">Its column in <c>trials.csv</c>.</param>
/// <param name="Label">Its heading in a page's table.</param>
/// <param name="Unit">How its values are written.</param>
/// <param name="Description">What it is, as part of a sentence.</param>
/// <param name="Of">Its value for a result; NaN where it was not measured.</param>
public sealed record Measure(string Name, string Label, MeasureUnit Unit, string Description, Func<TrainingResult, double> Of)
{
    /// <summary>Its rank among the columns of a page's table of what was lost and learned; null for no column.</summary>
    public int? FeatureColumn { get; init; } = int.MaxValue;

    /// <summary>Its rank among the columns of a page's table of what pruning leaves; null for no column.</summary>
    public int? PruningColumn { get; init; }

    /// <summary>Whether a page writes the lowest and the highest seed beside the mean, in its table of what was lost and learned.</summary>
    public bool HasRange { get; init; }

    /// <summary>Whether it is a column of <c>trials.csv</c>: what follows from others, and what another run would not repeat, is
    /// none.</summary>
    public bool IsInTrials { get; init; } = true;

    /// <summary>How its value is computed with the trained network when training has ended; null where it follows from the
    /// result.</summary>
    public Func<TrainedModel, double>? Compute { get; private init; }

    /// <summary>A measure that is computed with the trained network when training has ended, and kept in
    /// <see cref="TrainingResult.Values"/> under its name. Records of trainings from before it was registered have none: NaN.</summary>
    /// <param name="name">The measure's name, and the value's in the result: none of <see cref="ResultNames"/>, and without
    /// <c>:</c>.</param>
    /// <param name="label">The measure's heading.</param>
    /// <param name="unit">How its values are written.</param>
    /// <param name="description">What it is, as part of a sentence.</param>
    /// <param name="compute">Its value. One that is not finite says that there is none, and reads as NaN.</param>
    /// <exception cref="ArgumentException">Results keep something else under the name.</exception>
    public static Measure Computed(
        string name, string label, MeasureUnit unit, string description, Func<TrainedModel, double> compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        if (ResultNames.IsTaken(name))
            throw new ArgumentException($"'{name}' cannot be a measure's name: results keep something else under it.", nameof(name));
        return new Measure(name, label, unit, description, result => result.Values.TryGetValue(name, out var value) ? value : double.NaN)
        {
            Compute = compute,
        };
    }
}
