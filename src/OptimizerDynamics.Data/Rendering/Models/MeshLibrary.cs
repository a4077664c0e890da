using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace OptimizerDynamics.Data;

/// <summary>Classes of objects from files of meshes.</summary>
/// <remarks>Of every class with at least five models a fifth is kept for the test. Where a class has fewer, no class is split so: training
/// and test then show the same models from other sides (<see cref="ObjectSource.IsSplitByView"/>), which is an easier test.</remarks>
public sealed partial class MeshLibrary : ObjectSource
{
    private const int Enough = 5;

    /// <summary>How deep the files of a folder of models lie: in a folder for each class, and materials in one below that.</summary>
    private const int Depth = 2;

    private readonly ImmutableArray<(string Name, ImmutableArray<Mesh> Models)> _classes;

    /// <summary>A library of some models.</summary>
    /// <param name="classes">The classes by name and their models, at least one each; they are taken in the order of their names.</param>
    /// <exception cref="ArgumentException">There is no class, one twice, or one without a model.</exception>
    public MeshLibrary(IEnumerable<(string Name, IReadOnlyList<Mesh> Models)> classes)
    {
        _classes =
        [
            .. classes.OrderBy(known => known.Name, StringComparer.Ordinal)
            .Select(known => (known.Name, known.Models.Select(mesh => mesh.Centred()).ToImmutableArray())),
        ];
        if (_classes.IsEmpty
            || _classes.Any(known => known.Models.IsEmpty)
            || _classes.DistinctBy(known => known.Name).Count() != _classes.Length)
            throw new ArgumentException("A library needs classes, each with models and a name of its own.", nameof(classes));
        Names = [.. _classes.Select(known => known.Name)];
        IsSplitByView = _classes.Any(known => known.Models.Length < Enough);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public override bool IsSplitByView { get; }

    /// <summary>How many models there are.</summary>
    public int Models => _classes.Sum(known => known.Models.Length);

    /// <summary>How many models the class has that has fewest.</summary>
    public int Fewest => _classes.Min(known => known.Models.Length);

    /// <summary>
    /// Reads a folder: <c>FOLDER/CLASS/*.off</c> and <c>*.obj</c>, or ObjectNet3D as it is published, <c>CAD/off/CLASS/NN.off</c>, below it
    /// or below its folder <c>ObjectNet3D</c>.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">There are no models, or one is damaged; the message says which.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static MeshLibrary ReadFolder(string folder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var published = PublishedIn(folder);
        var classes = VisibleFiles.Folders(published ?? folder)
            .Select(path => (Name: Path.GetFileName(path), Files: FilesOf(path, isPublished: published is not null)))
            .Where(known => known.Files.Length > 0)
            .ToList();
        return classes.Count > 0
            ? Read(
                classes.Select(known => (known.Name, known.Files.Select(file => (Func<Mesh>)(() => MeshFile.Read(file))).ToArray())),
                cancellation)
            : throw new InvalidDataException($"{folder}: expected folders with files .off or .obj, a folder for each class, found none");
    }

    /// <summary>The names of the files that decide what <see cref="ReadFolder"/> reads, relative to the folder, with <c>/</c>.</summary>
    /// <param name="folder">The folder.</param>
    internal static IEnumerable<string> FilesBelow(string folder)
    {
        var published = PublishedIn(folder);
        var prefix = published is null ? "" : Path.GetRelativePath(folder, published).Replace('\\', '/') + "/";
        return VisibleFiles.NamesBelow(published ?? folder, Depth)
            .Where(name => IsModel(name) || Path.GetExtension(name).Equals(".mtl", StringComparison.OrdinalIgnoreCase))
            .Select(name => prefix + name);
    }

    /// <summary>Whether a folder, or a folder in it, holds a model. Those that cannot be read hold none, and no deeper ones are looked
    /// at: any folder of the disk may be asked about.</summary>
    /// <param name="folder">The folder.</param>
    internal static bool IsIn(string folder)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 1,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.None,
        };
        var root = PublishedIn(folder) ?? folder;
        return Directory.EnumerateFiles(root, "*", options)
            .Any(path => IsModel(path) && !Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar).Any(VisibleFiles.IsHidden));
    }

    /// <summary>What <see cref="ReadFolder"/> passes over.</summary>
    /// <param name="folder">The folder.</param>
    internal static ImmutableArray<string> NoticesOf(string folder) => VisibleFiles.Notices(PublishedIn(folder) ?? folder, Depth);

    /// <summary>Reads models on all cores.</summary>
    internal static MeshLibrary Read(IEnumerable<(string Name, Func<Mesh>[] Models)> classes, CancellationToken cancellation)
    {
        (string Name, Func<Mesh>[] Models)[] all = [.. classes];
        Func<Mesh>[] makers = [.. all.SelectMany(known => known.Models)];
        var meshes = new Mesh[makers.Length];
        FileLoop.Run(makers.Length, index => meshes[index] = makers[index](), cancellation);
        var first = 0;
        return new MeshLibrary([.. all.Select(known =>
        {
            IReadOnlyList<Mesh> models = meshes[first..(first + known.Models.Length)];
            first += known.Models.Length;
            return (known.Name, models);
        })]);
    }

    /// <inheritdoc/>
    public override Sides SidesOf(int label) => Sides.All;

    /// <inheritdoc/>
    public override Mesh Make(int label, RandomSequence random, bool isTest, Mesh room)
    {
        ArgumentNullException.ThrowIfNull(random);
        var models = _classes[label].Models;
        var kept = IsSplitByView ? 0 : models.Length / Enough;
        return models[IsSplitByView
            ? random.UniformInteger(0, models.Length)
            : isTest
            ? random.UniformInteger(models.Length - kept, models.Length)
            : random.UniformInteger(0, models.Length - kept)];
    }

    /// <summary>The models of a class. ObjectNet3D has other files beside them, anchor points.</summary>
    private static string[] FilesOf(string folder, bool isPublished) =>
    [
        .. VisibleFiles.Files(folder)
            .Where(path =>
                isPublished ? Numbered().IsMatch(Path.GetFileName(path)) : IsModel(path)),
    ];

    private static bool IsModel(string path) => Path.GetExtension(path).ToUpperInvariant() is ".OFF" or ".OBJ";

    private static string? PublishedIn(string folder) =>
        new[] { folder, Path.Combine(folder, "ObjectNet3D") }.Select(root => Path.Combine(root, "CAD", "off"))
            .FirstOrDefault(Directory.Exists);

    [GeneratedRegex(@"^\d\d\.off$")]
    private static partial Regex Numbered();
}
