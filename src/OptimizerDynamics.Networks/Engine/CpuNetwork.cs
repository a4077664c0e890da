using System.Diagnostics;

namespace OptimizerDynamics.Networks;

/// <summary>A network on the CPU engine, to be evaluated.</summary>
public unsafe class CpuNetwork : IBackendNetwork
{
    /// <summary>Images that are evaluated at once: a block.</summary>
    private const int EvaluatedAtOnce = 32;

    private readonly float* _parameters, _statistics;
    private EngineRun? _whole, _rest;
    private bool _isDisposed;

    internal CpuNetwork(NetworkGraph graph, NetworkInput input, int threads)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(input);
        (Graph, Input, Plan, Team) = (graph, input, new EnginePlan(graph, input), new EngineTeam(threads));
        _parameters = Memory.Zeroed(Lanes.RoundUp(graph.Parameters.Length));
        _statistics = Memory.Zeroed(Lanes.RoundUp(graph.Statistics?.Length ?? 0) + 1);
    }

    /// <inheritdoc/>
    public NetworkGraph Graph { get; }

    /// <summary>The size of its images, and how bytes become numbers.</summary>
    public NetworkInput Input { get; }

    internal EnginePlan Plan { get; }

    /// <summary>The threads that compute it.</summary>
    private protected EngineTeam Team { get; }

    /// <summary>θ.</summary>
    private protected float* Theta => _parameters;

    /// <summary>The running statistics.</summary>
    private protected float* Running => _statistics;

    private Span<float> Parameters => new(_parameters, Graph.Parameters.Length);

    private Span<float> Statistics => new(_statistics, Graph.Statistics?.Length ?? 0);

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<float> parameters, ReadOnlySpan<float> statistics)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        RequireLength(parameters.Length, Parameters.Length, nameof(parameters));
        RequireLength(statistics.Length, Statistics.Length, nameof(statistics));
        parameters.CopyTo(Parameters);
        statistics.CopyTo(Statistics);
    }

    /// <inheritdoc/>
    public void Read(Span<float> parameters, Span<float> statistics)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        RequireLength(parameters.Length, Parameters.Length, nameof(parameters));
        RequireLength(statistics.Length, Statistics.Length, nameof(statistics));
        Parameters.CopyTo(parameters);
        Statistics.CopyTo(statistics);
    }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits) =>
        Evaluate(pixels, labels, logits, [], []);

    /// <inheritdoc/>
    public double Evaluate(
        ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits, Span<float> largest, Span<float> means)
    {
        RequireImages(pixels, labels);
        RequireLength(logits.Length, labels.Length * Graph.Classes, nameof(logits));
        var sum = 0.0;
        for (var first = 0; first < labels.Length; first += EvaluatedAtOnce)
        {
            var run = Forward(pixels, first, labels.Length);
            sum += run.Loss(labels.Slice(first, run.Images), withGradient: false);
            run.ReadLogits(logits.Slice(first * Graph.Classes, run.Images * Graph.Classes));
            if (!largest.IsEmpty)
                Observe(run, first, largest, means);
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<byte> pixels, Span<float> largest, Span<float> means)
    {
        var images = ImagesIn(pixels);
        for (var first = 0; first < images; first += EvaluatedAtOnce)
            Observe(Forward(pixels, first, images), first, largest, means);
    }

    /// <inheritdoc/>
    public double Time(ReadOnlySpan<byte> pixels)
    {
        var (images, ticks) = (ImagesIn(pixels), 0L);
        for (var first = 0; first < images; first += EvaluatedAtOnce)
        {
            var run = RunOf(Math.Min(EvaluatedAtOnce, images - first));
            run.LoadImages(PixelsOf(pixels, first, run.Images));
            var start = Stopwatch.GetTimestamp();
            run.Forward(_parameters, _statistics, isTraining: false);
            ticks += Stopwatch.GetTimestamp() - start;
        }

        return ticks / (double)Stopwatch.Frequency;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the network.</summary>
    protected virtual void Dispose(bool disposing)
    {
        _whole?.Dispose();
        _rest?.Dispose();
        (_whole, _rest) = (null, null);
        if (_isDisposed)
            return;
        _isDisposed = true;
        Team.Dispose();
        Memory.Free(_parameters);
        Memory.Free(_statistics);
    }

    /// <summary>Refuses what would be read or written outside of memory: pixels of another number of images, classes that there are
    /// not.</summary>
    private protected void RequireImages(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels)
    {
        var images = ImagesIn(pixels);
        RequireLength(labels.Length, images, nameof(labels));
        foreach (var label in labels)
        {
            if ((uint)label >= (uint)Graph.Classes)
                throw new ArgumentOutOfRangeException(nameof(labels), label, $"A label is {label}: expected 0 to {Graph.Classes - 1}.");
        }
    }

    /// <summary>The number of images that some pixels are.</summary>
    private int ImagesIn(ReadOnlySpan<byte> pixels)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var (images, rest) = Math.DivRem(pixels.Length, ImageLength);
        return images > 0 && rest == 0 ? images : throw new ArgumentException(
            $"There are {pixels.Length} pixels: expected those of whole images, {ImageLength} each.", nameof(pixels));
    }

    private int ImageLength => Graph.Channels * Input.Height * Input.Width;

    private EngineRun Forward(ReadOnlySpan<byte> pixels, int first, int images)
    {
        var run = RunOf(Math.Min(EvaluatedAtOnce, images - first));
        run.LoadImages(PixelsOf(pixels, first, run.Images));
        run.Forward(_parameters, _statistics, isTraining: false);
        return run;
    }

    /// <summary>Writes what the features put out in a block of images to the place of its first image.</summary>
    private void Observe(EngineRun run, int first, Span<float> largest, Span<float> means)
    {
        var features = Graph.FeatureLayers.Sum(layer => layer.Features);
        var (start, length) = (first * features, run.Images * features);
        run.Observe(largest.Slice(start, length), means.IsEmpty ? [] : means.Slice(start, length));
    }

    private ReadOnlySpan<byte> PixelsOf(ReadOnlySpan<byte> pixels, int first, int images) =>
        pixels.Slice(first * ImageLength, images * ImageLength);

    /// <summary>
    /// Memory for so many images: that of whole blocks is kept, and that of the last, smaller one, which has one size in most sets.
    /// </summary>
    private EngineRun RunOf(int images)
    {
        ref var run = ref images == EvaluatedAtOnce ? ref _whole : ref _rest;
        if (run?.Images != images)
        {
            run?.Dispose();
            run = new EngineRun(Plan, Input.Normalization, images, isTraining: false, Team);
        }

        return run;
    }

    private static void RequireLength(int length, int expected, string name)
    {
        if (length != expected)
            throw new ArgumentException($"{name} has {length} numbers: expected {expected}.", name);
    }
}
