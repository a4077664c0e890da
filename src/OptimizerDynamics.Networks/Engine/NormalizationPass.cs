using System.Runtime.CompilerServices;
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
    /// <param name="share">The channels to compute.</param>
    /// <param name="parameters">θ.</param>
    /// <param name="statistics">The running statistics.</param>
    public static void SetByMiniBatch(StageRun run, StageShare share, float* parameters, float* statistics)
    {
        if (run.Stage.Normalization is not { } ranges)
        {
            SetByBias(run, share, parameters);
            return;
        }

        var count = (double)run.Layout.Images * run.Stage.Height * run.Stage.Width;
        for (var c = share.First; c < share.End; c++)
        {
            var mean = (float)(Sum(run, c, default(Value)) / count);
            double squares = Sum(run, c, new SquaredDeviation(Vector512.Create(mean)));
            var inverse = 1 / Math.Sqrt(squares / count + Normalization.Epsilon);
            var scale = parameters[ranges.Scale.Offset + c] * inverse;
            (run.Mean[c], run.Inverse[c], run.Scale[c]) = (mean, (float)inverse, (float)scale);
            run.Shift[c] = (float)(parameters[ranges.Shift.Offset + c] - scale * mean);
            UpdateRunning(statistics + ranges.Mean.Offset + c, mean + (double)BiasOf(run, c, parameters));
            UpdateRunning(statistics + ranges.Variance.Offset + c, squares / (count - 1));
        }
    }

    /// <summary>Scale and shift by the running statistics.</summary>
    /// <param name="run">The stage.</param>
    /// <param name="share">The channels to compute.</param>
    /// <param name="parameters">θ.</param>
    /// <param name="statistics">The running statistics.</param>
    public static void SetByStatistics(StageRun run, StageShare share, float* parameters, float* statistics)
    {
        if (run.Stage.Normalization is not { } ranges)
        {
            SetByBias(run, share, parameters);
            return;
        }

        for (var c = share.First; c < share.End; c++)
        {
            var scale = parameters[ranges.Scale.Offset + c] / Math.Sqrt(statistics[ranges.Variance.Offset + c] + Normalization.Epsilon);
            double bias = BiasOf(run, c, parameters), mean = statistics[ranges.Mean.Offset + c];
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    private static void SetByBias(StageRun run, StageShare share, float* parameters)
    {
        for (var c = share.First; c < share.End; c++)
            (run.Scale[c], run.Shift[c]) = (1, BiasOf(run, c, parameters));
    }

    private static void UpdateRunning(float* running, double value) =>
        *running = (float)((1 - Normalization.Momentum) * *running + Normalization.Momentum * value);

    /// <summary>The bias of a channel's convolution; 0 without one.</summary>
    private static float BiasOf(StageRun run, int channel, float* parameters) =>
        run.Stage.Bias is { } range ? parameters[range.Offset + channel] : 0;

    /// <summary>The sum of a term over the elements of a channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum<TTerm>(StageRun run, int channel, TTerm term) where TTerm : struct, ITerm
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
                {
                    even = term.Add(even, term.Of(Vector512.Load(x + v)));
                    odd = term.Add(odd, term.Of(Vector512.Load(x + v + Lanes.Count)));
                }

                if (v + Lanes.Count <= length)
                {
                    even = term.Add(even, term.Of(Vector512.Load(x + v)));
                    v += Lanes.Count;
                }

                if (v < length)
                    odd = term.Add(odd, term.Of(Vector512.Load(x + v)) & mask);
                sum += even + odd;
            }
        }

        return Lanes.Sum(sum);
    }

    /// <summary>A term of a sum over x, compiled into the sum.</summary>
    private interface ITerm
    {
        /// <summary>The term of some elements; 0 adds nothing.</summary>
        Vector512<float> Of(Vector512<float> x);

        /// <summary>The sum with a term.</summary>
        Vector512<float> Add(Vector512<float> sum, Vector512<float> term);
    }

    /// <summary>Σ x.</summary>
    private readonly struct Value : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Of(Vector512<float> x) => x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Add(Vector512<float> sum, Vector512<float> term) => sum + term;
    }

    /// <summary>Σ (x − μ)².</summary>
    private readonly struct SquaredDeviation(Vector512<float> mean) : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Of(Vector512<float> x) => x - mean;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Add(Vector512<float> sum, Vector512<float> term) => Vector512.FusedMultiplyAdd(term, term, sum);
    }
}
