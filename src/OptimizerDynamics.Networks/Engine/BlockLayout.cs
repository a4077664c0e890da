namespace OptimizerDynamics.Networks;

/// <summary>How the images of a mini-batch are made into blocks, whose images lie side by side in every pixel.</summary>
/// <remarks>The layout of planes is [block][channel][y][x · images of the block + image]: so the lanes of a vector are full however few
/// channels there are, and a shift by a pixel is an offset. Blocks have at most 32 images, and differ by one at most. The layout is a
/// function of the number of images alone, for it decides the order of additions.</remarks>
internal sealed class BlockLayout
{
    private const int Largest = 32;

    private readonly int _larger;

    /// <summary>The layout of a mini-batch.</summary>
    /// <param name="images">Its images, at least 1.</param>
    public BlockLayout(int images)
    {
        Images = images;
        var (fewest, most) = ((images + Largest - 1) / Largest, images / Lanes.Count);
        Blocks = Enumerable.Range(fewest, Math.Max(1, most - fewest + 1)).MinBy(
            blocks => blocks * Lanes.RoundUp((images + blocks - 1) / blocks));
        BlockSize = (images + Blocks - 1) / Blocks;
        _larger = images - Blocks * (BlockSize - 1);
    }

    /// <summary>The images of the mini-batch.</summary>
    public int Images { get; }

    /// <summary>The number of blocks.</summary>
    public int Blocks { get; }

    /// <summary>Images of the first, largest blocks.</summary>
    public int BlockSize { get; }

    /// <summary>Images of a block.</summary>
    public int SizeOf(int block) => block < _larger ? BlockSize : BlockSize - 1;

    /// <summary>The index of a block's first image.</summary>
    public int FirstOf(int block) => block * BlockSize - Math.Max(0, block - _larger);
}
