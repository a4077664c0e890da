using System.Collections.Immutable;

namespace OptimizerDynamics.Data;

/// <summary>The image files of a set, and what is passed over.</summary>
/// <param name="Classes">The classes, in the order of their labels.</param>
/// <param name="Training">Training images: file and label.</param>
/// <param name="Test">Test images: file and label.</param>
/// <param name="Names">The names of all files that decide what the images are, relative to the folder, with <c>/</c>.</param>
/// <param name="Notices">What is passed over, a sentence each.</param>
internal sealed record FolderLayout(
    ImmutableArray<string> Classes, ImmutableArray<(string Path, int Label)> Training, ImmutableArray<(string Path, int Label)> Test,
    ImmutableArray<string> Names, ImmutableArray<string> Notices)
{
    private static readonly string[] _extensions = [".JPEG", ".JPG", ".PNG"];

    /// <summary>ImageNet's layout: <c>train/CLASS/*</c> and <c>val/CLASS/*</c>, the classes in ordinal order.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DataFileException">There is no class, a class without an image, or one of <c>val</c> that <c>train</c>
    /// lacks.</exception>
    /// <exception cref="IOException">A folder is missing or cannot be read.</exception>
    public static FolderLayout OfClasses(string folder)
    {
        var training = Path.Combine(folder, "train");
        ImmutableArray<string> classes = [.. VisibleFiles.Folders(training).Select(path => Path.GetFileName(path))];
        if (classes.IsEmpty)
            throw new DataFileException(training, "expected a folder for each class, found none");
        var test = Path.Combine(folder, "val");
        if (VisibleFiles.Folders(test).FirstOrDefault(path => !classes.Contains(Path.GetFileName(path))) is { } other)
        {
            throw new DataFileException(
                other,
                $"expected one of the {classes.Length:#,0} classes that {training} has folders for, found another, with "
                    + $"{VisibleFiles.Files(other).Length:#,0} files");
        }

        ImmutableArray<(string, int)> Of(string part, IEnumerable<(int Label, string Class)> of) =>
            [.. of.SelectMany(known => Images(Path.Combine(part, known.Class)).Select(path => (path, known.Label)))];
        var tested = classes.Index().Where(known => Directory.Exists(Path.Combine(test, known.Item))).ToList();
        if (tested.Count == 0)
            throw new DataFileException(test, "expected a folder for each class, found none");
        var (first, second) = (Of(training, classes.Index()), Of(test, tested));
        string[] untested = [.. classes.Where(known => !Directory.Exists(Path.Combine(test, known)))];
        return new FolderLayout(classes, first, second, NamesOf(folder, first.Concat(second)),
        [
            .. PassedOver(folder, [training, test], depth: 1),
            .. untested.Length == 0
                ? []
                : (string[])[$"{test}: {untested.Length:#,0} of {classes.Length:#,0} classes have no test images "
                    + $"({string.Join(", ", untested.Take(3))})"],
        ]);
    }

    /// <summary>Tiny-ImageNet's layout: <c>train/ID/images/*</c>, <c>val/images/*</c> with their classes in <c>val/val_annotations.txt</c>,
    /// and the classes' ids in
    /// <c>wnids.txt</c>; they are in ordinal order.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DataFileException">A list is damaged, or a class has no image.</exception>
    /// <exception cref="IOException">A file or folder is missing or cannot be read.</exception>
    public static FolderLayout OfAnnotations(string folder)
    {
        var list = Path.Combine(folder, "wnids.txt");
        ImmutableArray<string> classes =
        [
            .. File.ReadAllLines(list).Select(line => line.Trim()).Where(line => line.Length > 0).Order(StringComparer.Ordinal),
        ];
        if (classes.IsEmpty || classes.Distinct().Count() != classes.Length)
            throw new DataFileException(list, 0, "expected a class's id on each line, found none or one twice");
        var labels = classes.Index().ToDictionary(known => known.Item, known => known.Index);
        ImmutableArray<(string, int)> training =
            [.. classes.SelectMany(id => Images(Path.Combine(folder, "train", id, "images")).Select(path => (path, labels[id])))];

        var annotations = Path.Combine(folder, "val", "val_annotations.txt");
        var (test, offset) = (ImmutableArray.CreateBuilder<(string, int)>(), 0L);
        foreach (var line in File.ReadLines(annotations))
        {
            if (line.Split('\t') is not [var file, var id, ..] || !labels.TryGetValue(id, out var label))
            {
                var found = line.Length > 60 ? line[..60] + "…" : line;
                throw new DataFileException(
                    annotations, offset, $"expected a file's name, a tab and one of the classes of wnids.txt, found '{found}'");
            }

            test.Add((Path.Combine(folder, "val", "images", file), label));
            offset += System.Text.Encoding.UTF8.GetByteCount(line) + 1;
        }

        if (test.Count == 0)
            throw new DataFileException(annotations, 0, "expected a line for each image, found none");
        string[] lists = [list, annotations];
        return new FolderLayout(
            classes, training, test.ToImmutable(), NamesOf(folder, training.Concat(test), lists),
            [.. PassedOver(folder, [Path.Combine(folder, "train"), Path.Combine(folder, "val")], depth: 2, lists)]);
    }

    private static ImmutableArray<string> NamesOf(
        string folder, IEnumerable<(string Path, int Label)> images, params IEnumerable<string> others) =>
        [.. images.Select(image => image.Path).Concat(others).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))];

    /// <summary>The image files of a folder, in ordinal order.</summary>
    private static string[] Images(string folder)
    {
        string[] files = [.. VisibleFiles.Files(folder).Where(IsImage)];
        return files.Length > 0 ? files : throw new DataFileException(folder, "expected images (.jpeg, .jpg, .png), found none");
    }

    private static bool IsImage(string path) => _extensions.Contains(Path.GetExtension(path).ToUpperInvariant());

    /// <summary>What is hidden or lies deeper than the layout, and files that are no images by their names, by kind.</summary>
    private static IEnumerable<string> PassedOver(string folder, string[] parts, int depth, params IEnumerable<string> known)
    {
        var others = parts.SelectMany(part => VisibleFiles.NamesBelow(part, depth).Select(name => $"{Path.GetFileName(part)}/{name}"))
            .Where(name =>
                !IsImage(name)
                    && !name.EndsWith("_boxes.txt", StringComparison.Ordinal)
                    && !known.Contains(Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar))));
        return parts.SelectMany(part => VisibleFiles.Notices(part, depth))
            .Concat(others.GroupBy(name => Path.GetExtension(name).ToLowerInvariant()).OrderBy(kind => kind.Key, StringComparer.Ordinal)
                .Select(
                    kind => VisibleFiles.Notice(folder, kind.Key.Length == 0 ? "file without extension" : $"{kind.Key} file", [.. kind])!));
    }
}
