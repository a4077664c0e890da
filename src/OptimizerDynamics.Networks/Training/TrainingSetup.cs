using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>What is trained and how: all that a training needs beside its images and its backend.</summary>
/// <param name="Architecture">The kind of network.</param>
/// <param name="Width">Multiplies the features of its layers, above 0.</param>
/// <param name="NegativeSlope">The slope of the leaky ReLU below 0, in [0, 1); 0 for ReLU.</param>
/// <param name="Chain">The optimizer.</param>
/// <param name="BatchSize">Images in a mini-batch, at least 2.</param>
/// <param name="Iterations">The number of steps, at least 1; 0 where <paramref name="Epochs"/> says it.</param>
/// <param name="Epochs">How many times through the training images, at least 1; 0 where <paramref name="Iterations"/> says it.</param>
/// <param name="Seed">Initializes the network, and draws the order of the images and their augmentation.</param>
/// <param name="Augmentation">How training images are augmented.</param>
public sealed record TrainingSetup(
    Architecture Architecture, double Width, double NegativeSlope, Chain Chain, int BatchSize, long Iterations, long Epochs, ulong Seed,
    Augmentation Augmentation = Augmentation.None)
{
    /// <summary>What else decides about the training, such as the id of its trial (<see cref="TrainingOptions.Identity"/>).</summary>
    public string Identity { get; init; } = "";

    /// <summary>Whether the network has normalizations.</summary>
    public bool IsNormalized { get; init; } = true;

    /// <summary>By what γ is multiplied at the beginning, and the weights behind it divided (<see cref="ScaleRescaling"/>), until a pruned
    /// network is fine-tuned; above 0, and 1 for nothing.</summary>
    public double Rescaling { get; init; } = 1;

    /// <summary>The criteria by which the trained network is pruned.</summary>
    public ImmutableArray<PruningCriterion> PruningCriteria { get; init; } = Networks.PruningCriteria.All;

    /// <summary>The measures, of which those that are computed with the trained network are (<see cref="Measure.Computed"/>).</summary>
    public ImmutableArray<Measure> Measures { get; init; } = [];

    /// <summary>The ways in which the trained network is pruned, each for itself, one after the other; empty for none
    /// (<see cref="TrainingResult.Branches"/>).</summary>
    public ImmutableArray<PruningStep> Branches { get; init; } = [];

    /// <summary>How each of <see cref="Branches"/> is trained further; null where they are not.</summary>
    public FineTuning? FineTuning { get; init; }

    /// <summary>The network for images.</summary>
    /// <param name="channels">The channels of an image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentException">The network cannot be made.</exception>
    public NetworkGraph Graph(int channels, int classes) => Architecture.Build(Width, channels, classes, NegativeSlope, IsNormalized);

    /// <summary>θ at the beginning.</summary>
    /// <param name="graph">The network.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Rescaling"/> is outside its range.</exception>
    public float[] Initialize(NetworkGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var parameters = IsNormalized ? graph.Initialize(Seed) : RectifierInitialization.Of(graph, Seed);
        return Rescaling.Equals(1) ? parameters : ScaleRescaling.Apply(graph, parameters, Rescaling);
    }

    /// <summary>How the network is trained, given the number of training images.</summary>
    /// <param name="images">The number of training images.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public TrainingOptions Options(int images)
    {
        var options = Epochs > 0
            ? TrainingOptions.OfEpochs(Epochs, images, BatchSize, Seed, Augmentation)
            : new TrainingOptions(BatchSize, Iterations, Seed, Augmentation: Augmentation);
        return options with { Identity = Identity };
    }
}
