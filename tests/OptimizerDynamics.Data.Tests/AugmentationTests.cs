using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data.Tests;

/// <summary>How training images are augmented: by seed and iteration alone, and never into something that is not in the image.</summary>
public sealed class AugmentationTests
{
    private const int Count = 400, Size = 16, Length = 2 * Size * Size;
    private static readonly bool[] _both = [false, true];

    /// <summary>Every pixel tells where it was: row · 16 + column, and none is black.</summary>
    private static byte[] Places() => [.. Enumerable.Range(0, Count * Length).Select(i => (byte)Math.Max(1, i % (Size * Size)))];

    private static byte[] Augmented(Augmentation kind, ulong seed, long iteration)
    {
        var pixels = Places();
        new MiniBatchAugmentation(kind, seed, iteration).Apply(pixels, 2, Size, Size);
        return pixels;
    }

    [Theory]
    [InlineData(Augmentation.Flip)]
    [InlineData(Augmentation.CropFlip)]
    [InlineData(Augmentation.ResizedCropFlip)]
    public void The_same_seed_and_iteration_give_the_same_images(Augmentation kind)
    {
        Assert.Equal(Augmented(kind, 3, 7), Augmented(kind, 3, 7));
        Assert.NotEqual(Augmented(kind, 3, 7), Augmented(kind, 3, 8));
        Assert.NotEqual(Augmented(kind, 3, 7), Augmented(kind, 4, 7));
        Assert.Equal(Places(), Augmented(Augmentation.None, 3, 7));
    }

    [Fact]
    public void Half_of_the_images_are_flipped_and_nothing_else()
    {
        var augmented = Augmented(Augmentation.Flip, 1, 0);
        var image = Places()[..Length];
        var flipped = augmented.Chunk(Length).Count(found => found.SequenceEqual(Shifted(image, 0, 0, isFlipped: true)));
        var unchanged = augmented.Chunk(Length).Count(found => found.SequenceEqual(image));
        Assert.Equal(Count, flipped + unchanged);
        Assert.InRange(flipped, 150, 250); // 200 ± 5 standard deviations of 10
    }

    /// <summary>
    /// A pixel of the result is one of the image, all shifted by the same number of rows and columns up to an eighth, or black.
    /// </summary>
    [Fact]
    public void A_shifted_image_is_the_image_shifted()
    {
        var image = Places()[..Length];
        var expected = (from down in Enumerable.Range(-2, 5)
                        from across in Enumerable.Range(-2, 5)
                        from isFlipped in _both
                        select (Shift: (down, across), Pixels: Shifted(image, down, across, isFlipped))).ToList();
        var shifts = new HashSet<(int, int)>();
        foreach (var found in Augmented(Augmentation.CropFlip, 5, 11).Chunk(Length))
            shifts.Add(Assert.Single(expected, shifted => found.SequenceEqual(shifted.Pixels)).Shift);

        Assert.Equal(25, shifts.Count);
    }

    [Fact]
    public void A_crop_lies_within_the_image_and_has_the_area_and_shape_asked_for()
    {
        var augmentation = new MiniBatchAugmentation(Augmentation.ResizedCropFlip, 2, 0);
        RandomCrop[] crops = [.. Enumerable.Range(0, 2000).Select(index => augmentation.CropOf(index, 100, 80))];
        Assert.All(crops, crop =>
        {
            Assert.InRange(crop.Left, 0, 100 - crop.Width);
            Assert.InRange(crop.Top, 0, 80 - crop.Height);
            Assert.InRange(crop.Width * crop.Height, 0.07 * 8000, 8000);
            Assert.InRange((double)crop.Width / crop.Height, 0.72, 1.4); // 3/4 to 4/3, and rounding
        });
        Assert.InRange(crops.Average(crop => crop.Width * crop.Height / 8000.0), 0.35, 0.6);
        Assert.InRange(crops.Count(crop => crop.IsFlipped), 880, 1120);
        // Where no crop of such a shape fits, the central square is taken.
        Assert.Contains(
            Enumerable.Range(0, 100).Select(index => augmentation.CropOf(index, 1000, 2)),
            crop => crop is { Width: 2, Height: 2, Left: 499, Top: 0 });
    }

    private static byte[] Shifted(byte[] image, int down, int across, bool isFlipped) =>
    [
        .. from plane in Enumerable.Range(0, 2)
           from row in Enumerable.Range(0, Size)
           from column in Enumerable.Range(0, Size)
           let y = row + down
           let x = (isFlipped ? Size - 1 - column : column) + across
           select y is >= 0 and < Size && x is >= 0 and < Size ? image[(plane * Size + y) * Size + x] : (byte)0,
    ];
}
