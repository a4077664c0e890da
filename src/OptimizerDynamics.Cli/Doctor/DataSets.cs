using System.Buffers.Binary;
using OptimizerDynamics.Data;

namespace OptimizerDynamics.Cli;

/// <summary>The data sets of the paper's experiments, as they lie on disk. Sizes are compared, contents are not read.</summary>
internal static class DataSets
{
    /// <summary>The environment variable that names the folder of the data sets.</summary>
    public const string Variable = "OPTDYN_DATA";

    /// <summary>Where Debian's package dataset-fashion-mnist puts its files.</summary>
    private const string InstalledFashionMnist = "/usr/share/datasets/fashion-mnist";

    private static readonly (string Name, long Size)[] _idxFiles =
    [
        ("train-images-idx3-ubyte", 47_040_016), ("train-labels-idx1-ubyte", 60_008),
        ("t10k-images-idx3-ubyte", 7_840_016), ("t10k-labels-idx1-ubyte", 10_008),
    ];

    private static readonly (string Name, long Size)[] _cifar10Files =
        [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin").Append("test_batch.bin").Select(name => (name, 30_730_000L))];

    private static readonly string[] _parts = ["train", "val"];

    private static readonly (string Name, long Size)[] _cifar100Files = [("train.bin", 153_700_000), ("test.bin", 30_740_000)];

    /// <summary>Looks for every data set.</summary>
    /// <param name="folder">The value of <see cref="Variable"/>, or null.</param>
    /// <param name="installedFashionMnist">Where else Fashion-MNIST may be.</param>
    /// <param name="furniture">Where else the furniture models may be.</param>
    public static IReadOnlyList<DataSetFacts> Find(string? folder, string installedFashionMnist = InstalledFashionMnist, string furniture = FurnitureLibrary.InstalledFolder)
    {
        string[] Below(string name) => folder is null ? [] : [Path.Combine(folder, name)];
        return
        [
            Find("mnist", Below("mnist"), IdxFaults),
            Find("fashion-mnist", [.. Below("fashion-mnist"), installedFashionMnist], IdxFaults),
            Find("cifar-10", Below("cifar-10-batches-bin"), path => Faults(path, _cifar10Files)),
            Find("cifar-100", Below("cifar-100-binary"), path => Faults(path, _cifar100Files)),
            Find("tiny-imagenet-200", Below("tiny-imagenet-200"), TinyImageNetFaults),
            Find("imagenet", Below("imagenet"), ImageNetFaults),
            Find("furniture", [.. Below("furniture"), furniture], path => [.. FurnitureLibrary.Archives.Where(name => !File.Exists(Path.Combine(path, $"{name}.sh3f"))).Select(name => $"{name}.sh3f is missing")]),
            Find("objectnet3d", Below("ObjectNet3D"), path => Directory.Exists(Path.Combine(path, "CAD", "off")) ? [] : ["CAD/off/ is missing"]),
        ];
    }

    /// <summary>The first place where all of it is, else the first where a part is.</summary>
    private static DataSetFacts Find(string name, string[] places, Func<string, IReadOnlyList<string>> faults)
    {
        DataSetFacts[] there = [.. places.Where(Directory.Exists).Select(place => Look(name, place, faults))];
        string[] absence = places.Length == 0 ? [$"{Variable} is not set"] : [.. places.Select(place => $"no folder {place}")];
        return there.FirstOrDefault(facts => facts.State == DataSetState.Found) ?? there.FirstOrDefault()
            ?? new DataSetFacts(name, DataSetState.NotFound, null, absence);
    }

    private static DataSetFacts Look(string name, string place, Func<string, IReadOnlyList<string>> faults)
    {
        try
        {
            var found = faults(place);
            return new DataSetFacts(name, found.Count == 0 ? DataSetState.Found : DataSetState.Incomplete, place, found);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new DataSetFacts(name, DataSetState.Incomplete, place, [e.Message]);
        }
    }

    private static IReadOnlyList<string> Faults(string folder, (string Name, long Size)[] files) =>
        [.. files.Select(file => Fault(folder, file.Name, file.Size)).OfType<string>()];

    private static string? Fault(string folder, string name, long size)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        return !file.Exists ? $"{name} is missing" : file.Length == size ? null : $"{name} has {file.Length} bytes, not {size}";
    }

    /// <summary>The four IDX files, each as it is or compressed.</summary>
    private static IReadOnlyList<string> IdxFaults(string folder) =>
    [
        .. _idxFiles.Select(file => File.Exists(Path.Combine(folder, $"{file.Name}.gz"))
            ? CompressedFault(folder, $"{file.Name}.gz", file.Size)
            : Fault(folder, file.Name, file.Size)).OfType<string>(),
    ];

    /// <summary>A gzip file ends with the size of what it holds, so one that is cut off is told without reading all of it.</summary>
    private static string? CompressedFault(string folder, string name, long size)
    {
        using var stream = File.OpenRead(Path.Combine(folder, name));
        Span<byte> ends = stackalloc byte[6];
        if (stream.Length < 18) // the least that header and trailer take
            return $"{name} is no gzip file";
        stream.ReadExactly(ends[..2]);
        stream.Seek(-4, SeekOrigin.End);
        stream.ReadExactly(ends[2..]);
        if (ends is not [0x1f, 0x8b, ..])
            return $"{name} is no gzip file";
        var held = BinaryPrimitives.ReadUInt32LittleEndian(ends[2..]);
        return held == size ? null : $"{name} ends with the size {held}, not {size}: it is damaged or cut off";
    }

    private static List<string> TinyImageNetFaults(string folder) =>
        [.. File.Exists(Path.Combine(folder, "wnids.txt")) ? [] : (string[])["wnids.txt is missing"], .. ImageNetFaults(folder)];

    private static List<string> ImageNetFaults(string folder) =>
        [.. _parts.Where(part => !Directory.Exists(Path.Combine(folder, part))).Select(part => $"{part}/ is missing")];
}
