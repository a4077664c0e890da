namespace OptimizerDynamics.Networks;

/// <summary>Planes of bytes in another size, rounded to the nearest byte, half to even.</summary>
/// <remarks>In single precision, in the order of operations of libtorch's <c>adaptive_avg_pool2d</c> and of its bilinear <c>interpolate</c>
/// without aligned corners, so that both give the same bytes: it fuses multiplications and additions, and has one order for small results
/// and another for large ones. The order is that of two threads and more; with one libtorch runs another kernel, whose results can round
/// to the next byte.</remarks>
public static class Resampling
{
    /// <summary>The largest height + width of a result that libtorch sums in one go, all four neighbors.</summary>
    private const int LargestSmall = 128;

    /// <summary>A plane in another size: means over areas where neither side grows, bilinear interpolation otherwise.</summary>
    /// <param name="source">Height × width bytes.</param>
    /// <param name="sourceHeight">Its rows, at least 1.</param>
    /// <param name="sourceWidth">Its columns, at least 1.</param>
    /// <param name="target">Receives height × width bytes.</param>
    /// <param name="height">The rows wanted, at least 1.</param>
    /// <param name="width">The columns wanted, at least 1.</param>
    public static void Resize(ReadOnlySpan<byte> source, int sourceHeight, int sourceWidth, Span<byte> target, int height, int width)
    {
        if (height <= sourceHeight && width <= sourceWidth)
            AreaMean(source, sourceHeight, sourceWidth, target, height, width);
        else
            Bilinear(source, sourceWidth, sourceHeight, sourceWidth, target, height, width);
    }

    /// <summary>Each pixel is the mean of the source's pixels in rows ⌊i·H/h⌋ to ⌈(i+1)·H/h⌉ − 1, and likewise in columns.</summary>
    /// <param name="source">H × W bytes.</param>
    /// <param name="sourceHeight">H, at least 1.</param>
    /// <param name="sourceWidth">W, at least 1.</param>
    /// <param name="target">Receives h × w bytes.</param>
    /// <param name="height">h, in [1, H].</param>
    /// <param name="width">w, in [1, W].</param>
    public static void AreaMean(ReadOnlySpan<byte> source, int sourceHeight, int sourceWidth, Span<byte> target, int height, int width)
    {
        for (var row = 0; row < height; row++)
        {
            var (top, bottom) = Area(row, sourceHeight, height);
            for (var column = 0; column < width; column++)
            {
                var (left, right) = Area(column, sourceWidth, width);
                var sum = 0L;
                for (var y = top; y < bottom; y++)
                {
                    foreach (var value in source[(y * sourceWidth + left)..(y * sourceWidth + right)])
                        sum += value;
                }

                target[row * width + column] = ToByte((float)sum / (bottom - top) / (right - left));
            }
        }
    }

    /// <summary>
    /// Bilinear interpolation between the centers of pixels: target pixel i lies at (i + ½)·H/h − ½ in the source, or at its edge where
    /// that is outside.
    /// </summary>
    /// <param name="source">The source's rows, the first pixel first.</param>
    /// <param name="stride">How many bytes lie between the beginnings of two rows of it.</param>
    /// <param name="sourceHeight">H, at least 1.</param>
    /// <param name="sourceWidth">W, in [1, stride].</param>
    /// <param name="target">Receives h × w bytes.</param>
    /// <param name="height">h, at least 1.</param>
    /// <param name="width">w, at least 1.</param>
    public static void Bilinear(
        ReadOnlySpan<byte> source, int stride, int sourceHeight, int sourceWidth, Span<byte> target, int height, int width)
    {
        var columns = new Neighbors[width];
        for (var column = 0; column < width; column++)
            columns[column] = Neighbors.Of(column, sourceWidth, width);
        var isSmall = height + width <= LargestSmall;
        for (var row = 0; row < height; row++)
        {
            var rows = Neighbors.Of(row, sourceHeight, height);
            var upper = source[(rows.First * stride)..];
            var lower = source[(rows.Second * stride)..];
            for (var column = 0; column < width; column++)
                target[row * width + column] =
                    ToByte(isSmall ? AtOnce(upper, lower, rows, columns[column]) : RowByRow(upper, lower, rows, columns[column]));
        }
    }

    private static float AtOnce(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Neighbors rows, Neighbors columns)
    {
        var sum = Sum(upper[columns.First], rows.OfFirst * columns.OfFirst, upper[columns.Second], rows.OfFirst * columns.OfSecond);
        sum = MathF.FusedMultiplyAdd(lower[columns.First], rows.OfSecond * columns.OfFirst, sum);
        return MathF.FusedMultiplyAdd(lower[columns.Second], rows.OfSecond * columns.OfSecond, sum);
    }

    private static float RowByRow(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Neighbors rows, Neighbors columns) => Sum(
        Sum(upper[columns.First], columns.OfFirst, upper[columns.Second], columns.OfSecond), rows.OfFirst,
        Sum(lower[columns.First], columns.OfFirst, lower[columns.Second], columns.OfSecond), rows.OfSecond);

    private static float Sum(float first, float ofFirst, float second, float ofSecond) =>
        MathF.FusedMultiplyAdd(first, ofFirst, second * ofSecond);

    private static (int From, int To) Area(int index, int source, int target) =>
        ((int)((long)index * source / target), (int)(((long)(index + 1) * source + target - 1) / target));

    private static byte ToByte(float value) => (byte)Math.Clamp(MathF.Round(value), 0, 255);

    /// <summary>The two pixels of a row or column that a target pixel lies between, and their weights.</summary>
    private readonly record struct Neighbors(int First, int Second, float OfFirst, float OfSecond)
    {
        public static Neighbors Of(int index, int source, int target)
        {
            if (source == target)
                return new Neighbors(index, index, 1, 0);
            var place = MathF.Max(MathF.FusedMultiplyAdd((float)source / target, index + 0.5f, -0.5f), 0);
            var first = Math.Min((int)place, source - 1);
            var weight = Math.Clamp(place - first, 0, 1);
            return new Neighbors(first, Math.Min(first + 1, source - 1), 1 - weight, weight);
        }
    }
}
