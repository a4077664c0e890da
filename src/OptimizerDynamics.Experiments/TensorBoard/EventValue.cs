namespace OptimizerDynamics.Experiments;

/// <summary>One thing that TensorBoard shows at a step: a number, or how some numbers are distributed.</summary>
/// <remarks>A <c>Summary.Value</c> in the form of TensorFlow 1, which all versions of TensorBoard read, and need nothing else
/// for.</remarks>
public sealed class EventValue
{
    /// <summary>The number of bins of equal width into which a histogram divides the range of its values.</summary>
    public const int Bins = 30;

    private EventValue(ProtobufMessage message) => Message = message;

    /// <summary>The message.</summary>
    internal ProtobufMessage Message { get; }

    /// <summary>A number.</summary>
    /// <param name="tag">The tag; the part before a slash is the group that it is shown in.</param>
    /// <param name="value">The number, kept as a float.</param>
    public static EventValue Scalar(string tag, double value) => new(new ProtobufMessage().Add(1, tag).Add(2, (float)value));

    /// <summary>How numbers are distributed.</summary>
    /// <remarks>A bin takes what is not below its left edge and below its right one; the last one the largest value too. Where all are
    /// equal there is one bin, of no width, as TensorFlow writes it.</remarks>
    /// <param name="tag">The tag; the part before a slash is the group that it is shown in.</param>
    /// <param name="values">The numbers; those that are not finite are left out.</param>
    public static EventValue Histogram(string tag, IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        var (least, largest) = finite.Length > 0 ? (finite.Min(), finite.Max()) : (0, 0);
        var (limits, counts) = finite.Length == 0 || largest == least ? ([largest], [finite.Length]) : Binned(finite, least, largest);
        return new EventValue(new ProtobufMessage().Add(1, tag).Add(5, new ProtobufMessage()
            .Add(1, least).Add(2, largest).Add(3, (double)finite.Length).Add(4, finite.Sum())
            .Add(5, finite.Sum(value => value * value)).Add(6, limits).Add(7, counts)));
    }

    private static (double[] Limits, double[] Counts) Binned(double[] values, double least, double largest)
    {
        var counts = new double[Bins];
        foreach (var value in values)
            counts[Math.Min((int)((value - least) / (largest - least) * Bins), Bins - 1)]++;
        return ([.. Enumerable.Range(1, Bins).Select(bin => bin == Bins ? largest : least + (largest - least) * bin / Bins)], counts);
    }
}
