using System.Security.Cryptography;
using OptimizerDynamics.Cli.Doctor;
using OptimizerDynamics.Records;
using OptimizerDynamics.Torch.Data;

namespace OptimizerDynamics.Cli.Data;

/// <summary>A data set: the name that a trial knows it by, and where its files are.</summary>
/// <param name="Name">Its name; for a folder of the user's, <c>idx:</c> and a hash of its files: a trial depends on what is in them, not on where they are.</param>
/// <param name="Folder">Where its files are.</param>
internal sealed record KnownData(string Name, string Folder)
{
    private static readonly string[] Files = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>The sets that can be named.</summary>
    public static IReadOnlyList<string> Names => TrainingNames.DataSets;

    /// <summary>Finds a data set.</summary>
    /// <param name="nameOrFolder">One of <see cref="Names"/>, or a folder with files of the IDX format.</param>
    /// <exception cref="InputException">There is no such set, or it is not here.</exception>
    public static KnownData Find(string nameOrFolder)
    {
        if (Directory.Exists(nameOrFolder))
            return new KnownData($"idx:{Hash(nameOrFolder)}", nameOrFolder);
        if (nameOrFolder is DataChoice.Clean or DataChoice.Cluttered)
            return new KnownData(nameOrFolder, "");
        if (!Names.Contains(nameOrFolder))
            throw new InputException($"--data: there is no folder '{nameOrFolder}', and {Nearest.Unknown("data set", nameOrFolder, Names)}");
        var facts = DataSets.Find(Environment.GetEnvironmentVariable(DataSets.Variable)).Single(set => set.Name == nameOrFolder);
        return facts.State == DataSetState.Found
            ? new KnownData(nameOrFolder, facts.Path!)
            : throw new InputException($"--data: {nameOrFolder} is not here: {string.Join("; ", facts.Faults)} ('optdyn doctor' says where it is looked for)");
    }

    private static string Hash(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in Files)
        {
            var file = new[] { name, name + ".gz" }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
                ?? throw new InputException($"--data: expected a file {name} or {name}.gz in '{folder}', found none");
            using var stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
