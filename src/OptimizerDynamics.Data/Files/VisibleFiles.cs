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

    /// <summary>The names of the files below a folder that do not lie in a hidden one, relative to it, with <c>/</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="depth">How many folders deep they lie at most; 0 for those in the folder itself. A layout has a depth, and a folder
    /// that is none may hold a whole disk.</param>
    public static IEnumerable<string> NamesBelow(string folder, int depth)
    {
        var names = Files(folder).Select(path => Path.GetFileName(path));
        return depth == 0
            ? names
            : names.Concat(
                Folders(folder).SelectMany(inner => NamesBelow(inner, depth - 1).Select(name => $"{Path.GetFileName(inner)}/{name}")));
    }

    /// <summary>What is hidden below a folder, and folders deeper than those of its layout, with counts and examples.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="depth">How many folders deep the layout is.</param>
    public static ImmutableArray<string> Notices(string folder, int depth)
    {
        var found = new PassedOver([], [], []);
        Gather(folder, "", depth, found);
        return
        [
            .. new[]
            {
                Notice(folder, "hidden folder", found.Hidden), Notice(folder, "hidden file", found.Files),
                Notice(folder, "deeper folder", found.Deeper),
            }.OfType<string>(),
        ];
    }

    /// <summary>A sentence on what is passed over.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="what">What, in the singular.</param>
    /// <param name="names">Its names.</param>
    /// <returns>The sentence; null where nothing is passed over.</returns>
    public static string? Notice(string folder, string what, IReadOnlyList<string> names) => names.Count == 0 ? null
        : $"{folder}: {names.Count:#,0} {what}{(names.Count == 1 ? "" : "s")} passed over "
            + $"({string.Join(", ", names.Take(Examples))}{(names.Count > Examples ? ", …" : "")})";

    private static void Gather(string folder, string prefix, int depth, PassedOver found)
    {
        found.Files.AddRange(
            Directory.EnumerateFiles(folder).Where(path => IsHidden(path) && Path.GetFileName(path) != DataArchive.NoteName)
                .Order(StringComparer.Ordinal).Select(path => prefix + Path.GetFileName(path)));
        foreach (var inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var name = prefix + Path.GetFileName(inner);
            if (IsHidden(inner))
                found.Hidden.Add(name);
            else if (depth == 0)
                found.Deeper.Add(name);
            else
                Gather(inner, name + "/", depth - 1, found);
        }
    }

    private sealed record PassedOver(List<string> Hidden, List<string> Files, List<string> Deeper);
}
