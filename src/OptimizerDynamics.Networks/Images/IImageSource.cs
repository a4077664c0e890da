namespace OptimizerDynamics.Networks;

/// <summary>Images and their classes, read by index: held in memory, or decoded when they are asked for.</summary>
/// <remarks>Pixels are unsigned bytes, image by image and plane by plane: count × channels × height × width, rows from the top.
/// Implementations may be read from one thread at a time.</remarks>
public interface IImageSource : IDisposable
{
    /// <summary>The set's name.</summary>
    string Name { get; }

    /// <summary>The number of images, at least 1.</summary>
    int Count { get; }

    /// <summary>The channels of an image: 1 (grayscale) or 3 (red, green, blue).</summary>
    int Channels { get; }

    /// <summary>The rows of an image.</summary>
    int Height { get; }

    /// <summary>The columns of an image.</summary>
    int Width { get; }

    /// <summary>The number of classes, at least 1.</summary>
    int Classes { get; }

    /// <summary>The class of each image, in [0, <see cref="Classes"/>).</summary>
    ReadOnlySpan<int> Labels { get; }

    /// <summary>What a reader of results has to know of the set; null when there is nothing.</summary>
    string? Remark { get; }

    /// <summary>Reads some images.</summary>
    /// <param name="indices">Their indices, in [0, <see cref="Count"/>), in any order.</param>
    /// <param name="pixels">Receives indices.Length × <see cref="Channels"/> × <see cref="Height"/> × <see cref="Width"/> bytes.</param>
    /// <param name="augmentation">How they are augmented; null to have them as they are.</param>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has another length.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    void Read(ReadOnlySpan<int> indices, Span<byte> pixels, MiniBatchAugmentation? augmentation = null);
}
