namespace OptimizerDynamics.Networks;

/// <summary>How a measure's values are written.</summary>
public enum MeasureUnit
{
    /// <summary>A number without a unit.</summary>
    Number,

    /// <summary>A fraction in [0, 1], or a difference of two: in per cent for readers.</summary>
    Share,

    /// <summary>How many.</summary>
    Count,

    /// <summary>How many times as much.</summary>
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
    /// <summary>Its place, from the left, in a page's table of what was lost and learned; null where it does not stand there.</summary>
    public int? FeatureColumn { get; init; } = int.MaxValue;

    /// <summary>Its place, from the left, in a page's table of what pruning leaves; null where it does not stand there.</summary>
    public int? PruningColumn { get; init; }

    /// <summary>Whether a page writes the lowest and the highest seed beside the mean, in its table of what was lost and learned.</summary>
    public bool HasRange { get; init; }

    /// <summary>Whether it is a column of <c>trials.csv</c>: what follows from others, and what another run would not repeat, is
    /// none.</summary>
    public bool IsInTrials { get; init; } = true;

    /// <summary>Something that was measured with the trained network and is kept in its result under the measure's own name.</summary>
    /// <param name="name">The name in <see cref="TrainingResult.Values"/>, and the measure's.</param>
    /// <param name="label">The measure's heading.</param>
    /// <param name="unit">How its values are written.</param>
    /// <param name="description">What it is.</param>
    public static Measure Kept(string name, string label, MeasureUnit unit, string description) =>
        new(name, label, unit, description, result => result.Values.TryGetValue(name, out var value) ? value : double.NaN);
}
