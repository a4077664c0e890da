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
    /// <param name="target">Receives them; what lies behind a row's end stays.</param>
    public static void Forward(StageRun run, Planes target)
    {
        var slope = Vector512.Create(run.Stage.NegativeSlope ?? 1);
        for (var block = 0; block < run.Layout.Blocks; block++)
        {
            var images = run.Layout.SizeOf(block);
            for (var c = 0; c < run.Stage.Outputs; c++)
            {
                Vector512<float> scale = Vector512.Create(run.Scale[c]), shift = Vector512.Create(run.Shift[c]);
                for (var row = 0; row < run.Stage.OutputHeight; row++)
                {
                    var (first, end) = run.Stage.RowsOf(row);
                    ReduceRows(
                        run, run.Output.At(block, c) + first * run.Output.Row, end - first, run.RowLength(block), scale, shift, slope);
                    ReduceColumns(run, target.At(block, c) + row * target.Row, images);
                }
            }
        }
    }

    /// <summary>Computes the gradient by x, and those of the stage's normalization or bias.</summary>
    /// <param name="run">The stage.</param>
    /// <param name="output">What the forward pass wrote.</param>
    /// <param name="outputGradient">The gradient by it.</param>
    /// <param name="gradients">Receives the gradients by θ.</param>
    public static void Back(StageRun run, Planes output, Planes outputGradient, float* gradients)
    {
        for (var c = 0; c < run.Stage.Outputs; c++)
        {
            Vector512<float> sum = Vector512<float>.Zero, product = sum;
            for (var block = 0; block < run.Layout.Blocks; block++)
            {
                if (!run.Stage.HasExactWindows)
                    Clear(run, block, c);
                for (var row = 0; row < run.Stage.OutputHeight; row++)
                {
                    var (ofRow, productOfRow) = BackRow(
                        run, block, c, row, output.At(block, c) + row * output.Row, outputGradient.At(block, c) + row * outputGradient.Row);
                    sum += ofRow;
                    product += productOfRow;
                }
            }

            NormalizationPass.Back(run, c, Lanes.Sum(sum), Lanes.Sum(product), gradients);
        }
    }

    /// <summary>Writes the largest y of each column of some rows to the stage's scratch row.</summary>
    private static void ReduceRows(
        StageRun run, float* x, int rows, int length, Vector512<float> scale, Vector512<float> shift, Vector512<float> slope)
    {
        for (var v = 0; v < length; v += Lanes.Count)
        {
            var best = TActivation.Apply(Vector512.FusedMultiplyAdd(Vector512.Load(x + v), scale, shift), slope);
            for (var y = 1; y < rows; y++)
            {
                var z = Vector512.FusedMultiplyAdd(Vector512.Load(x + y * run.Output.Row + v), scale, shift);
                best = Lanes.Larger(best, TActivation.Apply(z, slope));
            }

            best.Store(run.Row + v);
        }
    }

    /// <summary>Reduces the scratch row to one of the output.</summary>
    private static void ReduceColumns(StageRun run, float* target, int images)
    {
        for (var column = 0; column < run.Stage.OutputWidth; column++, target += images)
        {
            var (first, end) = run.Stage.ColumnsOf(column);
            for (var image = 0; image < images; image += Lanes.Count)
            {
                var best = Vector512.Load(run.Row + first * images + image);
                for (var x = first + 1; x < end; x++)
                    best = Lanes.Larger(best, Vector512.Load(run.Row + x * images + image));
                Lanes.Store(best, images - image, target + image);
            }
        }
    }

    private static void Clear(StageRun run, int block, int channel)
    {
        var d = run.Gradient!.At(block, channel);
        for (var y = 0; y < run.Stage.Height; y++, d += run.Gradient.Row)
            new Span<float>(d, run.RowLength(block)).Clear();
    }

    /// <summary>Gives the gradients of a row of windows to the first of each one's largest elements.</summary>
    /// <returns>Σ∂z and Σ(∂z · (x − μ)) over them.</returns>
    private static (Vector512<float> Sum, Vector512<float> Product) BackRow(
        StageRun run, int block, int c, int row, float* output, float* gradient)
    {
        Vector512<float> slope = Vector512.Create(run.Stage.NegativeSlope ?? 1), mean = Vector512.Create(run.Mean[c]),
            scale = Vector512.Create(run.Scale[c]), shift = Vector512.Create(run.Shift[c]), sum = Vector512<float>.Zero, product = sum;
        var (images, isExact) = (run.Layout.SizeOf(block), run.Stage.HasExactWindows);
        var (top, bottom) = run.Stage.RowsOf(row);
        nint xRow = run.Output.Row, dRow = run.Gradient!.Row;
        for (var column = 0; column < run.Stage.OutputWidth; column++)
        {
            var (left, right) = run.Stage.ColumnsOf(column);
            for (var first = 0; first < images; first += Lanes.Count)
            {
                // The last vector overlaps the one before, where both write the same.
                var image = isExact && images >= Lanes.Count ? Math.Min(first, images - Lanes.Count) : first;
                // The sign of f(z) is that of z, which is all that f′ depends on.
                var best = Vector512.Load(output + column * images + image);
                var g = TActivation.Back(best, Vector512.Load(gradient + column * images + image), slope);
                if (image + Lanes.Count > images)
                    g &= Lanes.First(images - image);
                Vector512<float> open = Vector512<float>.AllBitsSet, largest = Vector512<float>.Zero;
                float* x = run.Output.At(block, c) + top * xRow + image, d = run.Gradient.At(block, c) + top * dRow + image;
                for (var y = top; y < bottom; y++, x += xRow, d += dRow)
                {
                    for (var u = left; u < right; u++)
                    {
                        var value = Vector512.Load(x + u * images);
                        var isLargest = open & TActivation.Reaches(Vector512.FusedMultiplyAdd(value, scale, shift), best, slope);
                        open = Vector512.AndNot(open, isLargest);
                        largest |= value & isLargest;
                        var own = g & isLargest;
                        if (isExact)
                            Lanes.Store(own, images - image, d + u * images);
                        else
                            (Vector512.Load(d + u * images) + own).Store(d + u * images);
                    }
                }

                if (image < first)
                    g = Vector512.AndNot(g, Lanes.First(first - image));
                sum += g;
                product = Vector512.FusedMultiplyAdd(g, largest - mean, product);
            }
        }

        return (sum, product);
    }
}
