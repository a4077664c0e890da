using System.Collections.Immutable;

namespace OptimizerDynamics.Data;

/// <summary>
/// Folders without what systems and editors leave in them: names that begin with a dot (<c>.ipynb_checkpoints</c>, <c>._image.jpg</c>) and
/// <c>__MACOSX</c>.
/// </summary>
internal static class VisibleFiles
{
    private const int Examples = 3;

    /// <summary>Whether a file or folder is passed over.</summary>
    /// <param name="path">Its path, of which the last part counts.</param>
    public static bool IsHidden(string path) => Path.GetFileName(path) is var name && (name.StartsWith('.') || name == "__MACOSX");

    /// <summary>The folders in a folder, in ordinal order.</summary>
    /// <param name="folder">The folder.</param>
    public static string[] Folders(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Where(path => !IsHidden(path)).Order(StringComparer.Ordinal)];

    /// <summary>The files in a folder, in ordinal order.</summary>
    /// <param name="folder">The folder.</param>
    public static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(path => !IsHidden(path)).Order(StringComparer.Ordinal)];

    /// <summary>The names of all files below a folder that do not lie in a hidden one, relative to it, with <c>/</c>.</summary>
    /// <param name="folder">The folder.</param>
    public static IEnumerable<string> NamesBelow(string folder) =>
        Files(folder)
            .Select(path => Path.GetFileName(path))
            .Concat(Folders(folder).SelectMany(inner => NamesBelow(inner).Select(name => $"{Path.GetFileName(inner)}/{name}")));

    /// <summary>What is hidden below a folder, with counts and examples.</summary>
    /// <param name="folder">The folder.</param>
    public static ImmutableArray<string> Notices(string folder)
    {
        var (folders, files) = (new List<string>(), new List<string>());
        Gather(folder, "", folders, files);
        return [.. new[] { Notice(folder, "hidden folder", folders), Notice(folder, "hidden file", files) }.OfType<string>()];
    }

    /// <summary>A sentence on what is passed over.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="what">What, in the singular.</param>
    /// <param name="names">Its names.</param>
    /// <returns>The sentence; null where nothing is passed over.</returns>
    public static string? Notice(string folder, string what, IReadOnlyList<string> names) => names.Count == 0 ? null
        : $"{folder}: {names.Count:#,0} {what}{(names.Count == 1 ? "" : "s")} passed over "
            + $"({string.Join(", ", names.Take(Examples))}{(names.Count > Examples ? ", …" : "")})";

    private static void Gather(string folder, string prefix, List<string> folders, List<string> files)
    {
        files.AddRange(Directory.EnumerateFiles(folder).Where(path => IsHidden(path) && Path.GetFileName(path) != DataArchive.NoteName)
            .Order(StringComparer.Ordinal).Select(path => prefix + Path.GetFileName(path)));
        foreach (var inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var name = prefix + Path.GetFileName(inner);
            if (IsHidden(inner))
                folders.Add(name);
            else
                Gather(inner, name + "/", folders, files);
        }
    }
}
