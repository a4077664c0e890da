using OptimizerDynamics.Data;
using OptimizerDynamics.Reports;

namespace OptimizerDynamics.Cli;

/// <summary>Some images of every class of drawn objects side by side, two classes a row.</summary>
internal static class ContactSheet
{
    private const int Gap = 2;

    /// <summary>Draws a sheet.</summary>
    /// <param name="set">The images.</param>
    /// <param name="each">How many of each class.</param>
    /// <param name="zoom">How many pixels wide and high each of their pixels is drawn.</param>
    /// <returns>The picture as a PNG, and its width and height in pixels.</returns>
    public static (byte[] Png, int Width, int Height) Draw(RenderedSet set, int each, int zoom)
    {
        var (size, columns, rows) = (set.Size * zoom, 2 * each, (set.Classes + 1) / 2);
        var (width, height) = (columns * (size + Gap) - Gap, rows * (size + Gap) - Gap);
        var sheet = new byte[width * height];
        var (rasterizer, image) = (new Rasterizer(set.Size), new byte[set.Size * set.Size]);
        for (var label = 0; label < set.Classes; label++)
        {
            for (var i = 0; i < each; i++)
            {
                set.Draw(label + (long)i * set.Classes, rasterizer, image);
                var (left, top) = ((label % 2 * each + i) * (size + Gap), label / 2 * (size + Gap));
                for (var row = 0; row < size; row++)
                {
                    for (var column = 0; column < size; column++)
                        sheet[(top + row) * width + left + column] = image[row / zoom * set.Size + column / zoom];
                }
            }
        }

        return (GrayPicture.ToPng(sheet, width, height), width, height);
    }
}
