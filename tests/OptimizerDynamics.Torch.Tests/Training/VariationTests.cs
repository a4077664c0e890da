using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>How training images are varied: by seed and iteration alone, and never into something that is not in the image.</summary>
public sealed class VariationTests
{
    private const int Count = 400, Size = 16;
    private static readonly bool[] Both = [false, true];

    /// <summary>Every pixel tells where it was: row · 16 + column, and none is black.</summary>
    private static Tensor Places() => arange(Size * Size).add(0).clamp(1, 255).to_type(ScalarType.Byte).reshape(1, 1, Size, Size).repeat(Count, 2, 1, 1);

    [Theory]
    [InlineData(Augmentation.Flip)]
    [InlineData(Augmentation.CropFlip)]
    [InlineData(Augmentation.ResizedCropFlip)]
    public void The_same_seed_and_iteration_give_the_same_images(Augmentation kind)
    {
        using var scope = NewDisposeScope();
        var images = Places();
        byte[] Of(ulong seed, long iteration) => [.. new Variation(kind, seed, iteration).Apply(images).data<byte>()];
        Assert.Equal(Of(3, 7), Of(3, 7));
        Assert.NotEqual(Of(3, 7), Of(3, 8));
        Assert.NotEqual(Of(3, 7), Of(4, 7));
    }

    [Fact]
    public void Half_of_the_images_are_mirrored_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        var images = Places();
        var varied = new Variation(Augmentation.Flip, 1, 0).Apply(images);
        var mirrored = 0;
        for (var image = 0; image < Count; image++)
        {
            var isMirrored = varied[image].Equals(images[image].flip(2));
            Assert.True(isMirrored || varied[image].Equals(images[image]));
            mirrored += isMirrored ? 1 : 0;
        }

        Assert.InRange(mirrored, 150, 250); // 200 ± 5 standard deviations of 10
    }

    /// <summary>A pixel of the result is one of the image, all shifted by the same number of rows and columns up to an eighth, or black.</summary>
    [Fact]
    public void A_shifted_image_is_the_image_shifted()
    {
        using var scope = NewDisposeScope();
        var images = Places();
        var varied = new Variation(Augmentation.CropFlip, 5, 11).Apply(images);
        var shifts = new HashSet<(int, int)>();
        for (var image = 0; image < Count; image++)
        {
            var found = from down in Enumerable.Range(-2, 5)
                        from across in Enumerable.Range(-2, 5)
                        from isMirrored in Both
                        where varied[image].Equals(Shifted(images[image], down, across, isMirrored))
                        select (down, across);
            shifts.Add(Assert.Single(found));
        }

        Assert.Equal(25, shifts.Count);
    }

    [Fact]
    public void A_piece_lies_within_the_image_and_has_the_area_and_shape_asked_for()
    {
        var variation = new Variation(Augmentation.ResizedCropFlip, 2, 0);
        Piece[] pieces = [.. Enumerable.Range(0, 2000).Select(index => variation.PieceOf(index, 100, 80))];
        Assert.All(pieces, piece =>
        {
            Assert.InRange(piece.Left, 0, 100 - piece.Width);
            Assert.InRange(piece.Top, 0, 80 - piece.Height);
            Assert.InRange(piece.Width * piece.Height, 0.07 * 8000, 8000);
            Assert.InRange((double)piece.Width / piece.Height, 0.72, 1.4); // 3/4 to 4/3, and rounding
        });
        Assert.InRange(pieces.Average(piece => piece.Width * piece.Height / 8000.0), 0.35, 0.6);
        Assert.InRange(pieces.Count(piece => piece.IsMirrored), 880, 1120);
        // Where no piece of such a shape fits, the middle is taken.
        Assert.Contains(Enumerable.Range(0, 100).Select(index => variation.PieceOf(index, 1000, 2)), piece => piece is { Width: 2, Height: 2, Left: 499, Top: 0 });
    }

    /// <summary>Two trainings with the same seed see the same variations, and one that is saved and gone on with too.</summary>
    [Fact]
    public void A_training_with_variations_goes_on_with_the_same()
    {
        TrainingSession Session() => new(new TrainingSetup(
            "basicnet", 1 / 16.0, 0, new DataChoice(DataChoice.Clean, Size: 16, Images: 40, TestImages: 10, Classes: 2), OptimizerCatalog.Find("adam")!.Build(new Dictionary<string, double>()), 10, 0, 4, 3,
            Augmentation.CropFlip));
        using var whole = Session();
        Assert.Equal(16, whole.Iterations);
        using var state = new MemoryStream();
        while (!whole.IsOver)
        {
            whole.Step();
            if (whole.Done == 7)
                whole.SaveState(state);
        }

        using var second = Session();
        state.Position = 0;
        second.LoadState(state);
        while (!second.IsOver)
            second.Step();
        Assert.Equal(whole.Curve[^1].Loss, second.Curve[^1].Loss);
        Assert.Equal(whole.Curve[^1].Scale.SelectMany(layer => layer), second.Curve[^1].Scale.SelectMany(layer => layer));
    }

    [Fact]
    public void An_epoch_leaves_out_what_is_less_than_a_mini_batch()
    {
        Assert.Equal(3 * 4, TrainingOptions.OfEpochs(3, 43, 10, 1, Augmentation.None).Iterations);
        Assert.Throws<ArgumentOutOfRangeException>(() => TrainingOptions.OfEpochs(0, 43, 10, 1, Augmentation.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => TrainingOptions.OfEpochs(3, 9, 10, 1, Augmentation.None));
    }

    private static Tensor Shifted(Tensor image, int down, int across, bool isMirrored)
    {
        var padded = nn.functional.pad(image, [2, 2, 2, 2]);
        var part = padded.slice(1, 2 + down, 2 + down + Size, 1).slice(2, 2 + across, 2 + across + Size, 1);
        return isMirrored ? part.flip(2) : part;
    }
}
