using BenchmarkDotNet.Attributes;
using OptimizerDynamics.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimizerDynamics.Benchmarks;

/// <summary>One optimizer step in float: TorchSharp's own optimizer, the tensor interpreter, the CPU interpreter, and copying the same
/// bytes. libtorch has one thread.</summary>
public abstract class StepBenchmark : IDisposable
{
    /// <summary>
    /// So small that θ stays where it is, however many steps are measured. With an ordinary rate and the same gradient in every step, some
    /// parameters come to rest where L2 and gradient cancel, and subnormal moments then slow down whatever is measured last.
    /// </summary>
    private const double LearningRate = 1e-12;

    private readonly List<Tensor> _kept = [];
    private float[] _parameters = [];
    private float[] _gradients = [];
    private float[] _source = [];
    private float[] _destination = [];
    private CpuOptimizer<float>? _oneThread;
    private CpuOptimizer<float>? _allCores;
    private TensorOptimizer? _tensors;
    private TorchSharpOptimizer? _torchSharp;

    /// <summary>What the parameter vector is made of; TorchSharp's optimizer gets one tensor for each range.</summary>
    protected abstract ParameterLayout Layout { get; }

    /// <summary>The optimizer's name.</summary>
    protected abstract string OptimizerName { get; }

    /// <summary>What the case is, in the table.</summary>
    internal abstract string Title { get; }

    /// <summary>Number of parameters.</summary>
    internal int ParameterCount => Layout.Length;

    /// <summary>Whether TorchSharp has the optimizer.</summary>
    internal bool HasTorchSharp => TorchSharpOptimizer.Names.Contains(OptimizerName);

    [GlobalSetup]
    public void Setup()
    {
        var optimizer = OptimizerCatalog.Find(OptimizerName)!;
        var settings = new Dictionary<string, double> { ["lr"] = LearningRate, ["l2"] = 1e-4 };
        var chain = optimizer.Build(settings);
        var length = Layout.Length;
        _parameters = [.. Enumerable.Range(0, length).Select(i => MathF.Cos(i))];
        _gradients = [.. Enumerable.Range(0, length).Select(i => MathF.Sin(i))];
        _oneThread = new CpuOptimizer<float>(chain, Layout, options: new CpuOptions { MaxThreads = 1 });
        _allCores = new CpuOptimizer<float>(chain, Layout);

        // A step reads θ, g and the state, and writes θ and the state: 3 + 2·(state vectors) numbers. Copying n numbers moves 2n.
        var moved = 3 + 2 * chain.Sum(rule => rule.Vectors.Length);
        _source = new float[length * moved / 2];
        _destination = new float[length * moved / 2];

        TorchThreads.Count = 1;
        _tensors = new TensorOptimizer(chain, Layout, Kept(tensor(_parameters)), Kept(tensor(_gradients)));
        var parameters = Layout.Ranges.Select(range => new Parameter(Filled(_parameters, range))).ToArray();
        foreach (var (parameter, range) in parameters.Zip(Layout.Ranges))
        {
            parameter.grad = Filled(_gradients, range);
            Kept(parameter);
        }

        _torchSharp = HasTorchSharp ? new TorchSharpOptimizer(optimizer, settings, parameters) : null;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _torchSharp?.Dispose();
        _tensors?.Dispose();
        _kept.ForEach(tensor => tensor.Dispose());
        _kept.Clear();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void TorchSharp()
    {
        using var scope = NewDisposeScope();
        _torchSharp?.Optimizer.step();
    }

    [Benchmark]
    public void Tensors() => _tensors!.Step();

    [Benchmark]
    public void Cpu() => _oneThread!.Step(_parameters, _gradients);

    [Benchmark]
    public void CpuAllCores() => _allCores!.Step(_parameters, _gradients);

    [Benchmark]
    public void Copy() => _source.AsSpan().CopyTo(_destination);

    private Tensor Kept(Tensor tensor)
    {
        _kept.Add(tensor);
        return tensor;
    }

    private static Tensor Filled(float[] values, ParameterRange range) =>
        tensor(values[range.Offset..range.End], [.. range.Shape.Select(size => (long)size)]);
}
