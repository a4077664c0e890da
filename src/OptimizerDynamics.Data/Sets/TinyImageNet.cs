using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>
/// Tiny-ImageNet-200: 100,000 and 10,000 images of 64 × 64 pixels, 200 classes. The validation set is the test set: the test set's classes
/// are not published.
/// </summary>
public sealed class TinyImageNet : FolderBased
{
    /// <inheritdoc/>
    public override string Name => "tiny-imagenet-200";

    /// <inheritdoc/>
    public override string Title => "Tiny-ImageNet";

    /// <inheritdoc/>
    public override string HowToGet => $"optdyn data fetch {Name} brings it";

    /// <inheritdoc/>
    public override Augmentation UsualAugmentation => Augmentation.CropFlip;

    /// <inheritdoc/>
    public override DataArchive? Archive { get; } = new(
        "tiny-imagenet-200", new Uri("http://cs231n.stanford.edu/tiny-imagenet-200.zip"), 248_100_043,
        "6198c8ae015e2b3e007c7841da39ec069199b9aa3bfa943a462022fe5e43c821", "tiny-imagenet-200");

    /// <inheritdoc/>
    public override ImmutableArray<string> FoldersBelow(string? root) => root is null ? [] : [Path.Combine(root, Name)];

    /// <inheritdoc/>
    public override ImmutableArray<string> Faults(string folder) =>
        [.. File.Exists(Path.Combine(folder, "wnids.txt")) ? [] : (string[])["wnids.txt is missing"], .. base.Faults(folder)];

    /// <inheritdoc/>
    protected override int UsualSize => 64;

    /// <inheritdoc/>
    protected override bool HasOneSize => true;

    private protected override FolderLayout Read(string folder) => FolderLayout.OfAnnotations(folder);
}
