using System.Globalization;
using System.IO.Compression;
using System.Numerics;

namespace OptimizerDynamics.Data;

/// <summary>
/// The furniture models that Debian's package <c>sweethome3d-furniture</c> brings: five zip files of OBJ models, of which those are taken
/// that a person would name so.
/// </summary>
/// <remarks>The names of its catalog mislead (a "Screen" is a folding one), so the classes are listed by hand, in <c>furniture.txt</c>:
/// ObjectNet3D's names, and the models that show such things. The models' licences are CC0 and CC BY; none is part of this
/// project.</remarks>
public static class FurnitureLibrary
{
    /// <summary>Where the package puts its files.</summary>
    public const string InstalledFolder = "/usr/share/sweethome3d/furniture";

    private const string Catalog = "PluginFurnitureCatalog.properties";

    /// <summary>The zip files that the list names.</summary>
    public static IReadOnlyList<string> Archives { get; } =
    [
        .. Listed().SelectMany(known => known.Models).Select(model => model.Archive).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads the models.</summary>
    /// <param name="folder">The folder of the zip files.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">A model is missing or damaged; the message says which.</exception>
    /// <exception cref="IOException">A zip file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static MeshLibrary Read(string folder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var archives =
            Archives.ToDictionary(name => name, name => new Archive(Path.Combine(folder, $"{name}.sh3f")), StringComparer.Ordinal);
        return MeshLibrary.Read(
            Listed().Select(known =>
                (known.Name, known.Models.Select(model => (Func<Mesh>)(() => archives[model.Archive].Read(model.Path))).ToArray())),
            cancellation);
    }

    private static IEnumerable<(string Name, (string Archive, string Path)[] Models)> Listed()
    {
        using var stream = typeof(FurnitureLibrary).Assembly.GetManifestResourceStream("furniture.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var name, .. var models] && !name.StartsWith('#'))
                yield return (
                    name, [.. models.Select(model => (model.Split('/')[0], model[(model.IndexOf('/', StringComparison.Ordinal) + 1)..]))]);
        }
    }

    /// <summary>A zip file; its models may be read from several threads.</summary>
    private sealed class Archive
    {
        private readonly string _path;
        private readonly byte[] _bytes;
        private readonly Dictionary<string, Matrix4x4> _turns;

        public Archive(string path)
        {
            (_path, _bytes) = (path, File.ReadAllBytes(path));
            _turns = Named(Turns);
        }

        public Mesh Read(string model)
        {
            using var zip = Named(Opened);
            using var reader = Named(() => ZippedText.Open(zip, model))
                ?? throw new InvalidDataException($"{_path}: expected a model {model}, found none");
            var folder = model[..(model.LastIndexOf('/') + 1)];
            var mesh = MeshFile.ReadObj(reader, $"{_path}:{model}", name => Named(() => ZippedText.Open(zip, folder + name)));
            return _turns.TryGetValue(model, out var turn) ? mesh.Turned(turn) : mesh;
        }

        private ZipArchive Opened() => new(new MemoryStream(_bytes, writable: false));

        /// <summary>What a zip file gives; where it is damaged, the message says which it is.</summary>
        private T Named<T>(Func<T> read)
        {
            try
            {
                return read();
            }
            catch (InvalidDataException cause)
            {
                throw new InvalidDataException($"{_path}: expected a zip file of furniture, found a damaged one: {cause.Message}", cause);
            }
        }

        /// <summary>
        /// How the catalog turns models that do not stand as they should: nine numbers, a matrix row by row, that columns are multiplied
        /// by.
        /// </summary>
        private Dictionary<string, Matrix4x4> Turns()
        {
            var (models, turns) = (new Dictionary<string, string>(), new Dictionary<string, float[]>());
            using var zip = Opened();
            using var reader = ZippedText.Open(zip, Catalog) ?? throw new InvalidDataException($"it has no {Catalog}");
            while (reader.ReadLine() is { } line)
            {
                if (line.Split('=', 2) is not [var key, var value])
                    continue;
                if (key.StartsWith("model#", StringComparison.Ordinal))
                    models[key["model#".Length..].Trim()] = value.Trim().TrimStart('/');
                else if (key.StartsWith("modelRotation#", StringComparison.Ordinal))
                    turns[key["modelRotation#".Length..].Trim()] = Numbers(key.Trim(), value);
            }

            return turns.Where(turn => models.ContainsKey(turn.Key))
                .GroupBy(turn => models[turn.Key])
                .ToDictionary(group => group.Key, group => Matrix(group.First().Value), StringComparer.Ordinal);
        }

        private static float[] Numbers(string key, string text)
        {
            float[] numbers = [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(word => InvariantNumber.TryParse(word, NumberStyles.Float, out float number) ? number : float.NaN)];
            return numbers.Length == 9 && MathF.Abs(Determinant(numbers)) > 0.5f
                ? numbers
                : throw new InvalidDataException($"{Catalog}: expected nine numbers of {key} that are a turn, found '{text.Trim()}'");
        }

        /// <summary>Of three rows: the first times the cross product of the others.</summary>
        private static float Determinant(float[] m) =>
            Space.Dot(new(m[0], m[1], m[2]), Space.Cross(new(m[3], m[4], m[5]), new(m[6], m[7], m[8])));

        private static Matrix4x4 Matrix(float[] m) => new(m[0], m[3], m[6], 0, m[1], m[4], m[7], 0, m[2], m[5], m[8], 0, 0, 0, 0, 1);
    }
}
