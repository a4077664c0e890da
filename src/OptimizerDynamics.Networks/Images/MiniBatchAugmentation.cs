namespace OptimizerDynamics.Networks;

/// <summary>
/// How the images of one mini-batch are augmented. It follows from seed and iteration alone, so that a resumed training sees the same
/// images.
/// </summary>
/// <param name="Kind">The kind of augmentation.</param>
/// <param name="Seed">The training's seed.</param>
/// <param name="Iteration">The mini-batch's iteration, from 0.</param>
public sealed record MiniBatchAugmentation(Augmentation Kind, ulong Seed, long Iteration)
{
    // Streams apart from those of epochs and layers, which are small numbers.
    private const ulong Streams = 1UL << 40;
    private const int Attempts = 10, NumbersEach = 64;

    private CounterRandom Random => new(Seed, Streams + (ulong)Iteration);

    /// <summary>Augments the images of a mini-batch in place.</summary>
    /// <param name="pixels">Whole images, in the layout of <see cref="IImageSource"/>; the first is the mini-batch's first.</param>
    /// <param name="channels">The channels of an image.</param>
    /// <param name="height">The rows of an image.</param>
    /// <param name="width">The columns of an image.</param>
    public void Apply(Span<byte> pixels, int channels, int height, int width)
    {
        if (Kind == Augmentation.None)
            return;
        var length = channels * height * width;
        var before = new byte[length];
        for (var index = 0; index < pixels.Length / length; index++)
        {
            var image = pixels.Slice(index * length, length);
            image.CopyTo(before);
            if (Kind == Augmentation.ResizedCropFlip)
                Resize(before, image, CropOf(index, width, height), (channels, height, width));
            else
                Shift(before, image, index, (channels, height, width));
        }
    }

    /// <summary>
    /// The crop that ImageNet's recipe takes of an image: ten attempts at a random area and aspect ratio, and the central square where none
    /// fits.
    /// </summary>
    /// <param name="index">The image's index in the mini-batch.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    public RandomCrop CropOf(int index, int width, int height)
    {
        var random = Random;
        var drawn = (ulong)index * NumbersEach;
        double Next() => random.At(drawn++).Uniform;
        var isFlipped = Next() < 0.5;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var area = (0.08 + 0.92 * Next()) * width * height;
            var ratio = PortableMath.Exp((2 * Next() - 1) * PortableMath.Log(4.0 / 3));
            var (wide, high) = ((int)Math.Round(Math.Sqrt(area * ratio)), (int)Math.Round(Math.Sqrt(area / ratio)));
            var (across, down) = (Next(), Next());
            if (wide >= 1 && high >= 1 && wide <= width && high <= height)
                return new RandomCrop((int)(across * (width - wide + 1)), (int)(down * (height - high + 1)), wide, high, isFlipped);
        }

        var side = Math.Min(width, height);
        return new RandomCrop((width - side) / 2, (height - side) / 2, side, side, isFlipped);
    }

    /// <summary>Flips an image half of the time, and shifts it by up to an eighth of its width where its recipe says so.</summary>
    private void Shift(ReadOnlySpan<byte> before, Span<byte> after, int index, (int Channels, int Height, int Width) shape)
    {
        var (channels, height, width) = shape;
        var margin = Kind == Augmentation.CropFlip ? Math.Max(1, width / 8) : 0;
        var (random, first) = (Random, (ulong)index * NumbersEach);
        int Drawn(ulong at) => (int)Math.Min((long)(random.At(at).Uniform * (2 * margin + 1)), 2 * margin) - margin;
        var isFlipped = random.At(first).Uniform < 0.5;
        var (down, across) = (Drawn(first + 1), Drawn(first + 2));
        after.Clear();
        for (var row = 0; row < channels * height; row++)
        {
            var from = row % height + down;
            if (from < 0 || from >= height)
                continue;
            var source = before.Slice((row / height * height + from) * width, width);
            var target = after.Slice(row * width, width);
            for (var column = 0; column < width; column++)
            {
                var at = (isFlipped ? width - 1 - column : column) + across;
                if (at >= 0 && at < width)
                    target[column] = source[at];
            }
        }
    }

    private static void Resize(ReadOnlySpan<byte> before, Span<byte> after, RandomCrop crop, (int Channels, int Height, int Width) shape)
    {
        var (channels, height, width) = shape;
        for (var channel = 0; channel < channels; channel++)
        {
            var plane = after.Slice(channel * height * width, height * width);
            Resampling.Bilinear(
                before[((channel * height + crop.Top) * width + crop.Left)..], width, crop.Height, crop.Width, plane, height, width);
            for (var row = 0; crop.IsFlipped && row < height; row++)
                plane.Slice(row * width, width).Reverse();
        }
    }
}
