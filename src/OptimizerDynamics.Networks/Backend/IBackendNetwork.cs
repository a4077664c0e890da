namespace OptimizerDynamics.Networks;

/// <summary>A network on a backend: θ, running statistics, and what is computed with them in evaluation mode.</summary>
/// <remarks>Pixels are those of whole images in the layout of <see cref="IImageSource"/>, at least one image; how many there are follows
/// from their length and may differ from call to call. Numbers are float32 here whatever the backend computes in.</remarks>
public interface IBackendNetwork : IDisposable
{
    /// <summary>The network.</summary>
    NetworkGraph Graph { get; }

    /// <summary>Sets θ and the running statistics.</summary>
    /// <param name="parameters">θ, in the order of <see cref="NetworkGraph.Parameters"/>.</param>
    /// <param name="statistics">The running statistics, in the order of <see cref="NetworkGraph.Statistics"/>.</param>
    /// <exception cref="ArgumentException">A length is not that of the graph.</exception>
    void Load(ReadOnlySpan<float> parameters, ReadOnlySpan<float> statistics);

    /// <summary>Reads θ and the running statistics.</summary>
    /// <param name="parameters">Receives θ.</param>
    /// <param name="statistics">Receives the running statistics.</param>
    /// <exception cref="ArgumentException">A length is not that of the graph.</exception>
    void Read(Span<float> parameters, Span<float> statistics);

    /// <summary>Classifies images with the running statistics.</summary>
    /// <param name="pixels">The images.</param>
    /// <param name="labels">The class of each.</param>
    /// <param name="logits">Receives the logits, [images, classes].</param>
    /// <returns>The sum of the images' cross-entropies, in nats; NaN or infinite where the network is.</returns>
    double Evaluate(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits);

    /// <summary>Shows the images to the network, with the running statistics, and tells what each of its features puts out behind its
    /// activation.</summary>
    /// <param name="pixels">The images.</param>
    /// <param name="largest">Receives the largest magnitude over the plane, [images, features], with the features of all
    /// <see cref="NetworkGraph.FeatureLayers"/> one behind the other; NaN where one is.</param>
    /// <param name="means">Receives the mean over the plane, in the same order; empty where it is not wanted.</param>
    void Observe(ReadOnlySpan<byte> pixels, Span<float> largest, Span<float> means);

    /// <summary>Classifies images and tells what the features put out at that, as <see cref="Evaluate(ReadOnlySpan{byte},
    /// ReadOnlySpan{int}, Span{float})"/> and <see cref="Observe"/> do, to the same bits; where the backend can, the images go through the
    /// network once.</summary>
    /// <param name="pixels">The images.</param>
    /// <param name="labels">The class of each.</param>
    /// <param name="logits">Receives the logits, [images, classes].</param>
    /// <param name="largest">Receives the largest magnitudes, [images, features].</param>
    /// <param name="means">Receives the means, [images, features].</param>
    /// <returns>The sum of the images' cross-entropies, in nats; NaN or infinite where the network is.</returns>
    double Evaluate(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits, Span<float> largest, Span<float> means);

    /// <summary>Takes the time of classifying images: of the forward pass alone, without bringing the images or the logits.</summary>
    /// <param name="pixels">The images.</param>
    /// <returns>Seconds for all of them together.</returns>
    double Time(ReadOnlySpan<byte> pixels);
}
