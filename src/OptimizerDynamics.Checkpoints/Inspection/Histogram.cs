using System.Collections.Immutable;

namespace OptimizerDynamics.Checkpoints;

/// <summary>Counts of numbers between fixed edges, the same for every layer of every file, so that histograms can be compared and
/// added.</summary>
/// <param name="Edges">The edges, ascending.</param>
/// <param name="Counts">One more than there are edges: below the first edge, from each edge to below the next, and from the last edge
/// on.</param>
public sealed record Histogram(ImmutableArray<double> Edges, ImmutableArray<int> Counts)
{
    /// <summary>The decades of |γ| from 10⁻⁷ to 10.</summary>
    public static ImmutableArray<double> ScaleEdges { get; } = [1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10];

    /// <summary>The decades of β on both sides of 0.</summary>
    public static ImmutableArray<double> ShiftEdges { get; } = [-10, -1, -1e-1, -1e-2, -1e-3, 0, 1e-3, 1e-2, 1e-1, 1, 10];

    /// <summary>Counts numbers; those that are not finite are left out.</summary>
    /// <param name="edges">The edges, ascending.</param>
    /// <param name="values">The numbers.</param>
    public static Histogram Of(ImmutableArray<double> edges, IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var counts = new int[edges.Length + 1];
        foreach (var value in values.Where(double.IsFinite))
        {
            var place = edges.AsSpan().BinarySearch(value);
            counts[place >= 0 ? place + 1 : ~place]++;
        }

        return new Histogram(edges, [.. counts]);
    }

    /// <summary>The sum of some histograms with the same edges.</summary>
    /// <param name="edges">Their edges.</param>
    /// <param name="histograms">The histograms; there may be none.</param>
    public static Histogram Sum(ImmutableArray<double> edges, IEnumerable<Histogram> histograms)
    {
        ArgumentNullException.ThrowIfNull(histograms);
        var counts = new int[edges.Length + 1];
        foreach (var histogram in histograms)
        {
            for (var i = 0; i < counts.Length; i++)
                counts[i] += histogram.Counts[i];
        }

        return new Histogram(edges, [.. counts]);
    }
}
