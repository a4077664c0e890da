namespace OptimizerDynamics.Networks;

/// <summary>A network on the CPU engine together with its optimizer.</summary>
public sealed unsafe class CpuTrainingNetwork : CpuNetwork, ITrainingNetwork
{
    private readonly CpuOptimizer<float> _optimizer;
    private DecaySums? _decay;
    private readonly float* _gradients;
    private EngineRun? _run;
    private bool _isDisposed;

    internal CpuTrainingNetwork(NetworkGraph graph, NetworkInput input, Chain chain, long iterations, int threads)
        : base(graph, input, threads)
    {
        try
        {
            _optimizer = new CpuOptimizer<float>(chain, graph.Parameters, iterations, new CpuOptions { MaxThreads = threads });
        }
        catch
        {
            Dispose(); // nobody else can free what has been made
            throw;
        }

        _gradients = Memory.Zeroed(Lanes.RoundUp(graph.Parameters.Length));
    }

    /// <summary>The gradients of the last step's loss by θ.</summary>
    internal ReadOnlySpan<float> Gradients => new(_gradients, Graph.Parameters.Length);

    /// <inheritdoc/>
    public double TakeStep(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits)
    {
        var loss = ComputeGradients(pixels, labels, logits);
        _optimizer.Step(new Span<float>(Theta, Graph.Parameters.Length), Gradients);
        if (_decay is not null && _optimizer.Decomposition is { } parts)
            _decay.Add(parts.Decay, parts.Update, parts.Parameters);
        return loss;
    }

    /// <inheritdoc/>
    public bool MeasureDecay()
    {
        if (!_optimizer.Chain.HasDecayPart)
            return false;
        _optimizer.Decompose(UpdateParts.Decay | UpdateParts.Update | UpdateParts.Parameters);
        _decay = new DecaySums(Graph);
        return true;
    }

    /// <inheritdoc/>
    public void ReadDecay(DecaySums sums)
    {
        ArgumentNullException.ThrowIfNull(sums);
        sums.Clear();
        if (_decay is not null)
            sums.CopyFrom(_decay);
    }

    /// <inheritdoc/>
    public void LoadDecay(DecaySums sums) => _decay?.CopyFrom(sums);

    /// <summary>The mean loss of a mini-batch and its gradients; the running statistics take their share of the mini-batch's.</summary>
    internal double ComputeGradients(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits)
    {
        RequireImages(pixels, labels);
        if (_run?.Images != labels.Length)
        {
            _run?.Dispose();
            _run = new EngineRun(Plan, Input.Normalization, labels.Length, isTraining: true, Team);
        }

        _run.LoadImages(pixels);
        _run.Forward(Theta, Running, isTraining: true);
        _run.ReadLogits(logits);
        var loss = _run.Loss(labels, withGradient: true) / labels.Length;
        _run.Back(Theta, _gradients);
        return loss;
    }

    /// <inheritdoc/>
    public void SaveOptimizer(Stream destination) => _optimizer.SaveState(destination);

    /// <inheritdoc/>
    public void LoadOptimizer(Stream source) => _optimizer.LoadState(source);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _run?.Dispose();
        _run = null;
        if (!_isDisposed)
            Memory.Free(_gradients);
        _isDisposed = true;
        base.Dispose(disposing);
    }
}
