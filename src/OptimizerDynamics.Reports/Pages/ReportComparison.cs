using System.Text;
using SkiaSharp;

namespace OptimizerDynamics.Reports;

/// <summary>Whether a file of a report is what the records give.</summary>
/// <remarks>Text is compared character by character. Pictures are compared by what they show: another machine's drawing may differ in the
/// last bit of a pixel's shade, and another version of the compressor in every byte.</remarks>
public static class ReportComparison
{
    /// <summary>A pixel differs when a channel of it differs by more than this.</summary>
    private const int LargestShade = 24;

    /// <summary>The share of pixels that may differ: edges of curves and letters. A changed digit in a label of these figures is some fifty
    /// pixels of two million, 2.5e-5.</summary>
    private const double LargestShare = 5e-6;

    /// <summary>What is different, in words; null when nothing is.</summary>
    /// <param name="name">The file's name: its ending says how to compare.</param>
    /// <param name="committed">The bytes of the file in the folder.</param>
    /// <param name="expected">The bytes that the records give.</param>
    public static string? Difference(string name, byte[] committed, byte[] expected)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(committed);
        ArgumentNullException.ThrowIfNull(expected);
        return committed.AsSpan().SequenceEqual(expected) ? null
            : name.EndsWith(".png", StringComparison.Ordinal) ? OfPictures(committed, expected)
            : OfTexts(Text(committed), Text(expected));
    }

    private static string? OfTexts(string committed, string expected)
    {
        var (there, wanted) = (committed.Split('\n'), expected.Split('\n'));
        for (var i = 0; i < Math.Max(there.Length, wanted.Length); i++)
        {
            var (found, given) = (i < there.Length ? there[i] : "(nothing)", i < wanted.Length ? wanted[i] : "(nothing)");
            if (found != given)
                return $"line {i + 1} is '{Short(found)}'; the records give '{Short(given)}'";
        }

        return null;
    }

    private static string? OfPictures(byte[] committed, byte[] expected)
    {
        using var there = Decoded(committed);
        using var wanted = Decoded(expected);
        if (there is null || wanted is null)
            return "it is no picture";
        if (there.Width != wanted.Width || there.Height != wanted.Height)
            return $"it is {there.Width} × {there.Height} pixels large; the records give {wanted.Width} × {wanted.Height}";
        if (there.ColorType == wanted.ColorType && there.GetPixelSpan().SequenceEqual(wanted.GetPixelSpan()))
            return null;
        var different = there.Pixels.Zip(wanted.Pixels).Count(pair => AreDifferent(pair.First, pair.Second));
        return different <= LargestShare * there.Width * there.Height
            ? null
            : $"{different} of its {there.Width * there.Height} pixels are not what the records give";
    }

    private static bool AreDifferent(SKColor one, SKColor other) =>
        Math.Abs(one.Red - other.Red) > LargestShade
        || Math.Abs(one.Green - other.Green) > LargestShade
        || Math.Abs(one.Blue - other.Blue) > LargestShade;

    /// <summary>The picture; null where the bytes are none.</summary>
    private static SKBitmap? Decoded(byte[] bytes)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        return codec is null ? null : SKBitmap.Decode(codec);
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static string Short(string line) => line.Length <= 100 ? line : line[..100] + "…";
}
