using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>What decay did to each feature during some steps: Σ u·θ and Σ θ² over steps (and, for a filter, over its weights), where u is
/// the decay's part of the update and θ what stood there before the step. Their quotient is the effective decay rate. And, of γ, Σ |u| and
/// Σ |v|, where v is the rest of the update, which the loss made: Σ|u|/(Σ|u| + Σ|v|) is decay's share of the update.</summary>
/// <remarks>Computed in double precision in an order that depends on the network alone: the same bits on every processor.</remarks>
public sealed class DecaySums
{
    private readonly NetworkGraph _graph;
    private readonly ImmutableArray<Row> _rows;
    private readonly ImmutableArray<int> _scales;

    /// <summary>Sums of no steps.</summary>
    /// <param name="graph">The network.</param>
    public DecaySums(NetworkGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        _graph = graph;
        _rows = [.. graph.FeatureLayers.SelectMany(layer => Scales(graph, layer).Concat(Filters(graph, layer)))];
        _scales = [.. graph.FeatureLayers.SelectMany(layer => Scales(graph, layer)).Select(row => row.Offset)];
        (Products, Squares) = (new double[_rows.Length], new double[_rows.Length]);
        (ByDecay, ByLoss) = (new double[_scales.Length], new double[_scales.Length]);
    }

    /// <summary>Where a row's numbers stand in θ: γ of one feature, or the weights of one filter.</summary>
    /// <param name="Offset">The index of the first.</param>
    /// <param name="Length">Their number.</param>
    public readonly record struct Row(int Offset, int Length);

    /// <summary>The rows: layer by layer γ of each feature, where there is a normalization, and then the filter of each.</summary>
    public ImmutableArray<Row> Rows => _rows;

    /// <summary>Where γ of each feature stands in θ, layer by layer; none of layers without a normalization.</summary>
    public ImmutableArray<int> ScaleOffsets => _scales;

    /// <summary>Σ |u| of each γ.</summary>
    public double[] ByDecay { get; }

    /// <summary>Σ |v| of each γ.</summary>
    public double[] ByLoss { get; }

    /// <summary>Σ u·θ of each row.</summary>
    public double[] Products { get; }

    /// <summary>Σ θ² of each row.</summary>
    public double[] Squares { get; }

    /// <summary>Adds a step.</summary>
    /// <param name="decay">u, the decay's part of the update, in the order of θ.</param>
    /// <param name="update">u + v, what was subtracted from θ.</param>
    /// <param name="parameters">θ before the step.</param>
    public void Add(ReadOnlySpan<float> decay, ReadOnlySpan<float> update, ReadOnlySpan<float> parameters)
    {
        for (var feature = 0; feature < _scales.Length; feature++)
        {
            double u = decay[_scales[feature]], both = update[_scales[feature]];
            ByDecay[feature] += Math.Abs(u);
            ByLoss[feature] += Math.Abs(both - u);
        }

        for (var row = 0; row < _rows.Length; row++)
        {
            var (offset, length) = (_rows[row].Offset, _rows[row].Length);
            Add(decay.Slice(offset, length), parameters.Slice(offset, length), ref Products[row], ref Squares[row]);
        }
    }

    /// <summary>Forgets all steps.</summary>
    public void Clear()
    {
        Array.Clear(Products);
        Array.Clear(Squares);
        Array.Clear(ByDecay);
        Array.Clear(ByLoss);
    }

    /// <summary>Takes over other sums of the same network.</summary>
    /// <param name="other">The sums.</param>
    public void CopyFrom(DecaySums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.Products.CopyTo(Products, 0);
        other.Squares.CopyTo(Squares, 0);
        other.ByDecay.CopyTo(ByDecay, 0);
        other.ByLoss.CopyTo(ByLoss, 0);
    }

    /// <summary>The effective decay rates, Σ u·θ/Σ θ², layer by layer; NaN where θ was 0 all the time.</summary>
    /// <returns>Those of γ, empty for layers without normalization; and those of the filters.</returns>
    public (ImmutableArray<ImmutableArray<double>> Scale, ImmutableArray<ImmutableArray<double>> Filter) Rates()
    {
        var next = 0;
        var (scale, filter) = (new List<ImmutableArray<double>>(), new List<ImmutableArray<double>>());
        ImmutableArray<double> Next(int count) => [.. Enumerable.Range(next, count).Select(row => Products[row] / Squares[row])];
        foreach (var layer in _graph.FeatureLayers)
        {
            var normalized = layer.Normalization is null ? 0 : layer.Features;
            scale.Add(Next(normalized));
            next += normalized;
            filter.Add(Next(layer.Features));
            next += layer.Features;
        }

        return ([.. scale], [.. filter]);
    }

    /// <summary>Decay's shares of the updates of γ, Σ|u|/(Σ|u| + Σ|v|), in [0, 1], layer by layer; NaN where γ never changed.</summary>
    public ImmutableArray<ImmutableArray<double>> Shares()
    {
        var next = 0;
        return
        [
            .. _graph.FeatureLayers.Select(layer =>
            {
                var first = next;
                next += layer.Normalization is null ? 0 : layer.Features;
                return ImmutableArray.CreateRange(
                    Enumerable.Range(first, next - first).Select(of => ByDecay[of] / (ByDecay[of] + ByLoss[of])));
            }),
        ];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // from the first step on: it goes over all filters
    private static void Add(ReadOnlySpan<float> decay, ReadOnlySpan<float> theta, ref double products, ref double squares)
    {
        var (product, square) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var (i, n) = (0, Vector256<float>.Count);
        for (; i <= decay.Length - n; i += n)
        {
            // A product of two float32 numbers is exact here.
            var (u, x) = (Wide(decay.Slice(i, n)), Wide(theta.Slice(i, n)));
            product += u * x;
            square += x * x;
        }

        var (restOfProduct, restOfSquare) = (0.0, 0.0);
        for (; i < decay.Length; i++)
        {
            restOfProduct += (double)decay[i] * theta[i];
            restOfSquare += (double)theta[i] * theta[i];
        }

        products += Sum(product) + restOfProduct;
        squares += Sum(square) + restOfSquare;
    }

    private static Vector512<double> Wide(ReadOnlySpan<float> eight)
    {
        var (lower, upper) = Vector256.Widen(Vector256.Create(eight));
        return Vector512.Create(lower, upper);
    }

    /// <summary>Lane after lane: an order of its own, whatever the processor's vectors.</summary>
    private static double Sum(Vector512<double> lanes)
    {
        var sum = 0.0;
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
            sum += lanes[lane];
        return sum;
    }

    private static IEnumerable<Row> Scales(NetworkGraph graph, FeatureLayer layer) => layer.Normalization is { } normalization
        ? Enumerable.Range(graph.ParametersOf(normalization)[0].Offset, layer.Features).Select(offset => new Row(offset, 1))
        : [];

    private static IEnumerable<Row> Filters(NetworkGraph graph, FeatureLayer layer)
    {
        var weights = graph.ParametersOf(layer.Convolution)[0];
        var length = weights.Length / layer.Features;
        return Enumerable.Range(0, layer.Features).Select(filter => new Row(weights.Offset + filter * length, length));
    }
}
