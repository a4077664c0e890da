using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Testing;

/// <summary>What a graph computes, in loops that follow the definitions: in float64, for one image, with the running statistics.</summary>
internal static class PlainLoops
{
    /// <summary>The logits of an image of [channels, side, side] numbers.</summary>
    public static double[] Logits(NetworkGraph graph, float[] parameters, float[] statistics, double[] image, int side)
    {
        var (sides, outputs) = (graph.SidesOf(side), new double[graph.Layers.Length][]);
        double[] Of(int layer) => layer == NetworkGraph.Image ? image : outputs[layer];
        int SideOf(int layer) => layer == NetworkGraph.Image ? side : sides[layer];
        foreach (var (index, layer) in graph.Layers.Index())
        {
            var (input, channels) = (Of(layer.Input), graph.ChannelsOf(layer.Input));
            float[][] own = [.. graph.ParametersOf(index).Select(range => parameters[range.Offset..range.End])];
            float[][] running = [.. graph.StatisticsOf(index).Select(range => statistics[range.Offset..range.End])];
            outputs[index] = layer switch
            {
                Convolution of => Convolve(of, input, channels, SideOf(layer.Input), sides[index], own),
                Normalization => [.. input.Select((value, i) => Normalize(value, i / (input.Length / channels), own, running))],
                Activation { NegativeSlope: var slope } => [.. input.Select(value => value > 0 ? value : slope * value)],
                MaxPooling of => Pool(of.Window, input, channels, SideOf(layer.Input), sides[index]),
                GlobalMaxPooling => [.. input.Chunk(input.Length / channels).Select(plane => plane.Max())],
                GlobalMeanPooling => [.. input.Chunk(input.Length / channels).Select(plane => plane.Average())],
                Addition of => [.. input.Zip(Of(of.Other), (first, second) => first + second)],
                Linear => [.. own[1].Select((bias, unit) => bias + input.Select((value, i) => value * own[0][unit * channels + i]).Sum())],
                _ => throw new NotSupportedException(layer.ToString()),
            };
        }

        return outputs[^1];
    }

    private static double Normalize(double value, int channel, float[][] own, float[][] running) =>
        own[0][channel] * (value - running[0][channel]) / Math.Sqrt(running[1][channel] + Normalization.Epsilon) + own[1][channel];

    private static double[] Convolve(Convolution of, double[] input, int channels, int side, int outputSide, float[][] own)
    {
        var (kernel, output) = (of.Window.Kernel, new double[of.Features * outputSide * outputSide]);
        for (var i = 0; i < output.Length; i++)
        {
            var feature = i / (outputSide * outputSide);
            output[i] = of.HasBias ? own[1][feature] : 0;
            foreach (var (pixel, tap) in Taps(of.Window, i, side, outputSide))
            {
                for (var channel = 0; channel < channels; channel++)
                    output[i] += input[channel * side * side + pixel] * own[0][(feature * channels + channel) * kernel * kernel + tap];
            }
        }

        return output;
    }

    private static double[] Pool(Window window, double[] input, int channels, int side, int outputSide) =>
    [
        .. Enumerable.Range(0, channels * outputSide * outputSide).Select(i =>
            Taps(window, i, side, outputSide).Max(of => input[i / (outputSide * outputSide) * side * side + of.Pixel])),
    ];

    /// <summary>The pixels of a window that lie within the image, and where in the window.</summary>
    private static IEnumerable<(int Pixel, int Tap)> Taps(Window window, int output, int side, int outputSide)
    {
        for (var tap = 0; tap < window.Kernel * window.Kernel; tap++)
        {
            var y = output / outputSide % outputSide * window.Stride - window.Padding + tap / window.Kernel;
            var x = output % outputSide * window.Stride - window.Padding + tap % window.Kernel;
            if (y >= 0 && y < side && x >= 0 && x < side)
                yield return (y * side + x, tap);
        }
    }
}
