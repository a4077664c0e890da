using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>The names that a training trial can have for its data and how its images are augmented.</summary>
public static class TrainingNames
{
    /// <summary>How training images are varied: not at all, mirrored, shifted and mirrored (CIFAR's usual recipe), or as pieces of random size and shape, mirrored (ImageNet's).</summary>
    public static IReadOnlyList<string> Augmentations { get; } = ["none", "flip", "crop-flip", "resized-crop-flip"];

    /// <summary>The name of the usual recipe of a data set.</summary>
    /// <param name="sets">The data sets.</param>
    /// <param name="identity">What a trial knows the set by.</param>
    public static string UsualAugmentation(IEnumerable<DataSet> sets, string identity) =>
        Augmentations[(int)(DataSets.Find(sets, identity)?.UsualAugmentation ?? Augmentation.None)];
}
