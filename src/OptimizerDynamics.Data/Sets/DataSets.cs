using System.Collections.Immutable;

namespace OptimizerDynamics.Data;

/// <summary>The data sets of this project, and how one is found.</summary>
public static class DataSets
{
    /// <summary>The environment variable that names the user's folder of data sets.</summary>
    public const string Variable = "OPTDYN_DATA";

    /// <summary>Every set and every format of folders.</summary>
    public static ImmutableArray<DataSet> All { get; } =
    [
        new DrawnObjects(isCluttered: false), new DrawnObjects(isCluttered: true),
        new FashionMnist(), new Mnist(), new Cifar10(), new Cifar100(), new TinyImageNet(), new ImageNet(),
        new FurnitureModels(isCluttered: false), new FurnitureModels(isCluttered: true),
        new ObjectNet3D(isCluttered: false), new ObjectNet3D(isCluttered: true),
        new ModelFolder(isCluttered: false), new ModelFolder(isCluttered: true), new IdxFormat(), new ImageFolderFormat(),
    ];

    /// <summary>The names by which sets can be asked for.</summary>
    /// <param name="sets">The sets.</param>
    public static IReadOnlyList<string> Names(IEnumerable<DataSet> sets) => [.. sets.Where(set => !set.IsFormat).Select(set => set.Name)];

    /// <summary>The set that an identity belongs to.</summary>
    /// <param name="sets">The sets.</param>
    /// <param name="identity">A name, or a name, a colon and a fingerprint.</param>
    /// <returns>The set; null where there is none.</returns>
    public static DataSet? Find(IEnumerable<DataSet> sets, string identity)
    {
        ArgumentNullException.ThrowIfNull(sets);
        ArgumentNullException.ThrowIfNull(identity);
        var name = identity.Split(':')[0];
        return identity.Length == name.Length || DataFingerprint.IsOne(identity[(name.Length + 1)..])
            ? sets.FirstOrDefault(set => set.Name == name)
            : null;
    }

    /// <summary>Looks for a set's files: the first place where all of them are, else the first where some are.</summary>
    /// <param name="set">The set.</param>
    /// <param name="root">The value of <see cref="Variable"/>; null where it is not set.</param>
    public static DataSetStatus Look(DataSet set, string? root)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (!set.NeedsFiles)
            return new DataSetStatus(set, "", []);
        var places = set.FoldersBelow(root);
        DataSetStatus[] there = [.. places.Where(Directory.Exists).Select(place => new DataSetStatus(set, place, FaultsIn(set, place)))];
        ImmutableArray<string> absence = places.IsEmpty ? [$"{Variable} is not set"] : [.. places.Select(place => $"no folder {place}")];
        return there.FirstOrDefault(status => status.IsComplete) ?? there.FirstOrDefault() ?? new DataSetStatus(set, null, absence);
    }

    /// <summary>The set that a user's folder holds.</summary>
    /// <param name="sets">The sets.</param>
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="isCluttered">Whether models stand before clutter.</param>
    /// <returns>The set; null where the folder is of no format.</returns>
    public static DataSet? Recognize(IEnumerable<DataSet> sets, string folder, bool isCluttered)
    {
        ArgumentNullException.ThrowIfNull(sets);
        return sets.FirstOrDefault(
            set => set.IsFormat && (set is not DrawnSet drawn || drawn.IsCluttered == isCluttered) && set.IsIn(folder));
    }

    private static ImmutableArray<string> FaultsIn(DataSet set, string folder)
    {
        try
        {
            return set.Faults(folder);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return [cause.Message];
        }
    }
}

/// <summary>Whether the files of a set are here.</summary>
/// <param name="Set">The set.</param>
/// <param name="Folder">Where they are; null where no folder of it is.</param>
/// <param name="Faults">What is missing or has the wrong size.</param>
public sealed record DataSetStatus(DataSet Set, string? Folder, ImmutableArray<string> Faults)
{
    /// <summary>Whether all of it is here.</summary>
    public bool IsComplete => Folder is not null && Faults.IsEmpty;
}
