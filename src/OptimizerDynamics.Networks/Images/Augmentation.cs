namespace OptimizerDynamics.Networks;

/// <summary>How training images are augmented.</summary>
public enum Augmentation
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Flipped horizontally with probability 1/2.</summary>
    Flip,

    /// <summary>
    /// Shifted by up to an eighth of the width in both directions, black coming in from the sides, and flipped: the usual recipe for CIFAR
    /// and Tiny-ImageNet.
    /// </summary>
    CropFlip,

    /// <summary>A random crop of 8 to 100 % of the area and of an aspect ratio of 3/4 to 4/3, resized to the image's size, and flipped: the
    /// usual recipe for ImageNet (Szegedy et al. 2015, "Going deeper with convolutions").</summary>
    ResizedCropFlip,
}
