namespace OptimizerDynamics.Data;

/// <summary>Which images a network is trained and tested with.</summary>
/// <param name="Name">The set's identity: its name, or its name, a colon and a fingerprint (<see cref="DataSet.Identity"/>).</param>
/// <param name="Folder">Where its files are; of no account where images are drawn by code alone.</param>
/// <param name="Size">Height and width of an image in pixels; 0 for the set's own.</param>
/// <param name="Images">Training images, at least 0; 0 for all, or as many as are usual where they are drawn.</param>
/// <param name="TestImages">Test images, at least 0; 0 for all, or as many as are usual where they are drawn.</param>
/// <param name="Classes">Classes of drawn objects, the first of them; 0 for all.</param>
public sealed record DataChoice(string Name, string Folder = "", int Size = 0, long Images = 0, long TestImages = 0, int Classes = 0)
{
    /// <summary>Images that are read in another size are at most so high and wide.</summary>
    public const int LargestSize = 4096;

    /// <summary>Height and width of an image.</summary>
    /// <param name="usual">The set's own.</param>
    /// <exception cref="ArgumentException">It is negative, or larger than images can be made.</exception>
    public int SizeOr(int usual) => Size is >= 0 and <= LargestSize
        ? Size == 0 ? usual : Size
        : throw new ArgumentException($"size: expected 1 to {LargestSize} pixels, or 0 for the set's own, found {Size}.");

    /// <summary>The images of such a choice.</summary>
    /// <param name="images">The set.</param>
    /// <param name="count">How many, the first; 0 for all.</param>
    public ImageSet Of(ImageSet images, long count)
    {
        ArgumentNullException.ThrowIfNull(images);
        var some = count > 0 ? images.First((int)Math.Min(count, int.MaxValue)) : images;
        return SizeOr(0) > 0 ? some.Resized(Size) : some;
    }
}
