using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>CIFAR-10 and CIFAR-100 (<see cref="Cifar"/>): 50,000 and 10,000 images of 32 × 32 pixels.</summary>
public abstract class CifarBased : DataSet
{
    /// <summary>The files and their sizes in bytes.</summary>
    protected abstract ImmutableArray<(string Name, long Size)> Files { get; }

    /// <inheritdoc/>
    public override string HowToGet => $"optdyn data fetch {Name} brings it";

    /// <inheritdoc/>
    public override Augmentation UsualAugmentation => Augmentation.CropFlip;

    /// <inheritdoc/>
    public override ImmutableArray<string> FoldersBelow(string? root) => root is null ? [] : [Path.Combine(root, Archive!.Folder)];

    /// <inheritdoc/>
    public override ImmutableArray<string> Faults(string folder) =>
        [.. Files.Select(file => Fault(folder, file.Name, file.Size)).OfType<string>()];

    /// <inheritdoc/>
    public override string Fingerprint(string folder, CancellationToken cancellation = default) =>
        DataFingerprint.OfFiles(folder, Files.Select(file => file.Name), cancellation);

    /// <inheritdoc/>
    public override (IImageSource Training, IImageSource Test) Open(DataChoice choice, CancellationToken cancellation = default)
    {
        RequireAllClasses(choice);
        var (training, test) = Read(choice.Folder);
        return (choice.Of(training, choice.Images), choice.Of(test, choice.TestImages));
    }

    /// <summary>Reads the files.</summary>
    /// <param name="folder">Where they are.</param>
    protected abstract (ImageSet Training, ImageSet Test) Read(string folder);

    private static string? Fault(string folder, string name, long size)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        return !file.Exists ? $"{name} is missing" : file.Length == size ? null : $"{name} has {file.Length} bytes, not {size}";
    }
}
