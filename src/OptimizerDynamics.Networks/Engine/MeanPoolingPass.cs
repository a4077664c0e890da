using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>Activation and the mean of each plane, and the way back. Lanes are images, up to 16 at once.</summary>
internal static unsafe class MeanPoolingPass<TActivation> where TActivation : struct, IEngineActivation
{
    /// <summary>Writes the mean of each plane: of the sums of its rows.</summary>
    /// <param name="run">The stage, whose x, scale and shift have been computed.</param>
    /// <param name="share">The channels to compute.</param>
    /// <param name="target">Receives them.</param>
    public static void Forward(StageRun run, StageShare share, Planes target)
    {
        var (slope, area) = (Vector512.Create(run.Stage.NegativeSlope ?? 1), Vector512.Create((float)(run.Stage.Height * run.Stage.Width)));
        for (var block = 0; block < run.Layout.Blocks; block++)
        {
            var images = run.Layout.SizeOf(block);
            for (var c = share.First; c < share.End; c++)
            {
                Vector512<float> scale = Vector512.Create(run.Scale[c]), shift = Vector512.Create(run.Shift[c]);
                for (var image = 0; image < images; image += Lanes.Count)
                {
                    var sum = Vector512<float>.Zero;
                    var x = run.Output.At(block, c) + image;
                    for (var y = 0; y < run.Stage.Height; y++, x += run.Output.Row)
                    {
                        var ofRow = Vector512<float>.Zero;
                        for (var u = 0; u < run.Stage.Width; u++)
                            ofRow += TActivation.Apply(Vector512.FusedMultiplyAdd(Vector512.Load(x + u * images), scale, shift), slope);
                        sum += ofRow;
                    }

                    (sum / area & Lanes.First(images - image)).Store(target.At(block, c) + image);
                }
            }
        }
    }

    /// <summary>Computes the gradient by x, and those of the stage's normalization or bias.</summary>
    /// <param name="run">The stage.</param>
    /// <param name="share">The channels to compute.</param>
    /// <param name="outputGradient">The gradient by the means.</param>
    /// <param name="spread">Planes of the size of x, for the gradient by y.</param>
    /// <param name="gradients">Receives the gradients by θ.</param>
    public static void Back(StageRun run, StageShare share, Planes outputGradient, Planes spread, float* gradients)
    {
        var area = (float)(run.Stage.Height * run.Stage.Width);
        for (var block = 0; block < run.Layout.Blocks; block++)
        {
            var images = run.Layout.SizeOf(block);
            for (var c = share.First; c < share.End; c++)
            {
                float* g = outputGradient.At(block, c), first = spread.At(block, c);
                for (var image = 0; image < images; image++)
                    first[image] = g[image] / area;
                for (var y = 0; y < run.Stage.Height; y++)
                {
                    for (var u = 0; u < run.Stage.Width; u++)
                        new Span<float>(first, images).CopyTo(new Span<float>(first + y * spread.Row + u * images, images));
                }
            }
        }

        ActivationPass<TActivation>.Back(run, share, spread, gradients);
    }
}
