using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>Activation and max pooling of a stage in one pass over x, and the way back.</summary>
/// <remarks>Forward, the rows of a window are reduced first, where lanes run over whole rows, then its columns, where lanes are images. On
/// the way back an element is known as the largest of its window by comparing it with what the forward pass found: the same operations give
/// the same bits.</remarks>
internal static unsafe class PoolingPass<TActivation> where TActivation : struct, IEngineActivation
{
    /// <summary>Writes the largest value of each window; NaN where one is.</summary>
    /// <param name="run">The stage, whose x, scale and shift have been computed.</param>
    /// <param name="share">The channels to compute.</param>
    /// <param name="target">Receives them; what lies behind a row's end stays.</param>
    public static void Forward(StageRun run, StageShare share, Planes target)
    {
        var slope = Vector512.Create(run.Stage.NegativeSlope ?? 1);
        for (var block = 0; block < run.Layout.Blocks; block++)
        {
            var images = run.Layout.SizeOf(block);
            for (var c = share.First; c < share.End; c++)
            {
                Vector512<float> scale = Vector512.Create(run.Scale[c]), shift = Vector512.Create(run.Shift[c]);
                for (var row = 0; row < run.Stage.OutputHeight; row++)
                {
                    var (first, end) = run.Stage.RowsOf(row);
                    ReduceRows(
                        run, share, run.Output.At(block, c) + first * run.Output.Row, end - first, run.RowLength(block), scale, shift,
                        slope);
                    ReduceColumns(run, share, target.At(block, c) + row * target.Row, images);
                }
            }
        }
    }

    /// <summary>Computes the gradient by x, and those of the stage's normalization or bias.</summary>
    /// <param name="run">The stage.</param>
    /// <param name="share">The channels to compute.</param>
    /// <param name="output">What the forward pass wrote.</param>
    /// <param name="outputGradient">The gradient by it.</param>
    /// <param name="gradients">Receives the gradients by θ.</param>
    public static void Back(StageRun run, StageShare share, Planes output, Planes outputGradient, float* gradients)
    {
        var sums = stackalloc float[2 * Lanes.Count];
        for (var c = share.First; c < share.End; c++)
        {
            new Span<float>(sums, 2 * Lanes.Count).Clear();
            for (var block = 0; block < run.Layout.Blocks; block++)
            {
                if (!run.Stage.HasExactWindows)
                    Clear(run, block, c);
                for (var row = 0; row < run.Stage.OutputHeight; row++)
                {
                    float* y = output.At(block, c) + row * output.Row, g = outputGradient.At(block, c) + row * outputGradient.Row;
                    SetGradients(run, share, y, g, run.Stage.OutputWidth * run.Layout.SizeOf(block));
                    if (Vector512.IsHardwareAccelerated)
                        BackRow<Vector512<float>, WideVectors>(run, share, block, c, row, y, sums);
                    else
                        BackRow<Vector256<float>, NarrowVectors>(run, share, block, c, row, y, sums);
                }
            }

            NormalizationPass.Back(
                run, c, Lanes.Sum(Vector512.Load(sums)), Lanes.Sum(Vector512.Load(sums + Lanes.Count)), gradients);
        }
    }

    /// <summary>Writes the largest y of each column of some rows to the share's row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReduceRows(
        StageRun run, StageShare share, float* x, int rows, int length, Vector512<float> scale, Vector512<float> shift,
        Vector512<float> slope)
    {
        var row = run.Output.Row;
        var target = share.Row;
        for (var v = 0; v < length; v += Lanes.Count, x += Lanes.Count)
        {
            var best = TActivation.Apply(Vector512.FusedMultiplyAdd(Vector512.Load(x), scale, shift), slope);
            for (nint y = row; y < rows * row; y += row)
            {
                var z = Vector512.FusedMultiplyAdd(Vector512.Load(x + y), scale, shift);
                best = TActivation.Larger(best, TActivation.Apply(z, slope));
            }

            best.Store(target + v);
        }
    }

    /// <summary>Reduces the share's row to one of the output. A last vector overlaps the one before; a short one is followed by zeros, over
    /// which the next column is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReduceColumns(StageRun run, StageShare share, float* target, int images)
    {
        var width = run.Stage.OutputWidth;
        var row = share.Row;
        for (var column = 0; column < width; column++, target += images)
        {
            var (first, end) = run.Stage.ColumnsOf(column);
            for (var image = 0; image < images; image += Lanes.Count)
            {
                var at = Math.Max(0, Math.Min(image, images - Lanes.Count));
                var x = row + first * images + at;
                var best = Vector512.Load(x);
                for (var u = end - first; u > 1; u--)
                    best = TActivation.Larger(best, Vector512.Load(x += images));
                if (images < Lanes.Count)
                    best &= Lanes.First(images);
                best.Store(target + at);
            }
        }
    }

    /// <summary>Writes the gradients by what is pooled at the largest elements, z, to the share's row.</summary>
    /// <remarks>The sign of f(z) is that of z, which is all that f′ depends on.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetGradients(StageRun run, StageShare share, float* output, float* gradient, int length)
    {
        var slope = Vector512.Create(run.Stage.NegativeSlope ?? 1);
        var target = share.Row;
        for (var v = 0; v < length; v += Lanes.Count)
            TActivation.Back(Vector512.Load(output + v), Vector512.Load(gradient + v), slope).Store(target + v);
    }

    private static void Clear(StageRun run, int block, int channel)
    {
        var d = run.Gradient!.At(block, channel);
        for (var y = 0; y < run.Stage.Height; y++, d += run.Gradient.Row)
            new Span<float>(d, run.RowLength(block)).Clear();
    }

    /// <summary>Gives the gradients of a row of windows to the first of each one's largest elements.</summary>
    /// <remarks>Where windows are exact, the last vector of a pixel overlaps the one before, where both write the same.</remarks>
    /// <param name="run">The stage.</param>
    /// <param name="share">The thread's share, with the gradients in its row.</param>
    /// <param name="block">The block.</param>
    /// <param name="c">The channel.</param>
    /// <param name="row">The row of windows.</param>
    /// <param name="output">What the forward pass wrote for them.</param>
    /// <param name="sums">16 lanes of Σ∂z and 16 of Σ(∂z · (x − μ)), to which those of the row are added.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackRow<TVector, TWidth>(
        StageRun run, StageShare share, int block, int c, int row, float* output, float* sums)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>
    {
        var (images, width, isExact) = (run.Layout.SizeOf(block), run.Stage.OutputWidth, run.Stage.HasExactWindows);
        var (top, bottom) = run.Stage.RowsOf(row);
        var isSquare = isExact && bottom - top == 2 && run.Stage.ColumnsOf(0) == (0, 2);
        nint xRow = run.Output.Row, dRow = run.Gradient!.Row, pixel = images;
        var gradient = share.Row;
        float* planeX = run.Output.At(block, c) + top * xRow, planeD = run.Gradient.At(block, c) + top * dRow;
        TVector scale = TWidth.Create(run.Scale[c]), shift = TWidth.Create(run.Shift[c]), mean = TWidth.Create(run.Mean[c]),
            slope = TWidth.Create(run.Stage.NegativeSlope ?? 1);
        for (var lane = 0; lane < Lanes.Count; lane += TWidth.Lanes)
        {
            TVector sum = TWidth.Zero, product = sum;
            for (var column = 0; column < width; column++)
            {
                var (left, right) = run.Stage.ColumnsOf(column);
                for (var first = 0; first < images; first += Lanes.Count)
                {
                    var image = lane + (isExact ? Math.Max(0, Math.Min(first, images - Lanes.Count)) : first);
                    if (image >= images || image + TWidth.Lanes <= first)
                        continue; // no image is in these lanes, or none that was not in the vector before
                    TVector g = TWidth.Load(gradient + column * images + image), best = TWidth.Load(output + column * images + image);
                    var isShort = image + TWidth.Lanes > images;
                    var valid = TWidth.Load(Lanes.MaskMemory + Lanes.Count - Math.Min(TWidth.Lanes, images - image));
                    if (isShort)
                        g = TWidth.And(g, valid);
                    float* x = planeX + image + left * pixel, d = planeD + image + left * pixel;
                    var largest = isSquare && !isShort
                        ? BackSquare<TVector, TWidth>(x, d, xRow, dRow, pixel, (scale, shift, slope), best, g)
                        : BackWindow<TVector, TWidth>(
                            x, d, xRow, dRow, pixel, bottom - top, right - left, (scale, shift, slope), best, g, valid, isExact);
                    if (image < first)
                        g = TWidth.Without(g, TWidth.Load(Lanes.MaskMemory + Lanes.Count - (first - image)));
                    sum = TWidth.Add(sum, g);
                    product = TWidth.MultiplyAdd(g, TWidth.Subtract(largest, mean), product);
                }
            }

            var to = sums + lane;
            TWidth.Store(TWidth.Add(TWidth.Load(to), sum), to);
            to += Lanes.Count;
            TWidth.Store(TWidth.Add(TWidth.Load(to), product), to);
        }
    }

    /// <summary>Gives the gradients of exact windows of 2 × 2 to the first of their largest elements.</summary>
    /// <returns>x where y is largest.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector BackSquare<TVector, TWidth>(
        float* x, float* d, nint xRow, nint dRow, nint pixel, (TVector Scale, TVector Shift, TVector Slope) line, TVector best, TVector g)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>
    {
        TVector x0 = TWidth.Load(x), x1 = TWidth.Load(x + pixel), x2 = TWidth.Load(x + xRow), x3 = TWidth.Load(x + xRow + pixel);
        var first = TActivation.Reaches<TVector, TWidth>(TWidth.MultiplyAdd(x0, line.Scale, line.Shift), best, line.Slope);
        var second = TActivation.Reaches<TVector, TWidth>(TWidth.MultiplyAdd(x1, line.Scale, line.Shift), best, line.Slope);
        var third = TActivation.Reaches<TVector, TWidth>(TWidth.MultiplyAdd(x2, line.Scale, line.Shift), best, line.Slope);
        var fourth = TActivation.Reaches<TVector, TWidth>(TWidth.MultiplyAdd(x3, line.Scale, line.Shift), best, line.Slope);
        second = TWidth.Without(second, first);
        var found = TWidth.Or(first, second);
        third = TWidth.Without(third, found);
        fourth = TWidth.Without(fourth, TWidth.Or(found, third));
        TWidth.Store(TWidth.And(g, first), d);
        TWidth.Store(TWidth.And(g, second), d + pixel);
        TWidth.Store(TWidth.And(g, third), d + dRow);
        TWidth.Store(TWidth.And(g, fourth), d + dRow + pixel);
        return TWidth.Or(
            TWidth.Or(TWidth.And(x0, first), TWidth.And(x1, second)), TWidth.Or(TWidth.And(x2, third), TWidth.And(x3, fourth)));
    }

    /// <summary>Gives the gradients of any windows to the first of their largest elements; where windows overlap, it adds them.</summary>
    /// <returns>x where y is largest.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector BackWindow<TVector, TWidth>(
        float* x, float* d, nint xRow, nint dRow, nint pixel, int rows, int columns, (TVector Scale, TVector Shift, TVector Slope) line,
        TVector best, TVector g, TVector valid, bool isExact)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>
    {
        TVector open = TWidth.AllBits, largest = TWidth.Zero;
        for (var y = rows; y > 0; y--, x += xRow, d += dRow)
        {
            for (nint u = 0; u < columns * pixel; u += pixel)
            {
                var value = TWidth.Load(x + u);
                var z = TWidth.MultiplyAdd(value, line.Scale, line.Shift);
                var equal = TActivation.Reaches<TVector, TWidth>(z, best, line.Slope);
                var isLargest = TWidth.And(open, equal);
                open = TWidth.Without(open, equal);
                largest = TWidth.Or(largest, TWidth.And(value, isLargest));
                TVector own = TWidth.And(g, isLargest), before = TWidth.Load(d + u);
                TWidth.Store(TWidth.Select(valid, isExact ? own : TWidth.Add(before, own), before), d + u);
            }
        }

        return largest;
    }
}
