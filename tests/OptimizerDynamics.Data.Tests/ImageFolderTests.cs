using OptimizerDynamics.Networks;
using SkiaSharp;

namespace OptimizerDynamics.Data.Tests;

/// <summary>
/// Tiny-ImageNet and ImageNet, as folders that the tests write: read as they were written, and refused where they are damaged.
/// </summary>
public sealed class ImageFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optdyn-pictures-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Tiny_ImageNet_is_read_as_it_was_written()
    {
        WriteTiny();
        var (training, test) = Open("tiny-imagenet-200");
        Assert.IsType<ImageSet>(training); // it fits into memory
        Assert.Equal((6, 3, 3, 3, 64), (training.Count, test.Count, training.Classes, training.Channels, training.Height));
        // Classes are in the order of their ids, whatever that of the list.
        Assert.Equal([0, 0, 1, 1, 2, 2], training.Labels.ToArray().AsEnumerable());
        Assert.Equal([2, 0, 1], test.Labels.ToArray().AsEnumerable());
        Colour(training, 0, 200, 10, 10);
        Colour(training, 2, 10, 200, 10);
        Colour(test, 0, 10, 10, 200);
        training.Dispose();
        test.Dispose();
    }

    [Fact]
    public void Some_images_are_of_every_class_and_another_size_is_scaled()
    {
        WriteTiny();
        var (training, test) = Open("tiny-imagenet-200", 32, 3);
        Assert.Equal([0, 1, 2], training.Labels.ToArray().AsEnumerable());
        Assert.Equal((3, 3, 32, 32), (training.Count, training.Channels, training.Height, training.Width));
        training.Dispose();
        test.Dispose();
    }

    [Fact]
    public void ImageNet_is_decoded_when_it_is_needed_in_crops_that_follow_from_the_iteration()
    {
        foreach (var part in new[] { "train", "val" })
        {
            Write($"{part}/n01/a.JPEG", 300, 200, 200, 10, 10, JPEG);
            Write($"{part}/n01/gray.JPEG", 90, 120, 128, 128, 128, JPEG, isGray: true);
            Write($"{part}/n02/b.JPEG", 50, 40, 10, 200, 10, JPEG);
        }

        var (training, test) = Lazy(56);
        Assert.Equal((3, 2, 56), (training.Count, training.Classes, training.Height));
        Colour(training, 0, 200, 10, 10);
        Colour(training, 1, 128, 128, 128);
        Colour(test, 2, 10, 200, 10);
        byte[] Of(long iteration) => Read(training, [1, 0, 2], new MiniBatchAugmentation(Augmentation.ResizedCropFlip, 1, iteration));
        Assert.Equal(Of(4), Of(4));
        Assert.Equal(3 * 3 * 56 * 56, Of(4).Length);
        // The part that was measured first is all of it: mean and deviation are those of the pictures.
        var normalization = ChannelNormalization.Of(training);
        Assert.NotNull(normalization);
        training.Dispose();
        test.Dispose();
    }

    /// <summary>Left half red, right half blue: mirrored or not, and no colour that is not in the picture.</summary>
    [Fact]
    public void A_crop_is_a_part_of_the_picture()
    {
        using (var bitmap = new SKBitmap(64, 64))
        {
            using var canvas = new SKCanvas(bitmap);
            canvas.Clear(new SKColor(200, 10, 10));
            using var paint = new SKPaint { Color = new SKColor(10, 10, 200) };
            canvas.DrawRect(32, 0, 32, 64, paint);
            Save(bitmap, "train/n01/a.png", SKEncodedImageFormat.Png);
            Save(bitmap, "val/n01/a.png", SKEncodedImageFormat.Png);
        }

        var (training, test) = Lazy(16);
        var (begins, mirrored) = (new HashSet<bool>(), 0);
        for (var iteration = 0; iteration < 60; iteration++)
        {
            var augmentation = new MiniBatchAugmentation(Augmentation.ResizedCropFlip, 1, iteration);
            var (image, crop) = (Read(training, [0], augmentation), augmentation.CropOf(0, 64, 64));
            var isRedFirst = crop.IsFlipped ? crop.Left + crop.Width <= 32 : crop.Left < 32;
            if (Math.Abs(crop.Left + crop.Width / 2.0 - 32) > crop.Width / 2.0 - 3)
                continue; // the border is at its edge
            Assert.Equal(isRedFirst, image[8 * 16] > 100);
            Assert.Equal(!isRedFirst, image[2 * 256 + 8 * 16] > 100);
            begins.Add(isRedFirst);
            mirrored += crop.IsFlipped ? 1 : 0;
        }

        Assert.Equal(2, begins.Count);
        Assert.NotEqual(0, mirrored);
        training.Dispose();
        test.Dispose();
    }

    [Theory]
    [InlineData("cut", "expected more of the image, found the file's end")]
    [InlineData("text", "at byte 0: expected an image (JPEG), found something else")]
    [InlineData("size", "expected an image of 64 × 64 pixels, found 32 × 64")]
    [InlineData(
        "class",
        "val_annotations.txt: at byte 19: expected a file's name, a tab and one of the classes of wnids.txt, found "
            + "'b.JPEG\tn09\t0\t0\t9\t9'")]
    [InlineData("twice", "wnids.txt: at byte 0: expected a class's id on each line, found none or one twice")]
    [InlineData("none", "expected images (.jpeg, .jpg, .png), found none")]
    public void Damaged_sets_are_named(string damage, string message)
    {
        WriteTiny();
        var picture = PathOf("train/n02/images/n02_1.JPEG");
        switch (damage)
        {
            case "cut":
                // In the middle of what it shows: of one colour it is nearly all header.
                using (var noise = new SKBitmap(64, 64, SKColorType.Rgba8888, SKAlphaType.Opaque))
                {
                    for (var place = 0; place < 64 * 64; place++)
                        noise.SetPixel(place % 64, place / 64, new SKColor((uint)(0xFF000000 | (place * 2654435761 & 0xFFFFFF))));
                    Save(noise, "train/n02/images/n02_1.JPEG", JPEG);
                }

                var bytes = File.ReadAllBytes(picture);
                File.WriteAllBytes(picture, bytes[..(bytes.Length * 2 / 3)]);
                break;
            case "text":
                File.WriteAllText(picture, "this is no picture");
                break;
            case "size":
                Write("train/n02/images/n02_1.JPEG", 32, 64, 1, 2, 3, JPEG);
                break;
            case "class":
                File.WriteAllText(
                    PathOf("val/val_annotations.txt"), "a.JPEG\tn03\t0\t0\t9\t9\nb.JPEG\tn09\t0\t0\t9\t9\n"[1..].Insert(0, "a"));
                break;
            case "twice":
                File.WriteAllText(PathOf("wnids.txt"), "n01\nn01\n");
                break;
            default:
                File.Delete(picture);
                File.Delete(PathOf("train/n02/images/n02_0.JPEG"));
                break;
        }

        var found = Assert.Throws<DataFileException>(() => Open("tiny-imagenet-200")).Message;
        Assert.True(found.Contains(message, StringComparison.Ordinal), found);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains(
            "wnids.txt", Assert.Throws<FileNotFoundException>(() => Open("tiny-imagenet-200")).Message, StringComparison.Ordinal);

    private (IImageSource Training, IImageSource Test) Open(string name, int size = 0, long images = 0) =>
        DataSets.Find(DataSets.All, name)!.Open(new DataChoice(name, _folder.FullName, size, images));

    /// <summary>Training and validation images that are decoded when they are read, as those are that do not fit into memory.</summary>
    private (IImageSource Training, IImageSource Test) Lazy(int size)
    {
        string[] classes =
        [
            .. Directory.GetDirectories(PathOf("train")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal),
        ];
        ImageFolder Of(string part) => new(
            part,
            [.. classes.Index()
                .SelectMany(known =>
                    Directory.GetFiles(PathOf($"{part}/{known.Item}")).Order(StringComparer.Ordinal).Select(path => (path, known.Index)))],
            classes.Length, size, hasOneSize: false);
        return (Of("train"), Of("val"));
    }

    private const SKEncodedImageFormat JPEG = SKEncodedImageFormat.Jpeg;

    private void WriteTiny()
    {
        (byte Red, byte Green, byte Blue)[] colours = [(200, 10, 10), (10, 200, 10), (10, 10, 200)];
        foreach (var (place, (red, green, blue)) in colours.Index())
        {
            for (var i = 0; i < 2; i++)
                Write($"train/n0{place + 1}/images/n0{place + 1}_{i}.JPEG", 64, 64, red, green, blue, JPEG);
        }

        Write("val/images/a.JPEG", 64, 64, 10, 10, 200, JPEG);
        Write("val/images/b.JPEG", 64, 64, 200, 10, 10, JPEG);
        Write("val/images/c.JPEG", 64, 64, 10, 200, 10, JPEG);
        File.WriteAllText(PathOf("wnids.txt"), "n02\nn01\nn03\n");
        File.WriteAllText(PathOf("val/val_annotations.txt"), "a.JPEG\tn03\t0\t0\t9\t9\nb.JPEG\tn01\t0\t0\t9\t9\nc.JPEG\tn02\t0\t0\t9\t9\n");
    }

    private void Write(
        string name, int width, int height, byte red, byte green, byte blue, SKEncodedImageFormat format, bool isGray = false)
    {
        using var bitmap = new SKBitmap(width, height, isGray ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Erase(new SKColor(red, green, blue));
        Save(bitmap, name, format);
    }

    private void Save(SKBitmap bitmap, string name, SKEncodedImageFormat format)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        using var data = bitmap.Encode(format, 95);
        File.WriteAllBytes(PathOf(name), data.ToArray());
    }

    /// <summary>The middle of an image has a colour, as JPEG keeps it.</summary>
    private static void Colour(IImageSource images, int place, byte red, byte green, byte blue)
    {
        var image = Read(images, [place]);
        var middle = images.Height / 2 * images.Width + images.Width / 2;
        foreach (var (channel, expected) in new[] { red, green, blue }.Index())
            Assert.InRange(image[channel * images.Height * images.Width + middle], expected - 6, expected + 6);
    }

    private static byte[] Read(IImageSource images, int[] indices, MiniBatchAugmentation? augmentation = null)
    {
        var pixels = new byte[indices.Length * images.Channels * images.Height * images.Width];
        images.Read(indices, pixels, augmentation);
        return pixels;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
