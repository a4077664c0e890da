using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>Sets of image files in folders (<see cref="ImageFolder"/>).</summary>
public abstract class FolderBased : DataSet
{
    private static readonly string[] _parts = ["train", "val"];

    /// <summary>Height and width of an image where none is chosen.</summary>
    protected abstract int UsualSize { get; }

    /// <summary>Whether every image file of training and test has the usual size.</summary>
    protected virtual bool HasOneSize => false;

    /// <inheritdoc/>
    public override ImmutableArray<string> Faults(string folder) =>
        [.. _parts.Where(part => !Directory.Exists(Path.Combine(folder, part))).Select(part => $"{part}/ is missing")];

    /// <inheritdoc/>
    public override ImmutableArray<string> Notices(string folder) => Read(folder).Notices;

    /// <inheritdoc/>
    public override string Fingerprint(string folder, CancellationToken cancellation = default) =>
        DataFingerprint.OfFiles(folder, Read(folder).Names, cancellation);

    /// <inheritdoc/>
    public override (IImageSource Training, IImageSource Test) Open(DataChoice choice, CancellationToken cancellation = default)
    {
        RequireAllClasses(choice);
        var (size, layout) = (choice.SizeOr(UsualSize), Read(choice.Folder));
        var hasOneSize = HasOneSize && size == UsualSize;
        var remark = layout.Notices.IsEmpty ? null : string.Join("; ", layout.Notices);
        ImageSource Part(ImmutableArray<(string Path, int Label)> files, long count) =>
            new ImageFolder(choice.Name, ImageFolder.Some(files, count), layout.Classes.Length, size, hasOneSize)
            {
                Remark = remark,
            }.InMemoryIfItFits(cancellation);
        return (Part(layout.Training, choice.Images), Part(layout.Test, choice.TestImages));
    }

    /// <summary>Finds the image files.</summary>
    /// <param name="folder">Where they are.</param>
    private protected abstract FolderLayout Read(string folder);
}
