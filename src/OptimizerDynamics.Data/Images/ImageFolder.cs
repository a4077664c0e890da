using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>Images in files. They are decoded when they are needed, on all cores.</summary>
public sealed class ImageFolder : ImageSource
{
    /// <summary>How many images are decoded before it is asked whether to go on.</summary>
    private const int Part = 1024;

    private readonly string[] _files;
    private readonly int _size;
    private readonly bool _hasOneSize;

    /// <summary>Makes a source of some files.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="files">The files and their classes; at least one.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="size">Height and width of an image, at least 1: what has another size is scaled until its shorter side is 8/7 of that,
    /// and its middle is taken.</param>
    /// <param name="hasOneSize">Whether every file has to have this size.</param>
    /// <exception cref="ArgumentException">There is no file, or a label is none of the classes.</exception>
    public ImageFolder(string name, IReadOnlyCollection<(string Path, int Label)> files, int classes, int size, bool hasOneSize)
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

    /// <summary>The same images in memory, where they fit into 2 GiB; else this.</summary>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataFileException">A file is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public ImageSource InMemoryIfItFits(CancellationToken cancellation = default)
    {
        if ((long)Count * ImageLength > Array.MaxLength)
            return this;
        var pixels = new byte[Count * ImageLength];
        foreach (var part in Enumerable.Range(0, Count).Chunk(Part))
        {
            cancellation.ThrowIfCancellationRequested();
            Read(part, pixels.AsSpan(part[0] * ImageLength, part.Length * ImageLength));
        }

        return new ImageSet(Name, pixels, Labels.ToArray(), Channels, Height, Width, Classes) { Remark = Remark };
    }

    /// <inheritdoc/>
    protected override void ReadImages(ReadOnlySpan<int> indices, Span<byte> pixels, MiniBatchAugmentation? augmentation)
    {
        var (wanted, length) = (indices.ToArray(), ImageLength);
        var images = new byte[wanted.Length][];
        var isCut = augmentation?.Kind == Augmentation.ResizedCropFlip;
        FileLoop.Run(wanted.Length, index =>
        {
            Func<int, int, RandomCrop>? choose = isCut ? (width, height) => augmentation!.CropOf(index, width, height) : null;
            ImageFile.Decode(_files[wanted[index]], _size, _hasOneSize, choose, images[index] = new byte[length]);
        });
        for (var index = 0; index < images.Length; index++)
            images[index].CopyTo(pixels[(index * length)..]);
        if (!isCut)
            augmentation?.Apply(pixels, Channels, Height, Width);
    }

    /// <summary>So many of some files, evenly spaced: every class is among them.</summary>
    /// <param name="all">The files and their classes.</param>
    /// <param name="count">How many; 0 for all.</param>
    internal static IReadOnlyList<(string Path, int Label)> Some(IReadOnlyList<(string Path, int Label)> all, long count) =>
        count <= 0 || count >= all.Count ? all : [.. Enumerable.Range(0, (int)count).Select(i => all[(int)((long)i * all.Count / count)])];
}
