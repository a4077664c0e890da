using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>The archive that a data set is published in.</summary>
/// <param name="Set">The set's name.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256, in lower case.</param>
/// <param name="Folder">The folder that it unpacks to.</param>
internal sealed record DataArchive(string Set, Uri Address, long Size, string Sha256, string Folder)
{
    private static readonly DataArchive[] All =
    [
        new("cifar-10", new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"), 170_052_171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", "cifar-10-batches-bin"),
        new("cifar-100", new Uri("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"), 168_513_733, "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec", "cifar-100-binary"),
        new("tiny-imagenet-200", new Uri("http://cs231n.stanford.edu/tiny-imagenet-200.zip"), 248_100_043, "6198c8ae015e2b3e007c7841da39ec069199b9aa3bfa943a462022fe5e43c821", "tiny-imagenet-200"),
    ];

    private const string FromDebian = "Debian's package sweethome3d-furniture has its models, and they are found where that puts them";
    private const string FromItsPublisher = "its models may not be passed on; unpack them as $OPTDYN_DATA/ObjectNet3D/CAD/off/CLASS/NN.off";

    /// <summary>How those can be had that cannot be fetched.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["objects-clean"] = "its images are drawn: it needs no files",
        ["objects-cluttered"] = "its images are drawn: it needs no files",
        ["fashion-mnist"] = "Debian's package dataset-fashion-mnist has it, and it is found where that puts it",
        ["mnist"] = "its publisher offers it no longer; put its four files into $OPTDYN_DATA/mnist",
        ["furniture"] = FromDebian,
        ["furniture-clean"] = FromDebian,
        ["furniture-cluttered"] = FromDebian,
        ["objectnet3d"] = FromItsPublisher,
        ["objectnet3d-clean"] = FromItsPublisher,
        ["objectnet3d-cluttered"] = FromItsPublisher,
        ["imagenet"] = "its publisher gives it to those who register; unpack it as $OPTDYN_DATA/imagenet/train/ID/*.JPEG and val/ID/*.JPEG",
    };

    /// <summary>The sets that can be fetched.</summary>
    public static IEnumerable<string> Names => All.Select(archive => archive.Set);

    /// <summary>The name of the archive's file.</summary>
    public string FileName => Path.GetFileName(Address.AbsolutePath);

    /// <summary>The archive of a set.</summary>
    /// <exception cref="InputException">There is none that can be fetched.</exception>
    public static DataArchive Find(string set) => Array.Find(All, archive => archive.Set == set)
        ?? throw new InputException(Elsewhere.TryGetValue(set, out var how) ? $"{set} cannot be fetched: {how}" : Nearest.Unknown("data set", set, [.. Names]));
}
