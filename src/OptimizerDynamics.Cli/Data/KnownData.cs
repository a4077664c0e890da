using OptimizerDynamics.Data;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>A data set that is here.</summary>
/// <param name="Name">What a trial knows it by (<see cref="DataSet.Identity"/>): a trial depends on what is in files, not on where they
/// are.</param>
/// <param name="Folder">Where its files are; empty where it needs none.</param>
/// <param name="Set">The set.</param>
internal sealed record KnownData(string Name, string Folder, DataSet Set)
{
    /// <summary>The names of a registry's sets, formats of folders aside.</summary>
    /// <param name="registry">The registry.</param>
    public static IReadOnlyList<string> Names(Registry registry) => DataSets.Names(registry.DataSets);

    private static string? Root => Environment.GetEnvironmentVariable(DataSets.Variable);

    /// <summary>Finds the data that an option names.</summary>
    /// <param name="registry">What names mean.</param>
    /// <param name="nameOrFolder">One of <see cref="Names"/>, or a folder of a registered format.</param>
    /// <param name="isCluttered">Whether models of a folder stand before clutter.</param>
    /// <param name="cancellation">Ends the reading of files before all are read.</param>
    /// <exception cref="InputException">There is no such set, or it is not here.</exception>
    public static KnownData Find(Registry registry, string nameOrFolder, bool isCluttered, CancellationToken cancellation = default)
    {
        if (Directory.Exists(nameOrFolder))
            return InFolder(registry, nameOrFolder, isCluttered, cancellation);
        if (DataSets.Find(registry.DataSets, nameOrFolder) is not { IsFormat: false } set)
            throw new InputException(
                $"--data: there is no folder '{nameOrFolder}', and {Nearest.Unknown("data set", nameOrFolder, Names(registry))}");
        var folder = FolderOf(set, nameOrFolder);
        var identity = IdentityOf(set, folder, cancellation);
        return nameOrFolder == set.Name || nameOrFolder == identity ? new KnownData(identity, folder, set) : throw new InputException(
            $"--data: expected {nameOrFolder}, found {identity} in '{folder}'");
    }

    /// <summary>Finds the data of a trial: exactly those.</summary>
    /// <param name="registry">What names mean.</param>
    /// <param name="identity">What the trial knows them by.</param>
    /// <exception cref="InputException">There is no such set, it is not here, or what is here is something else.</exception>
    public static KnownData Of(Registry registry, string identity)
    {
        var found = Find(registry, identity, isCluttered: false);
        return found.Name == identity ? found : throw new InputException(
            $"data: '{found.Folder}' is not {identity} as it was published: write 'data: {found.Name}' to train on what is there; "
                + $"{found.Set.HowToGet}");
    }

    /// <summary>Makes sure that data sets are here, before anything runs that needs them.</summary>
    /// <param name="registry">What names mean.</param>
    /// <param name="identities">What trials know the sets by; each is looked at once.</param>
    /// <exception cref="InputException">There is no such set, it is not here, or what is here is something else.</exception>
    public static void Require(Registry registry, IEnumerable<string> identities)
    {
        foreach (var identity in identities.Distinct())
            Of(registry, identity);
    }

    /// <summary>Says what is passed over in the folder.</summary>
    /// <param name="errors">Takes a line for each notice.</param>
    public void Notify(TextWriter errors)
    {
        foreach (var notice in Attempt(() => Set.NeedsFiles ? Set.Notices(Folder) : []))
            errors.WriteLine($"optdyn: warning: {notice}");
    }

    private static KnownData InFolder(Registry registry, string folder, bool isCluttered, CancellationToken cancellation)
    {
        var sets = registry.DataSets;
        var set = Attempt(() => DataSets.Recognize(sets, folder, isCluttered)) ?? throw new InputException(
            $"--data: '{folder}': expected one of: "
                + $"{string.Join("; ", sets.Where(known => known.IsFormat).Select(known => known.HowToGet).Distinct())}; found none");
        return Attempt(() => set.Faults(folder)) is [var fault, ..]
            ? throw new InputException($"--data: '{folder}': expected {set.HowToGet}; {fault}")
            : new KnownData(IdentityOf(set, folder, cancellation), folder, set);
    }

    private static string FolderOf(DataSet set, string name)
    {
        var status = DataSets.Look(set, Root);
        return status.IsComplete ? status.Folder! : throw new InputException(
            $"--data: {name} is not here: {string.Join("; ", status.Faults)}; {set.HowToGet} ('optdyn doctor' says where it is looked "
                + $"for)");
    }

    private static string IdentityOf(DataSet set, string folder, CancellationToken cancellation) =>
        Attempt(() => set.Identity(folder, cancellation));

    private static T Attempt<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is DataFileException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--data: {cause.Message}", cause);
        }
        catch (OperationCanceledException cause)
        {
            throw new OperationCanceledException("stopped while the data set was read", cause, cause.CancellationToken);
        }
    }
}
