using OptimizerDynamics.Networks;
using SkiaSharp;

namespace OptimizerDynamics.Data;

/// <summary>Decodes a picture's file into planes of red, green and blue; gray ones have the same plane three times, and what is transparent is on black.</summary>
internal static class ImageFile
{
    /// <summary>Decodes a file.</summary>
    /// <param name="path">The file: JPEG, or another format that Skia reads.</param>
    /// <param name="size">Height and width of the result.</param>
    /// <param name="hasThisSize">Whether the picture has to have this size.</param>
    /// <param name="choose">Chooses a piece by width and height; null for the usual one: scaled until the shorter side is 8/7 of the size, and the middle of that; as it is where it has the size.</param>
    /// <param name="planes">Takes 3 × size × size bytes.</param>
    /// <exception cref="DataFileException">It is no picture, cut off, or of another size.</exception>
    public static void Decode(string path, int size, bool hasThisSize, Func<int, int, RandomCrop>? choose, Span<byte> planes)
    {
        var bytes = File.ReadAllBytes(path);
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data) ?? throw new DataFileException(path, 0, "expected a picture (JPEG), found something else");
        using var whole = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul));
        var outcome = codec.GetPixels(whole.Info, whole.GetPixels());
        if (outcome != SKCodecResult.Success)
            throw new DataFileException(path, outcome == SKCodecResult.IncompleteInput ? bytes.Length : 0, outcome == SKCodecResult.IncompleteInput ? "expected more of the picture, found the file's end" : $"the picture is damaged ({outcome})");
        if (hasThisSize && (whole.Width != size || whole.Height != size))
            throw new DataFileException(path, 0, $"expected a picture of {size} × {size} pixels, found {whole.Width} × {whole.Height}");

        var piece = choose?.Invoke(whole.Width, whole.Height) ?? Middle(whole.Width, whole.Height, size);
        using var scaled = piece == new RandomCrop(0, 0, size, size, false) && whole.Width == size && whole.Height == size ? null : Scaled(whole, piece, size);
        var pixels = (scaled ?? whole).GetPixelSpan();
        for (var place = 0; place < size * size; place++)
        {
            var target = piece.IsFlipped ? place / size * size + size - 1 - place % size : place;
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

    /// <summary>A piece of a bitmap in another size: by mipmaps where it shrinks, so that no pixel is passed over, bicubic where it grows.</summary>
    private static SKBitmap Scaled(SKBitmap whole, RandomCrop piece, int size)
    {
        using var part = new SKBitmap();
        whole.ExtractSubset(part, SKRectI.Create(piece.Left, piece.Top, piece.Width, piece.Height));
        return part.Resize(new SKImageInfo(size, size, SKColorType.Rgba8888, whole.AlphaType), piece.Width > size ? SKFilterQuality.Medium : SKFilterQuality.High);
    }
}
