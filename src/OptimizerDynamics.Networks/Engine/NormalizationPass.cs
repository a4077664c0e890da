using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>Batch normalization of a stage, or its bias: scale and shift from the mini-batch or from the running statistics, and the way
/// back.</summary>
/// <remarks>Sums over a channel run over 16 lanes: two chains along a row, whose sum is added to that of the rows before; then the tree of
/// <see cref="Lanes.Sum"/>. What there is once in a channel is computed in double.</remarks>
internal static unsafe class NormalizationPass
{
    /// <summary>
    /// Scale and shift by the mini-batch's own mean and (biased) variance, of which the running ones take their share (unbiased).
    /// </summary>
    /// <param name="run">The stage, whose x has been computed.</param>
    /// <param name="parameters">θ.</param>
    /// <param name="statistics">The running statistics.</param>
    public static void SetByMiniBatch(StageRun run, float* parameters, float* statistics)
    {
        if (run.Stage.Normalization is not { } ranges)
        {
            SetByBias(run, parameters);
            return;
        }

        var count = (double)run.Layout.Images * run.Stage.Height * run.Stage.Width;
        for (var c = 0; c < run.Stage.Outputs; c++)
        {
            var mean = (float)(Sum(run, c) / count);
            double squares = SumOfSquares(run, c, mean);
            var inverse = 1 / Math.Sqrt(squares / count + Normalization.Epsilon);
            var scale = parameters[ranges.Scale.Offset + c] * inverse;
            (run.Mean[c], run.Inverse[c], run.Scale[c]) = (mean, (float)inverse, (float)scale);
            run.Shift[c] = (float)(parameters[ranges.Shift.Offset + c] - scale * mean);
            var bias = run.Stage.Bias is { } of ? parameters[of.Offset + c] : 0;
            UpdateRunning(statistics + ranges.Mean.Offset + c, mean + (double)bias);
            UpdateRunning(statistics + ranges.Variance.Offset + c, squares / (count - 1));
        }
    }

    /// <summary>Scale and shift by the running statistics.</summary>
    /// <param name="run">The stage.</param>
    /// <param name="parameters">θ.</param>
    /// <param name="statistics">The running statistics.</param>
    public static void SetByStatistics(StageRun run, float* parameters, float* statistics)
    {
        if (run.Stage.Normalization is not { } ranges)
        {
            SetByBias(run, parameters);
            return;
        }

        for (var c = 0; c < run.Stage.Outputs; c++)
        {
            var scale = parameters[ranges.Scale.Offset + c] / Math.Sqrt(statistics[ranges.Variance.Offset + c] + Normalization.Epsilon);
            double bias = run.Stage.Bias is { } of ? parameters[of.Offset + c] : 0, mean = statistics[ranges.Mean.Offset + c];
            run.Scale[c] = (float)scale;
            run.Shift[c] = (float)(parameters[ranges.Shift.Offset + c] + scale * (bias - mean));
        }
    }

    /// <summary>Finishes the gradient of a channel: the gradients of γ and β (or of the bias), and that by x in place of that by x · scale
    /// + shift.</summary>
    /// <remarks>∂x = scale · (∂z − Σ∂z/m − (x − μ) · inverse² · Σ(∂z · (x − μ))/m), with m elements of the channel.</remarks>
    /// <param name="run">The stage.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="sum">Σ∂z.</param>
    /// <param name="product">Σ(∂z · (x − μ)).</param>
    /// <param name="gradients">The gradients by θ.</param>
    public static void Back(StageRun run, int channel, double sum, double product, float* gradients)
    {
        if (run.Stage.Normalization is not { } ranges)
        {
            if (run.Stage.Bias is { } bias)
                gradients[bias.Offset + channel] = (float)sum;
            return;
        }

        double inverse = run.Inverse[channel], scale = run.Scale[channel];
        var count = (double)run.Layout.Images * run.Stage.Height * run.Stage.Width;
        gradients[ranges.Shift.Offset + channel] = (float)sum;
        gradients[ranges.Scale.Offset + channel] = (float)(product * inverse);
        if (run.Stage.Bias is { } lost)
            gradients[lost.Offset + channel] = 0; // the mean takes it away again
        Spread(run, channel, (float)(-scale * sum / count), (float)(-scale * inverse * inverse * product / count));
    }

    /// <summary>∂x = scale · ∂z + linear · (x − μ) + constant.</summary>
    private static void Spread(StageRun run, int channel, float constant, float linear)
    {
        Vector512<float> a = Vector512.Create(run.Scale[channel]), mean = Vector512.Create(run.Mean[channel]),
            k0 = Vector512.Create(constant), k1 = Vector512.Create(linear);
        for (var block = 0; block < run.Layout.Blocks; block++)
        {
            var length = run.RowLength(block);
            var mask = Lanes.First(length % Lanes.Count);
            for (var y = 0; y < run.Stage.Height; y++)
            {
                float* x = run.Output.At(block, channel) + y * run.Output.Row, d = run.Gradient!.At(block, channel) + y * run.Gradient.Row;
                var v = 0;
                for (; v + Lanes.Count <= length; v += Lanes.Count)
                    At(x + v, d + v).Store(d + v);
                if (v < length)
                    (At(x + v, d + v) & mask).Store(d + v);
            }
        }

        Vector512<float> At(float* x, float* d) =>
            Vector512.FusedMultiplyAdd(a, Vector512.Load(d), Vector512.FusedMultiplyAdd(k1, Vector512.Load(x) - mean, k0));
    }

    private static void SetByBias(StageRun run, float* parameters)
    {
        for (var c = 0; c < run.Stage.Outputs; c++)
            (run.Scale[c], run.Shift[c]) = (1, run.Stage.Bias is { } of ? parameters[of.Offset + c] : 0);
    }

    private static void UpdateRunning(float* running, double value) =>
        *running = (float)((1 - Normalization.Momentum) * *running + Normalization.Momentum * value);

    private static float Sum(StageRun run, int channel)
    {
        var sum = Vector512<float>.Zero;
        for (var block = 0; block < run.Layout.Blocks; block++)
        {
            var length = run.RowLength(block);
            var mask = Lanes.First(length % Lanes.Count);
            var x = run.Output.At(block, channel);
            for (var y = 0; y < run.Stage.Height; y++, x += run.Output.Row)
            {
                Vector512<float> even = Vector512<float>.Zero, odd = even;
                var v = 0;
                for (; v + 2 * Lanes.Count <= length; v += 2 * Lanes.Count)
                    (even, odd) = (even + Vector512.Load(x + v), odd + Vector512.Load(x + v + Lanes.Count));
                if (v + Lanes.Count <= length)
                    (even, v) = (even + Vector512.Load(x + v), v + Lanes.Count);
                if (v < length)
                    odd += Vector512.Load(x + v) & mask;
                sum += even + odd;
            }
        }

        return Lanes.Sum(sum);
    }

    private static float SumOfSquares(StageRun run, int channel, float mean)
    {
        Vector512<float> sum = Vector512<float>.Zero, m = Vector512.Create(mean);
        for (var block = 0; block < run.Layout.Blocks; block++)
        {
            var length = run.RowLength(block);
            var mask = Lanes.First(length % Lanes.Count);
            var x = run.Output.At(block, channel);
            for (var y = 0; y < run.Stage.Height; y++, x += run.Output.Row)
            {
                Vector512<float> even = Vector512<float>.Zero, odd = even;
                var v = 0;
                for (; v + 2 * Lanes.Count <= length; v += 2 * Lanes.Count)
                {
                    Vector512<float> d = Vector512.Load(x + v) - m, e = Vector512.Load(x + v + Lanes.Count) - m;
                    even = Vector512.FusedMultiplyAdd(d, d, even);
                    odd = Vector512.FusedMultiplyAdd(e, e, odd);
                }

                if (v + Lanes.Count <= length)
                {
                    var d = Vector512.Load(x + v) - m;
                    even = Vector512.FusedMultiplyAdd(d, d, even);
                    v += Lanes.Count;
                }

                if (v < length)
                {
                    var d = (Vector512.Load(x + v) - m) & mask;
                    odd = Vector512.FusedMultiplyAdd(d, d, odd);
                }

                sum += even + odd;
            }
        }

        return Lanes.Sum(sum);
    }
}
