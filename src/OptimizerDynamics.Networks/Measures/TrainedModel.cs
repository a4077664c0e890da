using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OptimizerDynamics.Networks;

/// <summary>A trained network as measures see it (<see cref="Measure.Computed"/>): graph, θ, running statistics, the statistics of its
/// features, the images, and evaluations of it and of networks that are made of it.</summary>
/// <remarks>Numbers lie in memory, and everything is computed by the backend that trained the network: a measure sees no tensor, and must
/// not keep the model.</remarks>
public sealed class TrainedModel : IDisposable
{
    private readonly ITrainingBackend _backend;
    private readonly IBackendNetwork _network;
    private readonly NetworkInput _input;
    private readonly Lazy<IBackendNetwork> _variant;

    /// <summary>Surveys a network's features on the training set, and evaluates it there.</summary>
    /// <param name="backend">Computes networks that are made of it.</param>
    /// <param name="network">The network, on that backend; it belongs to the caller.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="training">The training set.</param>
    /// <param name="test">The test set.</param>
    /// <param name="seed">The training's seed.</param>
    internal TrainedModel(
        ITrainingBackend backend, IBackendNetwork network, NetworkInput input, IImageSource training, IImageSource test, ulong seed)
    {
        (_backend, _network, _input, Training, Test, Seed) = (backend, network, input, training, test, seed);
        var (parameters, statistics) = (new float[Graph.Parameters.Length], new float[Graph.Statistics?.Length ?? 0]);
        network.Read(parameters, statistics);
        Parameters = ImmutableCollectionsMarshal.AsImmutableArray(parameters);
        Statistics = ImmutableCollectionsMarshal.AsImmutableArray(statistics);
        (Features, OnTraining) = FeatureSurvey.SurveyAndEvaluate(network, training);
        _variant = new Lazy<IBackendNetwork>(() => _backend.Create(Graph, _input));
    }

    /// <summary>The network.</summary>
    public NetworkGraph Graph => _network.Graph;

    /// <summary>θ, in the order of <see cref="NetworkGraph.Parameters"/>.</summary>
    public ImmutableArray<float> Parameters { get; }

    /// <summary>The running statistics, in the order of <see cref="NetworkGraph.Statistics"/>; empty where the graph has none.</summary>
    public ImmutableArray<float> Statistics { get; }

    /// <summary>The features of each of <see cref="NetworkGraph.FeatureLayers"/>, over the training set.</summary>
    public ImmutableArray<FeatureStatistics> Features { get; }

    /// <summary>How well the network classifies the training set.</summary>
    public Evaluation OnTraining { get; }

    /// <summary>The training set.</summary>
    public IImageSource Training { get; }

    /// <summary>The test set.</summary>
    public IImageSource Test { get; }

    /// <summary>The training's seed.</summary>
    public ulong Seed { get; }

    /// <summary>The network as pruning criteria see it.</summary>
    public PruningSubject Subject => new(Graph, Parameters, Features, Seed);

    /// <summary>Evaluates the network as it is.</summary>
    /// <param name="images">The images, such as <see cref="Test"/>.</param>
    public Evaluation Evaluate(IImageSource images) => Evaluator.Evaluate(_network, images);

    /// <summary>Evaluates the network with another θ, such as one of <see cref="Prune.Zero"/>, and its own running statistics.</summary>
    /// <param name="parameters">The other θ, in the order of <see cref="NetworkGraph.Parameters"/>.</param>
    /// <param name="images">The images, such as <see cref="Test"/>.</param>
    /// <exception cref="ArgumentException">θ has not as many numbers as the graph.</exception>
    public Evaluation Evaluate(ReadOnlySpan<float> parameters, IImageSource images)
    {
        _variant.Value.Load(parameters, Statistics.AsSpan());
        return Evaluator.Evaluate(_variant.Value, images);
    }

    /// <summary>Evaluates what is left of the network.</summary>
    /// <param name="pruned">The smaller network, as <see cref="Prune(FilterMask)"/> makes it.</param>
    /// <param name="images">The images, such as <see cref="Test"/>.</param>
    public Evaluation Evaluate(PrunedNetwork pruned, IImageSource images)
    {
        using var network = Create(pruned);
        return Evaluator.Evaluate(network, images);
    }

    /// <summary>The network without some of its features.</summary>
    /// <param name="mask">The features to remove.</param>
    /// <exception cref="ArgumentException">The mask does not fit the graph.</exception>
    public PrunedNetwork Prune(FilterMask mask) => Networks.Prune.Apply(Graph, Parameters.AsSpan(), Statistics.AsSpan(), mask);

    /// <summary>θ with some of the network's features set to zero.</summary>
    /// <param name="mask">The features to set to zero.</param>
    /// <exception cref="ArgumentException">The mask does not fit the graph.</exception>
    public float[] Zero(FilterMask mask) => Networks.Prune.Zero(Graph, Parameters.AsSpan(), mask);

    /// <summary>Frees what was made of the network.</summary>
    public void Dispose()
    {
        if (_variant.IsValueCreated)
            _variant.Value.Dispose();
    }

    /// <summary>A smaller network on the backend; it belongs to the caller.</summary>
    internal IBackendNetwork Create(PrunedNetwork pruned)
    {
        var network = _backend.Create(pruned.Graph, _input);
        network.Load(pruned.Parameters, pruned.Statistics);
        return network;
    }
}
