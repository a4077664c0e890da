namespace OptimizerDynamics.Networks;

/// <summary>A part of an image, and whether it is flipped.</summary>
/// <param name="Left">Its first column, in pixels from the image's left edge.</param>
/// <param name="Top">Its first row, in pixels from the image's top edge.</param>
/// <param name="Width">Its width in pixels, at least 1.</param>
/// <param name="Height">Its height in pixels, at least 1.</param>
/// <param name="IsFlipped">Whether left and right are exchanged.</param>
public readonly record struct RandomCrop(int Left, int Top, int Width, int Height, bool IsFlipped);
