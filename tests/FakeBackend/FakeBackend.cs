namespace OptimizerDynamics.Networks.Tests;

/// <summary>A backend without a network: every step moves θ by what it was shown, and logits follow from pixels and θ. So each number tells
/// whether the loop showed the right images in the right order.</summary>
internal class FakeBackend(string name = "fake") : ITrainingBackend
{
    /// <summary>Called after each step with the number of steps; what it returns replaces the loss.</summary>
    public Func<long, double, double> Loss { get; init; } = (_, loss) => loss;

    /// <summary>Replaces the loss of an evaluation.</summary>
    public Func<double, double> EvaluationLoss { get; init; } = loss => loss;

    /// <summary>The mini-batches of all networks: the first pixel of each image.</summary>
    public List<byte[]> Shown { get; } = [];

    public string Name => name;

    public IBackendNetwork Create(NetworkGraph graph, NetworkInput input) => new FakeNetwork(this, graph, input);

    public ITrainingNetwork CreateForTraining(NetworkGraph graph, NetworkInput input, Chain chain, long iterations) =>
        new FakeNetwork(this, graph, input, chain.AddsDecay);
}

internal sealed class FakeNetwork(FakeBackend backend, NetworkGraph graph, NetworkInput input, bool decays = false) : ITrainingNetwork
{
    private readonly int _imageLength = graph.Channels * input.Height * input.Width;
    private readonly float[] _parameters = new float[graph.Parameters.Length], _statistics = new float[graph.Statistics!.Length];
    private readonly DecaySums _decay = new(graph);
    private long _steps;

    public NetworkGraph Graph => graph;

    public bool IsDisposed { get; private set; }

    /// <summary>θ, for tests that damage it.</summary>
    public float[] Parameters => _parameters;

    /// <summary>The running statistics, for tests that damage them.</summary>
    public float[] Statistics => _statistics;

    public void Load(ReadOnlySpan<float> parameters, ReadOnlySpan<float> statistics)
    {
        parameters.CopyTo(_parameters);
        statistics.CopyTo(_statistics);
    }

    public void Read(Span<float> parameters, Span<float> statistics)
    {
        _parameters.CopyTo(parameters);
        _statistics.CopyTo(statistics);
    }

    public double TakeStep(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits)
    {
        var loss = Classify(pixels, labels, logits) / labels.Length;
        var first = new byte[labels.Length];
        for (var image = 0; image < first.Length; image++)
        {
            first[image] = pixels[image * _imageLength];
            for (var i = image; i < _parameters.Length; i += first.Length)
                _parameters[i] += 1e-4f * pixels[(image * _imageLength) + i % _imageLength] * (1 + _steps % 3);
            _statistics[image % _statistics.Length] += 1e-3f * first[image];
        }

        // As if decay took a thousandth of the number of the step.
        for (var row = 0; decays && row < _decay.Rows.Length; row++)
        {
            _decay.Products[row] += 1e-3 * _steps;
            _decay.Squares[row] += 1;
        }

        backend.Shown.Add(first);
        return backend.Loss(++_steps, loss + 0 * _parameters[0]);
    }

    public bool MeasureDecay() => decays;

    public void ReadDecay(DecaySums sums) => sums.CopyFrom(_decay);

    public void LoadDecay(DecaySums sums) => _decay.CopyFrom(sums);

    public double Evaluate(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits) =>
        backend.EvaluationLoss(Classify(pixels, labels, logits));

    /// <summary>A feature's largest magnitude is an image's first pixel less the feature's index; its mean a tenth of that.</summary>
    public void Observe(ReadOnlySpan<byte> pixels, Span<float> largest, Span<float> means)
    {
        var features = graph.FeatureLayers.Sum(layer => layer.Features);
        for (var i = 0; i < largest.Length; i++)
        {
            largest[i] = Math.Max(0, pixels[i / features * _imageLength] - 3 * (i % features));
            if (means.Length > 0)
                means[i] = largest[i] / 10;
        }
    }

    public double Evaluate(
        ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits, Span<float> largest, Span<float> means)
    {
        Observe(pixels, largest, means);
        return Evaluate(pixels, labels, logits);
    }

    public double Time(ReadOnlySpan<byte> pixels) => 1e-3 * graph.Parameters.Length;

    public void SaveOptimizer(Stream destination) => destination.Write(BitConverter.GetBytes(_steps));

    public void LoadOptimizer(Stream source)
    {
        var bytes = new byte[sizeof(long)];
        if (source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new OptimizerStateException("The state is cut off.");
        _steps = BitConverter.ToInt64(bytes);
    }

    public void Dispose() => IsDisposed = true;

    private double Classify(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits)
    {
        var loss = 0.0;
        for (var i = 0; i < logits.Length; i++)
            logits[i] = pixels[i / graph.Classes * _imageLength + i % graph.Classes] * (1 + _parameters[i % graph.Classes]);
        for (var image = 0; image < labels.Length; image++)
            loss += 1 + labels[image] + pixels[image * _imageLength] / 256.0;
        return loss;
    }
}

/// <summary>A backend that packs: one step after the other.</summary>
internal sealed class FakePackingBackend(string name = "fake") : FakeBackend(name), IPackingBackend
{
    /// <summary>The number of networks in each pack.</summary>
    public List<int> Packs { get; } = [];

    public INetworkPack Pack(IReadOnlyList<ITrainingNetwork> networks)
    {
        Packs.Add(networks.Count);
        return new FakePack(networks);
    }

    private sealed class FakePack(IReadOnlyList<ITrainingNetwork> networks) : INetworkPack
    {
        public void TakeStep(
            ReadOnlySpan<bool> isRunning, ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<double> losses, Span<float> logits)
        {
            var (images, image) = (labels.Length / networks.Count, pixels.Length / labels.Length);
            var outputs = logits.Length / networks.Count;
            for (var i = 0; i < networks.Count; i++)
            {
                if (isRunning[i])
                {
                    losses[i] = networks[i].TakeStep(
                        pixels.Slice(i * images * image, images * image), labels.Slice(i * images, images),
                        logits.Slice(i * outputs, outputs));
                }
            }
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>Images of one channel in memory: the first pixel is the image's index, and the others follow from a seed.</summary>
internal sealed class FakeImages(int count, int classes = 4, int size = 8) : IImageSource
{
    private readonly int[] _labels = [.. Enumerable.Range(0, count).Select(image => image % classes)];

    public string Name { get; init; } = "fake images";

    public int Count => count;

    public int Channels { get; init; } = 1;

    public int Height => size;

    public int Width => size;

    public int Classes => classes;

    public ReadOnlySpan<int> Labels => _labels;

    public string? Remark { get; init; }

    public void Read(ReadOnlySpan<int> indices, Span<byte> pixels, MiniBatchAugmentation? augmentation = null)
    {
        var length = Channels * size * size;
        for (var i = 0; i < indices.Length; i++)
        {
            var image = pixels.Slice(i * length, length);
            var random = new CounterRandom((ulong)indices[i]);
            for (var pixel = 1; pixel < length; pixel++)
                image[pixel] = (byte)(256 * random.At((ulong)pixel).Uniform);
            image[0] = (byte)indices[i];
        }

        augmentation?.Apply(pixels, Channels, size, size);
    }

    public void Dispose()
    {
    }
}
