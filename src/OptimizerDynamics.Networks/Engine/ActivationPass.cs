using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>The activation of a stage without pooling: y = f(x · scale + shift), element by element, and the way back.</summary>
internal static unsafe class ActivationPass<TActivation> where TActivation : struct, IEngineActivation
{
    /// <summary>Writes y.</summary>
    /// <param name="run">The stage, whose x, scale and shift have been computed.</param>
    /// <param name="share">The channels to compute.</param>
    /// <param name="target">Receives y; zeros behind the end of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(StageRun run, StageShare share, Planes target)
    {
        var slope = Vector512.Create(run.Stage.NegativeSlope ?? 1);
        for (var block = 0; block < run.Layout.Blocks; block++)
        {
            var length = run.RowLength(block);
            var mask = Lanes.First(length % Lanes.Count);
            for (var c = share.First; c < share.End; c++)
            {
                Vector512<float> scale = Vector512.Create(run.Scale[c]), shift = Vector512.Create(run.Shift[c]);
                float* x = run.Output.At(block, c), o = target.At(block, c);
                for (var y = 0; y < run.Stage.Height; y++, x += run.Output.Row, o += target.Row)
                {
                    var v = 0;
                    for (; v + Lanes.Count <= length; v += Lanes.Count)
                        TActivation.Apply(Vector512.FusedMultiplyAdd(Vector512.Load(x + v), scale, shift), slope).Store(o + v);
                    if (v < length)
                        (TActivation.Apply(Vector512.FusedMultiplyAdd(Vector512.Load(x + v), scale, shift), slope) & mask).Store(o + v);
                }
            }
        }
    }

    /// <summary>Computes the gradient by x, and those of the stage's normalization or bias.</summary>
    /// <param name="run">The stage.</param>
    /// <param name="share">The channels to compute.</param>
    /// <param name="outputGradient">The gradient by y.</param>
    /// <param name="gradients">Receives the gradients by θ.</param>
    public static void Back(StageRun run, StageShare share, Planes outputGradient, float* gradients)
    {
        for (var c = share.First; c < share.End; c++)
        {
            var (sum, product) = Back(run, outputGradient, c);
            NormalizationPass.Back(run, c, sum, product, gradients);
        }
    }

    /// <summary>Writes the gradient by x · scale + shift, ∂z, of a channel where that by x will stand.</summary>
    /// <returns>Σ∂z and Σ(∂z · (x − μ)).</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Sum, float Product) Back(StageRun run, Planes outputGradient, int c)
    {
        Vector512<float> slope = Vector512.Create(run.Stage.NegativeSlope ?? 1), mean = Vector512.Create(run.Mean[c]),
            scale = Vector512.Create(run.Scale[c]), shift = Vector512.Create(run.Shift[c]), sum = Vector512<float>.Zero, product = sum;
        for (var block = 0; block < run.Layout.Blocks; block++)
        {
            var length = run.RowLength(block);
            var mask = Lanes.First(length % Lanes.Count);
            float* x = run.Output.At(block, c), g = outputGradient.At(block, c), d = run.Gradient!.At(block, c);
            for (var y = 0; y < run.Stage.Height; y++, x += run.Output.Row, g += outputGradient.Row, d += run.Gradient.Row)
            {
                Vector512<float> evenSum = Vector512<float>.Zero, oddSum = evenSum, evenProduct = evenSum, oddProduct = evenSum;
                var v = 0;
                for (; v + 2 * Lanes.Count <= length; v += 2 * Lanes.Count)
                {
                    Vector512<float> x0 = Vector512.Load(x + v), x1 = Vector512.Load(x + v + Lanes.Count);
                    var d0 = TActivation.Back(Vector512.FusedMultiplyAdd(x0, scale, shift), Vector512.Load(g + v), slope);
                    var d1 = TActivation.Back(Vector512.FusedMultiplyAdd(x1, scale, shift), Vector512.Load(g + v + Lanes.Count), slope);
                    d0.Store(d + v);
                    d1.Store(d + v + Lanes.Count);
                    (evenSum, oddSum) = (evenSum + d0, oddSum + d1);
                    evenProduct = Vector512.FusedMultiplyAdd(d0, x0 - mean, evenProduct);
                    oddProduct = Vector512.FusedMultiplyAdd(d1, x1 - mean, oddProduct);
                }

                for (; v < length; v += Lanes.Count)
                {
                    var x0 = Vector512.Load(x + v);
                    var d0 = TActivation.Back(Vector512.FusedMultiplyAdd(x0, scale, shift), Vector512.Load(g + v), slope);
                    if (v + Lanes.Count > length)
                        (d0, x0) = (d0 & mask, x0 & mask);
                    d0.Store(d + v);
                    evenSum += d0;
                    evenProduct = Vector512.FusedMultiplyAdd(d0, x0 - mean, evenProduct);
                }

                sum += evenSum + oddSum;
                product += evenProduct + oddProduct;
            }
        }

        return (Lanes.Sum(sum), Lanes.Sum(product));
    }
}
