using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>Softmax and cross-entropy of logits, in nats, and their gradient.</summary>
/// <remarks>ℓ = ln Σ exp(z_k − z_max) + z_max − z_label, so that nothing overflows; the sum over classes in their order. The images' losses
/// are added in double, in their order.</remarks>
internal static unsafe class CrossEntropyPass
{
    /// <summary>The sum of the images' losses.</summary>
    /// <param name="layout">The mini-batch.</param>
    /// <param name="logits">The logits, a channel for each class.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="labels">The class of each image.</param>
    /// <param name="gradient">Receives the gradient of the mean loss by the logits, zero behind the images of a block; null where it is not
    /// wanted.</param>
    public static double Sum(BlockLayout layout, Planes logits, int classes, ReadOnlySpan<int> labels, Planes? gradient)
    {
        var loss = 0.0;
        for (var block = 0; block < layout.Blocks; block++)
        {
            var own = labels.Slice(layout.FirstOf(block), layout.SizeOf(block));
            for (var image = 0; image < own.Length; image += Lanes.Count)
            {
                var at = logits.At(block, 0) + image;
                var best = Vector512.Load(at);
                for (var k = 1; k < classes; k++)
                    best = Lanes.Larger(best, Vector512.Load(at + k * logits.Channel));

                var sum = Vector512<float>.Zero;
                for (var k = 0; k < classes; k++)
                {
                    var power = ExactMath.Exp(Vector512.Load(at + k * logits.Channel) - best);
                    if (gradient is not null)
                        power.Store(gradient.At(block, k) + image);
                    sum += power;
                }

                for (var lane = 0; lane < Math.Min(Lanes.Count, own.Length - image); lane++)
                    loss += ExactMath.Log(sum[lane]) + best[lane] - at[own[image + lane] * logits.Channel + lane];
                if (gradient is null)
                    continue;
                var factor = Vector512.Create(1f / layout.Images) / sum;
                var to = gradient.At(block, 0) + image;
                for (var k = 0; k < classes; k++)
                {
                    var share = Vector512.Load(to + k * gradient.Channel) * factor;
                    (share & Lanes.First(own.Length - image)).Store(to + k * gradient.Channel);
                }

                for (var lane = 0; lane < Math.Min(Lanes.Count, own.Length - image); lane++)
                    to[own[image + lane] * gradient.Channel + lane] -= 1f / layout.Images;
            }
        }

        return loss;
    }
}
