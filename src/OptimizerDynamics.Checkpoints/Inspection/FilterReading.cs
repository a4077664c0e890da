namespace OptimizerDynamics.Checkpoints;

/// <summary>Filters of a convolution that have no weights left.</summary>
/// <param name="Count">The number of filters.</param>
/// <param name="Zero">Filters of which every weight is exactly 0.</param>
/// <param name="NearlyZero">Filters of which every weight is below <see cref="Near"/> in magnitude, those of <paramref name="Zero"/> among
/// them. A filter with a weight that is not finite is neither.</param>
public sealed record FilterReading(int Count, int Zero, int NearlyZero)
{
    /// <summary>What nearly zero means, 1e-5: fewer than 10⁵ such weights on inputs of about 1 give an output whose variance is below 1e-5,
    /// PyTorch's ε, so that normalization no longer brings it to 1.</summary>
    public const double Near = 1e-5;

    private const int ChunkLength = 1 << 16;

    /// <summary>Reads all weights, some at a time.</summary>
    /// <param name="convolution">The convolution.</param>
    public static FilterReading Of(PairedConvolution convolution)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        var (weight, axis) = (convolution.Weight, convolution.FilterAxis);
        var largest = new double[weight.Shape[axis]];
        var stride = weight.Shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size);
        var chunk = new double[(int)Math.Min(ChunkLength, weight.Count)];
        for (var start = 0L; start < weight.Count; start += chunk.Length)
        {
            var part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, weight.Count - start));
            weight.Read(start, part);
            for (var i = 0; i < part.Length; i++)
            {
                var filter = (start + i) / stride % largest.Length;
                largest[filter] = Math.Max(largest[filter], Math.Abs(part[i])); // NaN stays
            }
        }

        return new FilterReading(largest.Length, largest.Count(value => value == 0), largest.Count(value => value < Near));
    }
}
