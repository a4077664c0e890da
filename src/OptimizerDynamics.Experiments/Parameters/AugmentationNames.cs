using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>The names of <see cref="Augmentation"/> in study files, options and records.</summary>
public static class AugmentationNames
{
    /// <summary>All of them, in the order of the enumeration: no augmentation; mirrored; shifted and mirrored (CIFAR's usual recipe);
    /// pieces of random size and shape, mirrored (ImageNet's).</summary>
    public static IReadOnlyList<string> All { get; } = ["none", "flip", "crop-flip", "resized-crop-flip"];

    /// <summary>The name of the usual recipe of a data set.</summary>
    /// <param name="sets">The data sets.</param>
    /// <param name="identity">What a trial knows the set by.</param>
    public static string UsualOf(IEnumerable<DataSet> sets, string identity) =>
        All[(int)(DataSets.Find(sets, identity)?.UsualAugmentation ?? Augmentation.None)];
}
