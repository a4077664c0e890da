using BenchmarkDotNet.Attributes;
using OptimizerDynamics.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimizerDynamics.Benchmarks;

/// <summary>One optimizer step in float: the reference interpreter, TorchSharp's own optimizer, and copying the same bytes.</summary>
public abstract class StepBenchmark
{
    /// <summary>
    /// So small that θ stays where it is, however many steps are measured. With an ordinary rate and the same gradient in every step, some
    /// parameters come to rest where L2 and gradient cancel, and subnormal moments then slow down whatever is measured last.
    /// </summary>
    private const double LearningRate = 1e-12;

    private readonly List<Tensor> _tensors = [];
    private float[] _parameters = [];
    private float[] _gradients = [];
    private float[] _source = [];
    private float[] _destination = [];
    private ReferenceOptimizer<float>? _oneThread;
    private ReferenceOptimizer<float>? _allCores;
    private optim.Optimizer? _torchSharp;

    /// <summary>What the parameter vector is made of; TorchSharp's optimizer gets one tensor for each range.</summary>
    protected abstract ParameterLayout Layout { get; }

    /// <summary>The optimizer's name.</summary>
    protected abstract string OptimizerName { get; }

    /// <summary>What the case is, in the table.</summary>
    internal abstract string Title { get; }

    /// <summary>Number of parameters.</summary>
    internal int ParameterCount => Layout.Length;

    /// <summary>Whether TorchSharp has the optimizer.</summary>
    internal bool HasTorchSharp => OptimizerName is not ("adabelief" or "yogi" or "lion");

    [GlobalSetup]
    public void Setup()
    {
        var chain = OptimizerCatalog.Find(OptimizerName)!.Build(new Dictionary<string, double> { ["lr"] = LearningRate, ["l2"] = 1e-4 });
        var length = Layout.Length;
        _parameters = [.. Enumerable.Range(0, length).Select(i => MathF.Cos(i))];
        _gradients = [.. Enumerable.Range(0, length).Select(i => MathF.Sin(i))];
        _oneThread = new ReferenceOptimizer<float>(chain, Layout, options: new ReferenceOptions { MaxThreads = 1 });
        _allCores = new ReferenceOptimizer<float>(chain, Layout);

        // A step reads θ, g and the state, and writes θ and the state: 3 + 2·(state vectors) numbers. Copying n numbers moves 2n.
        var moved = 3 + 2 * chain.Sum(rule => rule.Vectors.Length);
        _source = new float[length * moved / 2];
        _destination = new float[length * moved / 2];

        NativeTorch.Load();
        set_num_threads(1);
        var parameters = Layout.Ranges.Select(range => new Parameter(Filled(_parameters, range))).ToArray();
        foreach (var (parameter, range) in parameters.Zip(Layout.Ranges))
        {
            parameter.grad = Filled(_gradients, range);
            _tensors.Add(parameter);
        }

        _torchSharp = Create(OptimizerName, parameters);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _torchSharp?.Dispose();
        _tensors.ForEach(tensor => tensor.Dispose());
        _tensors.Clear();
    }

    [Benchmark(Baseline = true)]
    public void TorchSharp()
    {
        using var scope = NewDisposeScope();
        _torchSharp?.step();
    }

    [Benchmark]
    public void Reference() => _oneThread!.Step(_parameters, _gradients);

    [Benchmark]
    public void ReferenceAllCores() => _allCores!.Step(_parameters, _gradients);

    [Benchmark]
    public void Copy() => _source.AsSpan().CopyTo(_destination);

    private static Tensor Filled(float[] values, ParameterRange range) =>
        tensor(values[range.Offset..range.End], [.. range.Shape.Select(size => (long)size)]);

    /// <summary>TorchSharp's optimizer with the same settings; null where it has none.</summary>
    private static optim.Optimizer? Create(string name, Parameter[] parameters) => name switch
    {
        "sgd" => optim.SGD(parameters, LearningRate, 0.9, weight_decay: 1e-4),
        "adam" => optim.Adam(parameters, LearningRate, 0.9, 0.99, 1e-8, 1e-4),
        "amsgrad" => optim.Adam(parameters, LearningRate, 0.9, 0.99, 1e-8, 1e-4, amsgrad: true),
        "adamax" => optim.Adamax(parameters, LearningRate, 0.9, 0.999, 1e-8, 1e-4),
        "rmsprop" => optim.RMSProp(parameters, LearningRate, 0.99, 1e-8, 1e-4),
        "adagrad" => optim.Adagrad(parameters, LearningRate, 0, 1e-4, 0, 1e-10),
        "adadelta" => optim.Adadelta(parameters, LearningRate, 0.9, 1e-6, 1e-4),
        "nadam" => optim.NAdam(parameters, LearningRate, 0.9, 0.999, 1e-8, 1e-4),
        "radam" => optim.RAdam(parameters, LearningRate, 0.9, 0.999, 1e-8, 1e-4),
        _ => null,
    };
}
