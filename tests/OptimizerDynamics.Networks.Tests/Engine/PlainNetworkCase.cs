using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Networks.Tests;

/// <summary>A plain network with a mini-batch, drawn from a seed: depth, channels, image, mini-batch, pooling, leak, with and without
/// normalization and bias.</summary>
internal sealed class PlainNetworkCase
{
    public PlainNetworkCase(int seed, bool isSquare = false)
    {
        var draw = new Draw(seed);
        var slope = draw.Chance(0.5) ? 0 : draw.Uniform(0.01, 0.5);
        var signal = new GraphBuilder("Drawn", draw.Whole(1, 4)).Image;
        var depth = draw.Whole(1, 3);
        for (var layer = 0; layer < depth; layer++)
        {
            var isNormalized = draw.Chance(0.7);
            signal = signal.Convolution(
                $"c{layer}", draw.Pick(1, 2, 3, 4, 5, 8, 11, 16), 3, padding: 1, bias: !isNormalized || draw.Chance(0.3));
            if (isNormalized)
                signal = signal.Normalization($"n{layer}");
            if (draw.Chance(0.9))
                signal = signal.Activation(slope);
            if (layer + 1 < depth && draw.Chance(0.5))
                signal = draw.Chance(0.7)
                    ? signal.MaxPooling(2)
                    : signal.MaxPooling(3, stride: draw.Whole(1, 3), padding: draw.Whole(0, 1));
        }

        signal = draw.Chance(0.5) ? signal.GlobalMaxPooling() : signal.GlobalMeanPooling();
        if (draw.Chance(0.5))
            signal = signal.Linear("hidden", draw.Whole(1, 9)).Activation(slope);
        Graph = signal.Linear("fc", draw.Whole(2, 11)).ToGraph();
        Images = draw.Chance(0.5) ? draw.Whole(2, 6) : draw.Whole(7, 40);
        (Height, Width) = (Graph.SmallestImage + draw.Whole(0, 6), Graph.SmallestImage + draw.Whole(0, 6));
        if (isSquare)
            Width = Height;
        Parameters = Graph.Initialize((ulong)seed);
        foreach (var range in Graph.Parameters.Ranges.Where(range => range.Kind is ParameterKinds.NormScale or ParameterKinds.NormShift))
        {
            for (var i = range.Offset; i < range.End; i++)
                Parameters[i] += (float)draw.Uniform(-0.5, 0.5);
        }

        Pixels = new byte[Images * Graph.Channels * Height * Width];
        for (var i = 0; i < Pixels.Length; i++)
            Pixels[i] = (byte)draw.Whole(0, 255);
        Labels = [.. Enumerable.Range(0, Images).Select(_ => draw.Whole(0, Graph.Classes - 1))];
        Input = new NetworkInput(Height, Width, new ChannelNormalization(
            [.. Enumerable.Repeat(127.5, Graph.Channels)], [.. Enumerable.Repeat(74.0, Graph.Channels)]));
    }

    public NetworkGraph Graph { get; }

    public int Images { get; }

    public int Height { get; }

    public int Width { get; }

    public float[] Parameters { get; }

    public byte[] Pixels { get; }

    public int[] Labels { get; }

    public NetworkInput Input { get; }

    /// <summary>The images as the network reads them, in float32, [image][channel, y, x].</summary>
    public double[][] Numbers()
    {
        var numbers = new float[Pixels.Length];
        Input.Normalization.Apply<float>(Pixels, Height * Width, numbers);
        return [.. numbers.Chunk(numbers.Length / Images).Select(image => Array.ConvertAll(image, value => (double)value))];
    }

    /// <summary>The network on the engine, at its parameters.</summary>
    public CpuTrainingNetwork Train(Chain? chain = null, int threads = 1)
    {
        var network = (CpuTrainingNetwork)new CpuBackend(threads).CreateForTraining(Graph, Input, chain ?? Optimizers.Sgd(), 100);
        network.Load(Parameters, Graph.InitialStatistics());
        return network;
    }

    public PlainTraining Plain() => new(
        Graph, Array.ConvertAll(Parameters, value => (double)value), Numbers(), Height, Width, Labels);

    public override string ToString() => FormattableString.Invariant(
        $"{Images} images of {Graph.Channels} × {Height} × {Width}: {string.Join(", ", Graph.Layers.Select(layer => layer.ToString()))}");
}
