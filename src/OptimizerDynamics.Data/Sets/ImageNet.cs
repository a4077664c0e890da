using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>ImageNet (ILSVRC2012): <c>train/ID/*.JPEG</c> and <c>val/ID/*.JPEG</c>. The validation set is the test set.</summary>
public sealed class ImageNet : FolderBased
{
    /// <inheritdoc/>
    public override string Name => "imagenet";

    /// <inheritdoc/>
    public override string Title => "ImageNet";

    /// <inheritdoc/>
    public override string HowToGet =>
        "its publisher gives it to those who register; unpack it as $OPTDYN_DATA/imagenet/train/ID/*.JPEG and val/ID/*.JPEG";

    /// <inheritdoc/>
    public override Augmentation UsualAugmentation => Augmentation.ResizedCropFlip;

    /// <inheritdoc/>
    public override ImmutableArray<string> FoldersBelow(string? root) => root is null ? [] : [Path.Combine(root, Name)];

    /// <inheritdoc/>
    protected override int UsualSize => 224;

    private protected override FolderLayout Read(string folder) => FolderLayout.OfClasses(folder);
}
