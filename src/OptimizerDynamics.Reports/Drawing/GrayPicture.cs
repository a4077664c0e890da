using System.Runtime.InteropServices;
using SkiaSharp;

namespace OptimizerDynamics.Reports;

/// <summary>Pictures of gray pixels as files.</summary>
public static class GrayPicture
{
    /// <summary>A picture as a PNG.</summary>
    /// <param name="pixels">A byte for each pixel, row by row from above.</param>
    /// <param name="width">The picture's width in pixels, at least 1.</param>
    /// <param name="height">The picture's height in pixels, at least 1.</param>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has not <paramref name="width"/> × <paramref name="height"/>
    /// bytes, or one of the two is below 1.</exception>
    public static byte[] ToPng(byte[] pixels, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (width < 1 || height < 1 || pixels.Length != width * height)
            throw new ArgumentException($"A picture of {width} × {height} pixels has not {pixels.Length}.", nameof(pixels));
        using var bitmap = new SKBitmap(width, height, SKColorType.Gray8, SKAlphaType.Opaque);
        for (var row = 0; row < height; row++)
            Marshal.Copy(pixels, row * width, bitmap.GetPixels() + row * bitmap.RowBytes, width);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
