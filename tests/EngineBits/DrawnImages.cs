using OptimizerDynamics.Networks;

namespace OptimizerDynamics.EngineBits;

/// <summary>Images whose bytes and classes are the random bits of a seed.</summary>
internal sealed class DrawnImages : IImageSource
{
    private readonly byte[] _pixels;
    private readonly int[] _labels;

    /// <summary>Draws a set.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="count">Its images.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <param name="side">Rows and columns of an image.</param>
    /// <param name="classes">Classes.</param>
    public DrawnImages(ulong seed, int count, int channels, int side, int classes)
    {
        (Count, Channels, Height, Width, Classes) = (count, channels, side, side, classes);
        var pixels = new CounterRandom(seed, 0);
        _pixels = new byte[count * channels * side * side];
        for (var i = 0; i < _pixels.Length; i++)
            _pixels[i] = (byte)(pixels.BitsAt((ulong)i).First >> 56);
        var labels = new CounterRandom(seed, 1);
        _labels = [.. Enumerable.Range(0, count).Select(i => (int)(labels.BitsAt((ulong)i).First % (ulong)classes))];
    }

    public string Name => "drawn";

    public int Count { get; }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    public int Classes { get; }

    public ReadOnlySpan<int> Labels => _labels;

    public string? Remark => null;

    public void Read(ReadOnlySpan<int> indices, Span<byte> pixels, MiniBatchAugmentation? augmentation = null)
    {
        var length = Channels * Height * Width;
        for (var i = 0; i < indices.Length; i++)
            _pixels.AsSpan(indices[i] * length, length).CopyTo(pixels[(i * length)..]);
        augmentation?.Apply(pixels, Channels, Height, Width);
    }

    public void Dispose()
    {
        // Nothing but memory.
    }
}
