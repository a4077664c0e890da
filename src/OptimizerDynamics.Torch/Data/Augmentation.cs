namespace OptimizerDynamics.Torch;

/// <summary>How training images are varied.</summary>
public enum Augmentation
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Mirrored, half of the time.</summary>
    Flip,

    /// <summary>Shifted by up to an eighth of their size, black coming in from the sides, and mirrored: the usual recipe for CIFAR and Tiny-ImageNet.</summary>
    CropFlip,

    /// <summary>A piece of 8 to 100 % of the area and of an aspect ratio of 3/4 to 4/3, as large as the image, and mirrored: the usual recipe for ImageNet (Szegedy et al. 2015).</summary>
    ResizedCropFlip,
}
