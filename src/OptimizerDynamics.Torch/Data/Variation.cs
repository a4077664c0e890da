using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>A part of an image, and whether it is mirrored.</summary>
/// <param name="Left">Where it begins, in pixels.</param>
/// <param name="Top">Where it begins, in pixels.</param>
/// <param name="Width">How wide it is, in pixels.</param>
/// <param name="Height">How high it is, in pixels.</param>
/// <param name="IsMirrored">Whether left and right change places.</param>
public readonly record struct Piece(int Left, int Top, int Width, int Height, bool IsMirrored);

/// <summary>How the images of one mini-batch are varied: it follows from seed and iteration alone, so that a run that was stopped goes on with the same.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Seed">The training's seed.</param>
/// <param name="Iteration">The mini-batch's iteration, from 0.</param>
public sealed record Variation(Augmentation Kind, ulong Seed, long Iteration)
{
    // Streams beside those of epochs and layers, which are small numbers.
    private const ulong Streams = 1UL << 40;
    private const int Attempts = 10, NumbersEach = 64;

    private CounterRandom Random => new(Seed, Streams + (ulong)Iteration);

    /// <summary>Varies images that are in memory.</summary>
    /// <param name="images">Unsigned bytes, [batch, channels, height, width]; not changed.</param>
    /// <returns>Images of the same shape.</returns>
    public Tensor Apply(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return Kind switch
        {
            Augmentation.Flip => Shifted(images, 0),
            Augmentation.CropFlip => Shifted(images, Math.Max(1, (int)images.shape[3] / 8)),
            Augmentation.ResizedCropFlip => Resized(images),
            _ => images,
        };
    }

    /// <summary>The piece of an image that the recipe for ImageNet takes: ten attempts at a random area and aspect ratio, and its middle where none fits.</summary>
    /// <param name="index">The image's place in the mini-batch.</param>
    /// <param name="width">Its width, in pixels.</param>
    /// <param name="height">Its height, in pixels.</param>
    public Piece PieceOf(int index, int width, int height)
    {
        var random = Random;
        var drawn = (ulong)index * NumbersEach;
        double Next() => random.At(drawn++).Uniform;
        var isMirrored = Next() < 0.5;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var area = (0.08 + 0.92 * Next()) * width * height;
            var ratio = Math.Exp((2 * Next() - 1) * Math.Log(4.0 / 3));
            var (wide, high) = ((int)Math.Round(Math.Sqrt(area * ratio)), (int)Math.Round(Math.Sqrt(area / ratio)));
            var (across, down) = (Next(), Next());
            if (wide >= 1 && high >= 1 && wide <= width && high <= height)
                return new Piece((int)(across * (width - wide + 1)), (int)(down * (height - high + 1)), wide, high, isMirrored);
        }

        var side = Math.Min(width, height);
        return new Piece((width - side) / 2, (height - side) / 2, side, side, isMirrored);
    }

    /// <summary>Every image shifted by up to so many pixels, and half of them mirrored: one gather from the images with a margin.</summary>
    private Tensor Shifted(Tensor images, int margin)
    {
        using var scope = NewDisposeScope();
        var (random, count) = (Random, (int)images.shape[0]);
        var (channels, height, width) = (images.shape[1], images.shape[2], images.shape[3]);
        Tensor OfImages(Func<ulong, long> number) => tensor([.. Enumerable.Range(0, count).Select(image => number((ulong)image * NumbersEach))], device: images.device).reshape(-1, 1, 1, 1);
        long Shift(ulong at) => Math.Min((long)(random.At(at).Uniform * (2 * margin + 1)), 2 * margin);
        var mirrored = OfImages(at => random.At(at).Uniform < 0.5 ? 1 : 0);
        var (down, across) = (OfImages(at => Shift(at + 1)), OfImages(at => Shift(at + 2)));
        var columns = arange(width, device: images.device).reshape(1, 1, 1, -1);
        columns = columns + mirrored * (width - 1 - 2 * columns) + across;
        var places = (arange(height, device: images.device).reshape(1, 1, -1, 1) + down) * (width + 2 * margin) + columns;
        var padded = margin == 0 ? images : nn.functional.pad(images, [margin, margin, margin, margin]);
        return padded.reshape(count, channels, -1).gather(2, places.expand(count, channels, height, width).reshape(count, channels, -1))
            .reshape(images.shape).MoveToOuterDisposeScope();
    }

    private Tensor Resized(Tensor images)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (images.shape[2], images.shape[3]);
        return cat([.. Enumerable.Range(0, (int)images.shape[0]).Select(image =>
        {
            var piece = PieceOf(image, (int)width, (int)height);
            var part = images.slice(0, image, image + 1, 1).slice(2, piece.Top, piece.Top + piece.Height, 1).slice(3, piece.Left, piece.Left + piece.Width, 1).to_type(ScalarType.Float32);
            var sized = nn.functional.interpolate(part, [height, width], mode: InterpolationMode.Bilinear, align_corners: false).round_().clamp_(0, 255).to_type(ScalarType.Byte);
            return piece.IsMirrored ? sized.flip(3) : sized;
        })]).MoveToOuterDisposeScope();
    }
}
