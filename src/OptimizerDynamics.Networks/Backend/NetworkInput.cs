namespace OptimizerDynamics.Networks;

/// <summary>What a network reads: the size of its images, and how their bytes become numbers.</summary>
/// <param name="Height">The rows of an image.</param>
/// <param name="Width">The columns of an image.</param>
/// <param name="Normalization">Makes numbers of the bytes.</param>
public sealed record NetworkInput(int Height, int Width, ChannelNormalization Normalization);
