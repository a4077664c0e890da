using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.EngineBits;

/// <summary>A small training on the CPU engine.</summary>
/// <param name="Name">Its name in the list of digests.</param>
/// <param name="Graph">The network.</param>
/// <param name="Side">Rows and columns of an image, in pixels.</param>
/// <param name="MiniBatch">Images of a mini-batch.</param>
/// <param name="Chain">The optimizer.</param>
/// <param name="Augmentation">How training images are augmented.</param>
internal sealed record BitsCase(
    string Name, NetworkGraph Graph, int Side, int MiniBatch, Chain Chain, Augmentation Augmentation = Augmentation.None)
{
    private const int Steps = 20, Images = 90, Evaluated = 34;

    /// <summary>One training of every kind that the engine has own code for.</summary>
    public static IEnumerable<BitsCase> All()
    {
        yield return new("relu", Architectures.BasicNet.Build(1.0 / 16, 1, 10, 0), 12, 20, Optimizers.Adam(l2: 1e-3));
        yield return new("leaky", Architectures.BasicNet.Build(1.0 / 16, 3, 7, 0.1), 8, 18, Optimizers.AdamW(weightDecay: 1e-2));
        yield return new("odd", Architectures.BasicNet.Build(0.04, 3, 5, 0), 11, 13, Optimizers.RmsProp(momentum: 0.9), Augmentation.Flip);
        yield return new("deep", Architectures.Vgg11.Build(0.03, 1, 10, 0), 9, 7, Optimizers.Sgd(l2: 1e-4));
        yield return new("no-normalization", WithoutNormalization(), 11, 24, Optimizers.Lion(weightDecay: 1e-3), Augmentation.CropFlip);
        yield return new("blocks", WithoutPooling(), 6, 75, Optimizers.Adam(l2: 1e-4), Augmentation.ResizedCropFlip);
    }

    /// <summary>Trains, and evaluates and surveys a set whose last part is smaller than a block.</summary>
    /// <param name="backend">The engine.</param>
    /// <returns>The SHA-256 of losses, logits, θ, running statistics, the optimizer's state and the survey, in hex digits.</returns>
    public string Digest(CpuBackend backend)
    {
        using var images = new DrawnImages(17, Images, Graph.Channels, Side, Graph.Classes);
        var input = new NetworkInput(Side, Side, ChannelNormalization.Of(images));
        using var network = backend.CreateForTraining(Graph, input, Chain, Steps);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        network.Load(Graph.Initialize(3), Graph.InitialStatistics());
        Train(network, images, digest);

        var (theta, statistics) = (new float[Graph.Parameters.Length], new float[Graph.Statistics?.Length ?? 0]);
        network.Read(theta, statistics);
        var labels = images.Labels[..Evaluated];
        var features = Graph.FeatureLayers.Sum(layer => layer.Features);
        var pixels = new byte[labels.Length * images.Channels * Side * Side];
        images.Read([.. Enumerable.Range(0, labels.Length)], pixels);
        var logits = new float[labels.Length * Graph.Classes];
        Append(digest, network.Evaluate(pixels, labels, logits));
        var (largest, means) = (new float[labels.Length * features], new float[labels.Length * features]);
        network.Observe(pixels, largest, means);
        foreach (var numbers in new[] { theta, statistics, logits, largest, means })
            digest.AppendData(MemoryMarshal.AsBytes<float>(numbers));
        using var state = new MemoryStream();
        network.SaveOptimizer(state);
        digest.AppendData(state.ToArray());
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private void Train(ITrainingNetwork network, DrawnImages images, IncrementalHash digest)
    {
        var sampler = new BatchSampler(images.Count, MiniBatch, 5);
        var (pixels, labels) = (new byte[MiniBatch * images.Channels * Side * Side], new int[MiniBatch]);
        var logits = new float[MiniBatch * Graph.Classes];
        for (var step = 0; step < Steps; step++)
        {
            var drawn = sampler.At(step);
            images.Read(drawn, pixels, new MiniBatchAugmentation(Augmentation, 7, step));
            for (var i = 0; i < labels.Length; i++)
                labels[i] = images.Labels[drawn[i]];
            Append(digest, network.TakeStep(pixels, labels, logits));
            digest.AppendData(MemoryMarshal.AsBytes<float>(logits));
        }
    }

    private static void Append(IncrementalHash digest, double value) => digest.AppendData(BitConverter.GetBytes(value));

    private static NetworkGraph WithoutNormalization() => new GraphBuilder("Without normalization", 3).Image
        .Convolution("c1", 5, 3, padding: 1, bias: true).Activation(0.2).MaxPooling(3, stride: 2, padding: 1)
        .Convolution("c2", 11, 3, padding: 1, bias: true).Activation(0.2).GlobalMeanPooling()
        .Linear("fc", 6).ToGraph();

    private static NetworkGraph WithoutPooling() => new GraphBuilder("Without pooling", 1).Image
        .Convolution("c1", 3, 3, padding: 1).Normalization("n1")
        .Convolution("c2", 8, 3, padding: 1).Normalization("n2").Activation().MaxPooling(2)
        .Convolution("c3", 17, 3, padding: 1, bias: true).Normalization("n3").Activation().GlobalMeanPooling()
        .Linear("fc", 4).ToGraph();
}
