using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>What the features of a stage put out behind their activation, image by image.</summary>
internal static unsafe class ObservationPass
{
    /// <summary>Writes largest magnitudes and means over the planes.</summary>
    /// <param name="run">The stage, whose x, scale and shift have been computed.</param>
    /// <param name="first">The index of its first feature in an image's row.</param>
    /// <param name="features">Features of an image's row.</param>
    /// <param name="largest">Receives the largest magnitudes, [images, features]; NaN where one is.</param>
    /// <param name="means">Receives the means; empty where they are not wanted.</param>
    public static void Run(StageRun run, int first, int features, Span<float> largest, Span<float> means)
    {
        if (run.Stage.NegativeSlope == 0)
            Run<Relu>(run, first, features, largest, means);
        else
            Run<LeakyRelu>(run, first, features, largest, means);
    }

    private static void Run<TActivation>(StageRun run, int first, int features, Span<float> largest, Span<float> means)
        where TActivation : struct, IEngineActivation
    {
        var area = (float)(run.Stage.Height * run.Stage.Width);
        for (var block = 0; block < run.Layout.Blocks; block++)
        {
            var images = run.Layout.SizeOf(block);
            for (var c = 0; c < run.Stage.Outputs; c++)
            {
                for (var image = 0; image < images; image += Lanes.Count)
                {
                    var (most, sum) = Over<TActivation>(run, block, c, image);
                    for (var lane = 0; lane < Math.Min(Lanes.Count, images - image); lane++)
                    {
                        var at = (run.Layout.FirstOf(block) + image + lane) * features + first + c;
                        largest[at] = most[lane];
                        if (!means.IsEmpty)
                            means[at] = sum[lane] / area;
                    }
                }
            }
        }
    }

    private static (Vector512<float> Largest, Vector512<float> Sum) Over<TActivation>(StageRun run, int block, int channel, int image)
        where TActivation : struct, IEngineActivation
    {
        Vector512<float> scale = Vector512.Create(run.Scale[channel]), shift = Vector512.Create(run.Shift[channel]),
            slope = Vector512.Create(run.Stage.NegativeSlope ?? 1), largest = Vector512<float>.Zero, sum = largest;
        var x = run.Output.At(block, channel) + image;
        var images = run.Layout.SizeOf(block);
        for (var y = 0; y < run.Stage.Height; y++, x += run.Output.Row)
        {
            var ofRow = Vector512<float>.Zero;
            for (var u = 0; u < run.Stage.Width; u++)
            {
                var value = TActivation.Apply(Vector512.FusedMultiplyAdd(Vector512.Load(x + u * images), scale, shift), slope);
                largest = Lanes.Larger(largest, Vector512.Abs(value));
                ofRow += value;
            }

            sum += ofRow;
        }

        return (largest, sum);
    }
}
