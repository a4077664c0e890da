using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>The names of <see cref="Augmentation"/> in study files, options and records.</summary>
public static class AugmentationNames
{
    private static readonly (string Name, Augmentation Kind)[] _all =
    [
        ("none", Augmentation.None), ("flip", Augmentation.Flip), ("crop-flip", Augmentation.CropFlip),
        ("resized-crop-flip", Augmentation.ResizedCropFlip),
    ];

    /// <summary>All names: no augmentation first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. _all.Select(named => named.Name)];

    /// <summary>The augmentation of a name.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <exception cref="ArgumentException">It is no name of an augmentation.</exception>
    public static Augmentation Parse(string name) => Array.FindIndex(_all, named => named.Name == name) is >= 0 and var index
        ? _all[index].Kind
        : throw new ArgumentException($"'{name}' is no augmentation: expected one of {string.Join(", ", All)}.", nameof(name));

    /// <summary>The name of the usual augmentation of a data set.</summary>
    /// <param name="sets">The data sets.</param>
    /// <param name="identity">The set's name, with a fingerprint where it is not as published.</param>
    public static string UsualOf(IEnumerable<DataSet> sets, string identity)
    {
        var usual = DataSets.Find(sets, identity)?.UsualAugmentation ?? Augmentation.None;
        return _all.First(named => named.Kind == usual).Name;
    }
}
