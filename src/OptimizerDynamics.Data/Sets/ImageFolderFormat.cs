using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>A user's folder of image files in ImageNet's layout: <c>train/CLASS/*</c> and <c>val/CLASS/*</c>.</summary>
public sealed class ImageFolderFormat : FolderBased
{
    /// <inheritdoc/>
    public override string Name => "images";

    /// <inheritdoc/>
    public override string Title => "a folder of images";

    /// <inheritdoc/>
    public override bool IsFormat => true;

    /// <inheritdoc/>
    public override string HowToGet => "images (.jpeg, .jpg, .png) in train/CLASS and val/CLASS";

    /// <inheritdoc/>
    public override Augmentation UsualAugmentation => Augmentation.ResizedCropFlip;

    /// <inheritdoc/>
    public override bool IsIn(string folder) =>
        Directory.Exists(Path.Combine(folder, "train")) || Directory.Exists(Path.Combine(folder, "val"));

    /// <inheritdoc/>
    protected override int UsualSize => 224;

    private protected override FolderLayout Read(string folder) => FolderLayout.OfClasses(folder);
}
