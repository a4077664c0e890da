using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>Pictures in files, a folder for each class: Tiny-ImageNet and ImageNet. They are decoded when they are needed, on all cores.</summary>
public sealed class ImageFolder : ImageSource
{
    /// <summary>What fits into memory, at most: 2 GiB less a page, the longest array.</summary>
    private static readonly long _fits = Array.MaxLength;

        private readonly string[] _files;
    private readonly int _size;
    private readonly bool _hasOneSize;

    /// <summary>Pictures of some files.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="files">The files and their classes; at least one.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="size">Height and width of an image, at least 1: what has another size is scaled until its shorter side is 8/7 of that, and its middle is taken.</param>
    /// <param name="hasOneSize">Whether every picture has to have this size.</param>
    private ImageFolder(string name, IReadOnlyCollection<(string Path, int Label)> files, int classes, int size, bool hasOneSize)
        : base(name, [.. files.Select(file => file.Label)], classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        (_files, _size, _hasOneSize) = ([.. files.Select(file => file.Path)], size, hasOneSize);
    }

    /// <inheritdoc/>
    public override int Channels => 3;

    /// <inheritdoc/>
    public override int Height => _size;

    /// <inheritdoc/>
    public override int Width => _size;

    /// <summary>Tiny-ImageNet-200: <c>train/ID/images/*.JPEG</c>, and <c>val/images</c> with the classes in <c>val/val_annotations.txt</c>; <c>wnids.txt</c> names the classes, which are in the
    /// order of their ids. Its pictures have 64 × 64 pixels.</summary>
    /// <param name="folder">Where its files are.</param>
    /// <param name="size">Height and width of an image; what is not 64 is scaled.</param>
    /// <param name="training">How many training images, taken evenly from all; 0 for all.</param>
    /// <param name="test">The same for test images.</param>
    /// <returns>The training set, and the validation set as the test set: the test set's classes are not published.</returns>
    /// <exception cref="DataFileException">A file is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static (ImageFolder Training, ImageFolder Test) TinyImageNet(string folder, int size, long training = 0, long test = 0)
    {
        ArgumentNullException.ThrowIfNull(folder);
        const string Name = "tiny-imagenet-200";
        var list = Path.Combine(folder, "wnids.txt");
        string[] ids = [.. File.ReadAllLines(list).Select(line => line.Trim()).Where(line => line.Length > 0).Order(StringComparer.Ordinal)];
        if (ids.Length == 0 || ids.Distinct().Count() != ids.Length)
            throw new DataFileException(list, 0, "expected a class's id on each line, found none or one twice");
        var labels = ids.Index().ToDictionary(id => id.Item, id => id.Index);
        var first = ids.SelectMany(id => Pictures(Path.Combine(folder, "train", id, "images")).Select(path => (path, labels[id]))).ToList();

        var annotations = Path.Combine(folder, "val", "val_annotations.txt");
        var (second, offset) = (new List<(string, int)>(), 0L);
        foreach (var line in File.ReadLines(annotations))
        {
            if (line.Split('\t') is not [var file, var id, ..] || !labels.TryGetValue(id, out var label))
                throw new DataFileException(annotations, offset, $"expected a file's name, a tab and one of the classes of wnids.txt, found '{(line.Length > 60 ? line[..60] + "…" : line)}'");
            second.Add((Path.Combine(folder, "val", "images", file), label));
            offset += System.Text.Encoding.UTF8.GetByteCount(line) + 1;
        }

        if (second.Count == 0)
            throw new DataFileException(annotations, 0, "expected a line for each picture, found none");
        return Both(Name, Some(first, training), Some(second, test), ids.Length, size, hasOneSize: size == 64);
    }

    /// <summary>ImageNet (ILSVRC2012): <c>train/ID/*.JPEG</c> and <c>val/ID/*.JPEG</c>, the classes in the order of their ids.</summary>
    /// <param name="folder">Where its files are.</param>
    /// <param name="size">Height and width of an image: 224, usually.</param>
    /// <param name="training">How many training images, taken evenly from all; 0 for all.</param>
    /// <param name="test">The same for test images.</param>
    /// <returns>The training set and the validation set.</returns>
    /// <exception cref="DataFileException">A file is not what it should be.</exception>
    /// <exception cref="IOException">A folder is missing or cannot be read.</exception>
    public static (ImageFolder Training, ImageFolder Test) ImageNet(string folder, int size, long training = 0, long test = 0)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string[] ids = [.. Directory.EnumerateDirectories(Path.Combine(folder, "train")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        if (ids.Length == 0)
            throw new DataFileException(Path.Combine(folder, "train"), 0, "expected a folder for each class, found none");
        List<(string, int)> Of(string part) => [.. ids.Index().SelectMany(id => Pictures(Path.Combine(folder, part, id.Item)).Select(path => (path, id.Index)))];
        return Both("imagenet", Some(Of("train"), training), Some(Of("val"), test), ids.Length, size, hasOneSize: false);
    }

    /// <summary>The same images in memory, where they fit; else this. One of the two is to be disposed of: the one given back.</summary>
    public ImageSource InMemoryIfItFits()
    {
        if ((long)Count * ImageLength > _fits)
            return this;
        var pixels = new byte[Count * ImageLength];
        Read([.. Enumerable.Range(0, Count)], pixels);
        return new ImageSet(Name, pixels, Labels.ToArray(), Channels, Height, Width, Classes) { Remark = Remark };
    }

    /// <inheritdoc/>
    protected override void ReadImages(ReadOnlySpan<int> indices, Span<byte> pixels, MiniBatchAugmentation? augmentation)
    {
        var (wanted, length) = (indices.ToArray(), ImageLength);
        var images = new byte[wanted.Length][];
        var isCut = augmentation?.Kind == Augmentation.ResizedCropFlip;
        try
        {
            Parallel.For(0, wanted.Length, index => ImageFile.Decode(
                _files[wanted[index]], _size, _hasOneSize, isCut ? (width, height) => augmentation!.CropOf(index, width, height) : null, images[index] = new byte[length]));
        }
        catch (AggregateException cause) when (cause.InnerExceptions.OfType<Exception>().FirstOrDefault() is { } first)
        {
            throw first is DataFileException of ? new DataFileException(of) : new IOException(first.Message, first);
        }

        for (var index = 0; index < images.Length; index++)
            images[index].CopyTo(pixels[(index * length)..]);
        if (!isCut)
            augmentation?.Apply(pixels, Channels, Height, Width);
    }

    private static (ImageFolder, ImageFolder) Both(
        string name, List<(string, int)> training, List<(string, int)> test, int classes, int size, bool hasOneSize) =>
        (new ImageFolder(name, training, classes, size, hasOneSize), new ImageFolder(name, test, classes, size, hasOneSize));

    /// <summary>The pictures of a folder, in the order of their names.</summary>
    private static string[] Pictures(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Where(path => Path.GetExtension(path).ToUpperInvariant() is ".JPEG" or ".JPG" or ".PNG").Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new DataFileException(folder, 0, "expected pictures (.JPEG), found none");
    }

    /// <summary>So many of them, evenly spaced: every class is among them.</summary>
    private static List<(string, int)> Some(List<(string, int)> all, long count) =>
        count <= 0 || count >= all.Count ? all : [.. Enumerable.Range(0, (int)count).Select(i => all[(int)((long)i * all.Count / count)])];
}
