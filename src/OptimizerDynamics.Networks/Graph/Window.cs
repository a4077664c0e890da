namespace OptimizerDynamics.Networks;

/// <summary>The square window of a convolution or a pooling.</summary>
/// <param name="Kernel">Its side in pixels, at least 1.</param>
/// <param name="Stride">The distance of neighbouring windows in pixels, at least 1.</param>
/// <param name="Padding">How many pixels are added at each side of the image, at least 0 and below the kernel.</param>
public readonly record struct Window(int Kernel, int Stride, int Padding)
{
    /// <summary>The window that leaves the side of an image as it is: one pixel.</summary>
    public static Window Pixel { get; } = new(1, 1, 0);

    /// <summary>The side of the output, ⌊(side + 2 padding − kernel) / stride⌋ + 1; 0 or less where no window fits into the
    /// image.</summary>
    /// <param name="side">The side of the input in pixels.</param>
    public int OutputSide(int side)
    {
        var room = side + 2 * Padding - Kernel;
        return room < 0 ? 0 : room / Stride + 1;
    }
}
