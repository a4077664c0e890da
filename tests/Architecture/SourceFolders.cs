using System.Runtime.CompilerServices;

namespace OptimizerDynamics.Tests;

/// <summary>A use of a type of one folder in a file of another.</summary>
/// <param name="From">The folder of the file, relative to the project; <c>.</c> for the project's own.</param>
/// <param name="To">The folder in which the type is declared.</param>
/// <param name="File">The file's name.</param>
/// <param name="Type">The type's name.</param>
internal sealed record FolderArrow(string From, string To, string File, string Type)
{
    /// <summary>One line, such as <c>Cpu → Rules (RuleRun.cs uses UpdateRule)</c>.</summary>
    public override string ToString() => $"{From} → {To} ({File} uses {Type})";
}

/// <summary>The folders of a project's source, and which of them use types of which others.</summary>
/// <remarks>
/// A type is used where its name stands in code and is not a member's: not behind a dot (but for a namespace's), and not as the name of a
/// method. Types of one name in a project cannot be told apart and are left out; the solution is to have none.
/// </remarks>
internal sealed class SourceFolders
{
    private static readonly HashSet<string> _declaring = ["class", "struct", "record", "interface", "enum"];
    private static readonly HashSet<string> _beforeConstruction = ["new", ":", ",", "[", "is", "case", "not", "or", "and", "."];
    private static readonly HashSet<string> _namespaces =
        ["OptimizerDynamics", "Networks", "Data", "Torch", "Experiments", "Reports", "Cli"];

    private SourceFolders(string project, IReadOnlyList<FolderArrow> arrows) => (Project, Arrows) = (project, arrows);

    /// <summary>The project's name, such as <c>OptimizerDynamics.Torch</c>.</summary>
    public string Project { get; }

    /// <summary>One arrow for each ordered pair of folders of which the first uses the second.</summary>
    public IReadOnlyList<FolderArrow> Arrows { get; }

    /// <summary>The root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The projects below <c>src</c>, by name.</summary>
    public static IReadOnlyList<string> Projects { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads the source files of a project.</summary>
    /// <param name="project">Its name, such as <c>OptimizerDynamics.Torch</c>.</param>
    public static SourceFolders Of(string project)
    {
        var folder = Path.Combine(Root, "src", project);
        return Of(project, SourceFiles(folder).Select(file => (Path.GetRelativePath(folder, file), File.ReadAllText(file))));
    }

    /// <summary>Reads the texts of a project.</summary>
    /// <param name="project">Its name.</param>
    /// <param name="files">Path relative to the project, and text, of each file.</param>
    public static SourceFolders Of(string project, IEnumerable<(string Path, string Text)> files)
    {
        var read =
            files.Select(file => (Folder: FolderOf(file.Path), Name: Path.GetFileName(file.Path), Tokens: CSharpText.Tokens(file.Text)))
            .ToList();
        var homes = read.SelectMany(file => Declared(file.Tokens).Select(type => (Type: type, file.Folder))).Distinct()
            .GroupBy(entry => entry.Type, entry => entry.Folder)
                .Where(entry => entry.Count() == 1)
                .ToDictionary(entry => entry.Key, Enumerable.Single);
        var arrows = from file in read
                     from type in Used(file.Tokens)
                     where homes.TryGetValue(type, out var home) && home != file.Folder
                     select new FolderArrow(file.Folder, homes[type], file.Name, type);
        return new SourceFolders(project, [.. arrows.GroupBy(arrow => (arrow.From, arrow.To)).Select(same => same.First())]);
    }

    /// <summary>The sets of folders each of which can be reached from each other of its set; none where there is no cycle.</summary>
    public IReadOnlyList<IReadOnlySet<string>> Cycles()
    {
        var folders = Arrows.Select(arrow => arrow.From).Distinct().Order(StringComparer.Ordinal).ToList();
        var reached = folders.ToDictionary(folder => folder, Reached);
        return [.. folders.Where(folder => reached[folder].Contains(folder))
            .GroupBy(folder =>
                string.Join(
                    ", ",
                    reached[folder]
                        .Where(other => reached.TryGetValue(other, out var back) && back.Contains(folder))
                        .Order(StringComparer.Ordinal)))
            .Select(set => set.ToHashSet())];
    }

    /// <summary>The arrows within a set of folders, a line each.</summary>
    /// <param name="folders">The set.</param>
    public string Show(IReadOnlySet<string> folders) =>
        string.Join(
            '\n', Arrows.Where(arrow => folders.Contains(arrow.From) && folders.Contains(arrow.To)).Select(arrow => $"{Project}: {arrow}"));

    private HashSet<string> Reached(string from)
    {
        var (reached, open) = (new HashSet<string>(), new Queue<string>([from]));
        while (open.TryDequeue(out var folder))
        {
            foreach (var arrow in Arrows.Where(arrow => arrow.From == folder && reached.Add(arrow.To)))
                open.Enqueue(arrow.To);
        }

        return reached;
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder.Replace('\\', '/') : ".";

    /// <summary>The source files below a folder, without those that builds make.</summary>
    /// <param name="folder">The folder of a project, or one with projects.</param>
    public static IEnumerable<string> SourceFiles(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
        .Order(StringComparer.Ordinal);

    /// <summary>The types that are declared outside any other.</summary>
    private static IEnumerable<string> Declared(IReadOnlyList<string> tokens)
    {
        var depth = 0;
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            depth += tokens[i] switch { "{" => 1, "}" => -1, _ => 0 };
            if (depth == 0
                && _declaring.Contains(tokens[i])
                && char.IsLetter(tokens[i + 1][0])
                && !_declaring.Contains(tokens[i + 1])
                && tokens[i + 1] != "where")
                yield return tokens[i + 1];
        }
    }

    private static IEnumerable<string> Used(IReadOnlyList<string> tokens) =>
        tokens.Where((token, i) => char.IsLetter(token[0]) && !IsMember(tokens, i)).Distinct();

    /// <summary>Whether a name stands behind a dot, or before a parenthesis where no type can: then it is a member's.</summary>
    private static bool IsMember(IReadOnlyList<string> tokens, int at) =>
        (at >= 2 && tokens[at - 1] == "." && !_namespaces.Contains(tokens[at - 2]))
        || (at >= 1 && at + 1 < tokens.Count && tokens[at + 1] == "(" && !_beforeConstruction.Contains(tokens[at - 1]));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        foreach (var start in (string?[])[AppContext.BaseDirectory, Path.GetDirectoryName(here)])
        {
            for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "OptimizerDynamics.sln")))
                    return folder;
            }
        }

        throw new InvalidOperationException("The tests of the source need a checkout: no folder above them holds OptimizerDynamics.sln.");
    }
}
