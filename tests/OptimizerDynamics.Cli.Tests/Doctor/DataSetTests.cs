using System.Buffers.Binary;
using OptimizerDynamics.Data;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>Data sets of the right names and sizes. The files are sparse: they take no room on the disk.</summary>
public sealed class DataSetTests : IDisposable
{
    private static readonly Dictionary<string, long> _idx = new()
    {
        ["train-images-idx3-ubyte"] = 16 + 60_000 * 28 * 28,
        ["train-labels-idx1-ubyte"] = 8 + 60_000,
        ["t10k-images-idx3-ubyte"] = 16 + 10_000 * 28 * 28,
        ["t10k-labels-idx1-ubyte"] = 8 + 10_000,
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optdyn-data-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Nothing_is_found_where_nothing_is()
    {
        Assert.All(Find(), data => Assert.Equal((DataSetState.NotFound, null), (data.State, data.Path)));
        Assert.Equal(
            ["fashion-mnist", "mnist", "cifar-10", "cifar-100", "tiny-imagenet-200", "imagenet", "furniture", "objectnet3d"],
            Find().Select(data => data.Name));
        Assert.Contains("OPTDYN_DATA is not set", DataSetExamination.Find(DataSets.All, null).Single(data => data.Name == "mnist").Faults);
    }

    [Fact]
    public void Complete_sets_are_found()
    {
        WriteIdx("mnist");
        WriteIdx("fashion-mnist", compressed: true);
        WriteCifar10();
        Write("cifar-100-binary/train.bin", 50_000 * 3074);
        Write("cifar-100-binary/test.bin", 10_000 * 3074);
        Write("tiny-imagenet-200/wnids.txt", 10);
        _folder.CreateSubdirectory("tiny-imagenet-200/train");
        _folder.CreateSubdirectory("tiny-imagenet-200/val");
        _folder.CreateSubdirectory("imagenet/train");
        _folder.CreateSubdirectory("imagenet/val");
        WriteFurniture("furniture");
        _folder.CreateSubdirectory("ObjectNet3D/CAD/off");

        var found = Find();

        Assert.All(found, data => Assert.Equal((DataSetState.Found, 0), (data.State, data.Faults.Count)));
        Assert.Equal(
            [
                "fashion-mnist", "mnist", "cifar-10-batches-bin", "cifar-100-binary", "tiny-imagenet-200", "imagenet", "furniture",
                "ObjectNet3D"],
            found.Select(data => Path.GetFileName(data.Path)));
    }

    [Fact]
    public void What_is_missing_or_has_the_wrong_size_is_named()
    {
        WriteCifar10();
        File.Delete(PathOf("cifar-10-batches-bin/data_batch_3.bin"));
        Write("cifar-10-batches-bin/test_batch.bin", 30_729_999);
        _folder.CreateSubdirectory("tiny-imagenet-200/val");
        WriteIdx("mnist");
        File.Delete(PathOf("mnist/t10k-labels-idx1-ubyte"));
        WriteFurniture("furniture");
        File.Delete(PathOf("furniture/Scopia.sh3f"));
        _folder.CreateSubdirectory("ObjectNet3D/CAD");

        AssertIncomplete("cifar-10", "data_batch_3.bin is missing", "test_batch.bin has 30729999 bytes, not 30730000");
        AssertIncomplete("tiny-imagenet-200", "wnids.txt is missing", "train/ is missing");
        AssertIncomplete("mnist", "t10k-labels-idx1-ubyte is missing");
        AssertIncomplete("furniture", "Scopia.sh3f is missing");
        AssertIncomplete("objectnet3d", "CAD/off/ is missing");
    }

    [Fact]
    public void A_compressed_file_that_is_cut_off_or_none_at_all_is_named()
    {
        WriteIdx("mnist", compressed: true);
        WriteGzip("mnist/train-labels-idx1-ubyte.gz", holds: 12);
        Write("mnist/t10k-labels-idx1-ubyte.gz", 100);
        Write("mnist/t10k-images-idx3-ubyte.gz", 3);

        AssertIncomplete(
            "mnist",
            "t10k-images-idx3-ubyte.gz is no gzip file",
            "t10k-labels-idx1-ubyte.gz is no gzip file",
            "train-labels-idx1-ubyte.gz ends with the size 12, not 60008: it is damaged or cut off");
    }

    [Fact]
    public void The_installed_Fashion_MNIST_is_found_unless_the_user_has_a_complete_one()
    {
        WriteIdx("installed", compressed: true);
        Assert.Equal(PathOf("installed"), Find("fashion-mnist").Path);
        Assert.Equal(PathOf("installed"), DataSetExamination.Find([new FashionMnist(PathOf("installed"))], null)[0].Path);

        _folder.CreateSubdirectory("fashion-mnist");
        Assert.Equal(PathOf("installed"), Find("fashion-mnist").Path);

        WriteIdx("fashion-mnist");
        Assert.Equal(PathOf("fashion-mnist"), Find("fashion-mnist").Path);
    }

    [Fact]
    public void The_installed_furniture_is_found_unless_the_user_has_all_of_it()
    {
        WriteFurniture("installed-furniture");
        Assert.Equal(PathOf("installed-furniture"), Find("furniture").Path);

        WriteFurniture("furniture");
        File.Delete(PathOf("furniture/KatorLegaz.sh3f"));
        Assert.Equal(PathOf("installed-furniture"), Find("furniture").Path);

        WriteFurniture("furniture");
        Assert.Equal(PathOf("furniture"), Find("furniture").Path);
    }

    /// <summary>Nowhere but in this test's folder: what is installed on the machine is of no account.</summary>
    private IReadOnlyList<DataSetFacts> Find() => DataSetExamination.Find(
        DataSets.All.Select(set => set switch
        {
            FashionMnist => new FashionMnist(PathOf("installed")),
            FurnitureModels => new FurnitureModels(isCluttered: false, PathOf("installed-furniture")),
            _ => set,
        }), _folder.FullName);

    private DataSetFacts Find(string name) => Find().Single(data => data.Name == name);

    private void AssertIncomplete(string name, params string[] faults)
    {
        var data = Find(name);
        Assert.Equal(DataSetState.Incomplete, data.State);
        Assert.Equal([.. faults, DataSets.All.First(set => set.FilesName == name).HowToGet], data.Faults);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void WriteCifar10()
    {
        foreach (var name in (string[])["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"])
            Write($"cifar-10-batches-bin/{name}.bin", 10_000 * 3073);
    }

    private void WriteFurniture(string folder)
    {
        foreach (var name in FurnitureLibrary.Archives)
            Write($"{folder}/{name}.sh3f", 10);
    }

    private void WriteIdx(string folder, bool compressed = false)
    {
        foreach (var (name, size) in _idx)
        {
            if (compressed)
                WriteGzip($"{folder}/{name}.gz", size);
            else
                Write($"{folder}/{name}", size);
        }
    }

    /// <summary>The two bytes with which a gzip file begins, and at its end the size of what it holds.</summary>
    private void WriteGzip(string name, long holds)
    {
        var content = new byte[30];
        (content[0], content[1]) = (0x1f, 0x8b);
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(26), (uint)holds);
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), content);
    }

    private void Write(string name, long size)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        using var file = File.Create(PathOf(name));
        file.SetLength(size);
    }
}
