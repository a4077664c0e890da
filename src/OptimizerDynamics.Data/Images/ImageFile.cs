using OptimizerDynamics.Networks;
using SkiaSharp;

namespace OptimizerDynamics.Data;

/// <summary>
/// Decodes an image file into planes of red, green and blue; gray ones have the same plane three times, and what is transparent is on
/// black.
/// </summary>
internal static class ImageFile
{
    /// <summary>Decodes a file.</summary>
    /// <param name="path">The file: JPEG, or another format that Skia reads.</param>
    /// <param name="size">Height and width of the result.</param>
    /// <param name="hasThisSize">Whether the image has to have this size.</param>
    /// <param name="choose">Chooses a crop by width and height; null for the usual one: scaled until the shorter side is 8/7 of the size,
    /// and the middle of that; as it is where it has the size.</param>
    /// <param name="planes">Takes 3 × size × size bytes.</param>
    /// <exception cref="DataFileException">It is no image, cut off, or of another size.</exception>
    public static void Decode(string path, int size, bool hasThisSize, Func<int, int, RandomCrop>? choose, Span<byte> planes)
    {
        var bytes = File.ReadAllBytes(path);
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data) ?? throw new DataFileException(path, 0, "expected an image (JPEG), found something else");
        var alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul;
        using var whole = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, alpha));
        var outcome = codec.GetPixels(whole.Info, whole.GetPixels());
        if (outcome == SKCodecResult.IncompleteInput)
            throw new DataFileException(path, bytes.Length, "expected more of the image, found the file's end");
        if (outcome != SKCodecResult.Success)
            throw new DataFileException(path, 0, $"the image is damaged ({outcome})");
        if (hasThisSize && (whole.Width != size || whole.Height != size))
            throw new DataFileException(path, 0, $"expected an image of {size} × {size} pixels, found {whole.Width} × {whole.Height}");

        var crop = choose?.Invoke(whole.Width, whole.Height) ?? Middle(whole.Width, whole.Height, size);
        var isWhole = crop == new RandomCrop(0, 0, size, size, false) && whole.Width == size && whole.Height == size;
        using var scaled = isWhole ? null : Scaled(whole, crop, size);
        var pixels = (scaled ?? whole).GetPixelSpan();
        for (var place = 0; place < size * size; place++)
        {
            var target = crop.IsFlipped ? place / size * size + size - 1 - place % size : place;
            for (var channel = 0; channel < 3; channel++)
                planes[channel * size * size + target] = pixels[4 * place + channel];
        }
    }

    private static RandomCrop Middle(int width, int height, int size)
    {
        if (width == size && height == size)
            return new RandomCrop(0, 0, size, size, false);
        var side = Math.Max(1, (int)Math.Round(Math.Min(width, height) * 7 / 8.0));
        return new RandomCrop((width - side) / 2, (height - side) / 2, side, side, false);
    }

    /// <summary>
    /// A crop of a bitmap in another size: by mipmaps where it shrinks, so that no pixel is passed over, bicubic where it grows.
    /// </summary>
    private static SKBitmap Scaled(SKBitmap whole, RandomCrop crop, int size)
    {
        using var part = new SKBitmap();
        whole.ExtractSubset(part, SKRectI.Create(crop.Left, crop.Top, crop.Width, crop.Height));
        return part.Resize(
            new SKImageInfo(size, size, SKColorType.Rgba8888, whole.AlphaType),
            crop.Width > size ? SKFilterQuality.Medium : SKFilterQuality.High);
    }
}
