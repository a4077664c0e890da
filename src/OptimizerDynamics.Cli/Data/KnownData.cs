using System.Security.Cryptography;
using System.Text;
using OptimizerDynamics.Data;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>A data set: the name that a trial knows it by, and where its files are.</summary>
/// <param name="Name">Its name; for a folder of the user's, what it is, a colon and a hash of its files: a trial depends on what is in them, not on where they are.</param>
/// <param name="Folder">Where its files are.</param>
internal sealed record KnownData(string Name, string Folder)
{
    private static readonly string[] Files = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>The sets that can be named.</summary>
    public static IReadOnlyList<string> Names => TrainingNames.DataSets;

    /// <summary>Finds a data set.</summary>
    /// <param name="nameOrFolder">One of <see cref="Names"/>, a folder with files of the IDX format, or one of models: a folder with files OFF or OBJ for each class.</param>
    /// <param name="isCluttered">Whether models of a folder stand before clutter.</param>
    /// <exception cref="InputException">There is no such set, or it is not here.</exception>
    public static KnownData Find(string nameOrFolder, bool isCluttered = false)
    {
        if (Directory.Exists(nameOrFolder))
            return InFolder(nameOrFolder, isCluttered);
        if (nameOrFolder is DataChoice.Clean or DataChoice.Cluttered)
            return new KnownData(nameOrFolder, "");
        if (!Names.Contains(nameOrFolder))
            throw new InputException($"--data: there is no folder '{nameOrFolder}', and {Nearest.Unknown("data set", nameOrFolder, Names)}");
        var files = nameOrFolder.EndsWith("-clean", StringComparison.Ordinal) || nameOrFolder.EndsWith("-cluttered", StringComparison.Ordinal) ? nameOrFolder[..nameOrFolder.LastIndexOf('-')] : nameOrFolder;
        var facts = DataSets.Find(Environment.GetEnvironmentVariable(DataSets.Variable)).Single(set => set.Name == files);
        return facts.State == DataSetState.Found
            ? new KnownData(nameOrFolder, facts.Path!)
            : throw new InputException($"--data: {nameOrFolder} is not here: {string.Join("; ", facts.Faults)} ('optdyn doctor' says where it is looked for)");
    }

    private static KnownData InFolder(string folder, bool isCluttered)
    {
        string[] models = [.. Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories).Where(path => Path.GetExtension(path).ToUpperInvariant() is ".OFF" or ".OBJ" or ".MTL").Order(StringComparer.Ordinal)];
        if (models.Length > 0)
            return new KnownData($"{(isCluttered ? DataChoice.MeshesCluttered : DataChoice.MeshesClean)}:{Hash(models, path => Path.GetRelativePath(folder, path))}", folder);
        var files = Files.Select(name => new[] { name, name + ".gz" }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw new InputException($"--data: expected a file {name} or {name}.gz in '{folder}', or folders of models (.off, .obj), found neither"));
        return new KnownData($"idx:{Hash(files, _ => "")}", folder);
    }

    /// <summary>A hash of what is in files, and of what they are called where that says something.</summary>
    private static string Hash(IEnumerable<string> paths, Func<string, string> nameOf)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in paths)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(nameOf(path)));
            using var stream = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
