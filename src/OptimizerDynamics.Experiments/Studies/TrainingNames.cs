namespace OptimizerDynamics.Experiments;

/// <summary>The names that a training trial can have for its network, its data and how its images are varied.</summary>
public static class TrainingNames
{
    /// <summary>Networks.</summary>
    public static IReadOnlyList<string> Networks { get; } = ["basicnet", "vgg11", "vgg16", "resnet50", "resnet50-large"];

    /// <summary>Those of which several can be packed into one: their layers lie one behind the other.</summary>
    public static IReadOnlyList<string> PackableNetworks { get; } = ["basicnet", "vgg11", "vgg16"];

    /// <summary>Data sets: drawn objects, and sets whose files have to be here.</summary>
    public static IReadOnlyList<string> DataSets { get; } =
    [
        "objects-clean", "objects-cluttered", "fashion-mnist", "mnist", "cifar-10", "cifar-100", "tiny-imagenet-200", "imagenet",
        "furniture-clean", "furniture-cluttered", "objectnet3d-clean", "objectnet3d-cluttered",
    ];

    /// <summary>How training images are varied: not at all, mirrored, shifted and mirrored (CIFAR's usual recipe), or as pieces of random size and shape, mirrored (ImageNet's).</summary>
    public static IReadOnlyList<string> Augmentations { get; } = ["none", "flip", "crop-flip", "resized-crop-flip"];

    /// <summary>The usual recipe of a data set: crops and flips for CIFAR and Tiny-ImageNet, pieces of random size for ImageNet, none for the others.</summary>
    /// <param name="dataSet">The set's name.</param>
    public static string UsualAugmentation(string dataSet) => dataSet switch
    {
        "cifar-10" or "cifar-100" or "tiny-imagenet-200" => "crop-flip",
        "imagenet" => "resized-crop-flip",
        _ => "none",
    };
}
