using OptimizerDynamics.Networks;
using SkiaSharp;

namespace OptimizerDynamics.Data.Tests;

/// <summary>Data sets as they are registered: what identifies them, what is passed over, and a set of a stranger's own.</summary>
public sealed class DataSetTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optdyn-sets-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_set_has_a_name_of_its_own_and_says_how_to_get_it()
    {
        Assert.Equal(DataSets.All.Length, DataSets.All.Select(set => set.Name).Distinct().Count());
        Assert.All(DataSets.All, set => Assert.False(string.IsNullOrWhiteSpace(set.HowToGet) || string.IsNullOrWhiteSpace(set.Title)));
        Assert.Equal("apt-get install dataset-fashion-mnist brings it", DataSets.Find(DataSets.All, "fashion-mnist")!.HowToGet);
        Assert.Equal("optdyn data fetch cifar-10 brings it", DataSets.Find(DataSets.All, "cifar-10")!.HowToGet);
        Assert.Equal("imagenet", DataSets.Find(DataSets.All, "imagenet:0123456789abcdef")!.Name);
        Assert.Null(DataSets.Find(DataSets.All, "imagenet:0123"));
        Assert.Null(DataSets.Find(DataSets.All, "digits"));
    }

    [Fact]
    public void Other_images_under_the_same_names_are_other_data()
    {
        WriteImages();
        var set = DataSets.Recognize(DataSets.All, _folder.FullName, isCluttered: false)!;
        var before = set.Identity(_folder.FullName);
        Assert.Matches("^images:[0-9a-f]{16}$", before);
        Assert.Equal(before, set.Identity(_folder.FullName));

        // The same size, one byte of the pixels another.
        var path = PathOf("val/dog/a.png");
        var bytes = File.ReadAllBytes(path);
        bytes[^20] ^= 1;
        File.WriteAllBytes(path, bytes);
        var changed = set.Identity(_folder.FullName);
        Assert.NotEqual(before, changed);
        File.Move(path, PathOf("val/dog/b.png"));
        Assert.NotEqual(changed, set.Identity(_folder.FullName));
        // The same folder as ImageNet: unpublished, so its fingerprint is in its identity, too.
        Assert.Matches("^imagenet:[0-9a-f]{16}$", new ImageNet().Identity(_folder.FullName));
    }

    [Fact]
    public void What_an_archive_held_is_known_until_it_is_changed()
    {
        foreach (var name in (string[])["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"])
            File.WriteAllText(PathOf($"{name}.bin"), name);
        var set = new Cifar10();
        Assert.StartsWith("cifar-10:", set.Identity(_folder.FullName), StringComparison.Ordinal);
        set.Archive!.Note(_folder.FullName, set.Fingerprint(_folder.FullName));
        Assert.Equal("cifar-10", set.Identity(_folder.FullName));
        File.WriteAllText(PathOf("test_batch.bin"), "something else");
        Assert.StartsWith("cifar-10:", set.Identity(_folder.FullName), StringComparison.Ordinal);
    }

    [Fact]
    public void Hidden_folders_are_no_classes_and_what_is_passed_over_is_counted()
    {
        WriteImages();
        var set = new ImageFolderFormat();
        Assert.Empty(set.Notices(_folder.FullName));
        var before = set.Identity(_folder.FullName);
        foreach (var name in (string[])[
            "train/.ipynb_checkpoints/x.png", "train/__MACOSX/y.png", "train/cat/._a.png", "train/cat/notes.txt", "val/cat/b.bmp",
            "val/cat/c.bmp"])
            Write(name);
        Assert.Equal(
            [
                $"{PathOf("train")}: 2 hidden folders passed over (.ipynb_checkpoints, __MACOSX)",
                $"{PathOf("train")}: 1 hidden file passed over (cat/._a.png)",
                $"{_folder.FullName}: 2 .bmp files passed over (val/cat/b.bmp, val/cat/c.bmp)",
                $"{_folder.FullName}: 1 .txt file passed over (train/cat/notes.txt)",
            ],
            set.Notices(_folder.FullName).ToArray());
        Assert.Equal(before, set.Identity(_folder.FullName));
        var (training, test) = set.Open(new DataChoice(before, _folder.FullName, Size: 8));
        Assert.Equal((2, 2, 2), (training.Classes, training.Count, test.Count));
        Assert.Equal([0, 1], training.Labels.ToArray());
        Assert.Contains("2 .bmp files passed over", training.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void A_validation_class_that_training_lacks_is_refused_and_a_class_without_test_images_is_said()
    {
        WriteImages();
        Write("val/bird/a.png");
        var error = Assert.Throws<DataFileException>(() => new ImageFolderFormat().Identity(_folder.FullName));
        Assert.Equal(
            $"{PathOf("val/bird")}: expected one of the 2 classes that {PathOf("train")} has folders for, found another, with 1 files",
            error.Message);
        Directory.Delete(PathOf("val/bird"), recursive: true);
        Directory.Delete(PathOf("val/dog"), recursive: true);
        Assert.Equal(
            [$"{PathOf("val")}: 1 of 2 classes have no test images (dog)"], new ImageFolderFormat().Notices(_folder.FullName).ToArray());
    }

    /// <summary>The root of a disk is a folder, too; <c>/proc</c> has folders that vanish and that nobody may read.</summary>
    [Theory]
    [InlineData("/")]
    [InlineData("/proc")]
    public void A_whole_disk_is_no_data_set_and_is_not_walked(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Null(DataSets.Recognize(DataSets.All, folder, isCluttered: false));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60); // some milliseconds; a walk takes minutes, if it ends
    }

    [Fact]
    public void A_circle_of_links_is_deeper_than_the_layout_and_passed_over()
    {
        WriteImages();
        Directory.CreateSymbolicLink(PathOf("train/cat/circle"), PathOf("train"));
        var set = new ImageFolderFormat();
        Assert.Equal([$"{PathOf("train")}: 1 deeper folder passed over (cat/circle)"], set.Notices(_folder.FullName).ToArray());
        Assert.Equal(2, set.Open(new DataChoice("images", _folder.FullName, Size: 8)).Training.Count);
        Directory.Delete(PathOf("train/cat/circle"));

        Write("chair/1.off");
        Directory.CreateSymbolicLink(PathOf("chair/circle"), PathOf("chair"));
        Assert.Matches("^meshes-clean:[0-9a-f]{16}$", new ModelFolder(isCluttered: false).Identity(_folder.FullName));
        Directory.Delete(PathOf("chair/circle"));
    }

    [Fact]
    public void A_path_that_vanished_is_named()
    {
        WriteImages();
        File.CreateSymbolicLink(PathOf("train/cat/gone.png"), PathOf("nowhere.png"));
        var set = new ImageFolderFormat();
        foreach (var read in (Action[])[() => set.Identity(_folder.FullName), () => set.Open(new DataChoice("images", _folder.FullName))])
            Assert.Contains("gone.png", Assert.ThrowsAny<IOException>(read).Message, StringComparison.Ordinal);
        Directory.Delete(PathOf("train"), recursive: true);
        Assert.Contains(
            PathOf("train"), Assert.ThrowsAny<IOException>(() => set.Notices(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_and_drawing_can_be_cancelled()
    {
        WriteImages();
        Write("chair/1.off");
        foreach (var name in (string[])[
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"])
            File.WriteAllBytes(PathOf(name), [1]);
        var cancelled = new CancellationToken(canceled: true);
        var choice = new DataChoice("images", _folder.FullName);
        foreach (var work in (Action[])[
            () => new ImageFolderFormat().Fingerprint(_folder.FullName, cancelled), () => new ImageFolderFormat().Open(choice, cancelled),
            () => new ModelFolder(isCluttered: false).Fingerprint(_folder.FullName, cancelled),
            () => new ModelFolder(isCluttered: false).Open(choice, cancelled), () => new IdxFormat().Identity(_folder.FullName, cancelled),
            () => new DrawnObjects(isCluttered: false).Open(new DataChoice("objects-clean"), cancelled)])
            Assert.ThrowsAny<OperationCanceledException>(work);
    }

    [Fact]
    public void A_folder_is_recognized_by_what_is_in_it()
    {
        Assert.Null(DataSets.Recognize(DataSets.All, _folder.FullName, isCluttered: false));
        WriteImages();
        Assert.IsType<ImageFolderFormat>(DataSets.Recognize(DataSets.All, _folder.FullName, isCluttered: false));
        Write("train-images-idx3-ubyte");
        Assert.IsType<IdxFormat>(DataSets.Recognize(DataSets.All, _folder.FullName, isCluttered: false));
        Write("chair/1.off");
        Assert.Equal("meshes-clean", DataSets.Recognize(DataSets.All, _folder.FullName, isCluttered: false)!.Name);
        Assert.Equal("meshes-cluttered", DataSets.Recognize(DataSets.All, _folder.FullName, isCluttered: true)!.Name);
    }

    [Fact]
    public void Sizes_are_refused_in_the_words_of_the_set()
    {
        WriteImages();
        Assert.StartsWith(
            "size: expected 1 to 4096 pixels, or 0 for the set's own, found 5000.",
            Assert.Throws<ArgumentException>(
                () => new ImageFolderFormat().Open(new DataChoice("images:0123456789abcdef", _folder.FullName, Size: 5000))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "size = 5000 must lie in [8, 256].",
            Assert.ThrowsAny<ArgumentException>(
                () => new DrawnObjects(isCluttered: false).Open(new DataChoice("objects-clean", Size: 5000))).Message,
            StringComparison.Ordinal);
    }

    /// <summary>One class and one registration, by public API alone.</summary>
    [Fact]
    public void A_set_of_ones_own_is_one_class()
    {
        DataSet[] sets = [.. DataSets.All, new Stripes()];
        using var shared = new SharedImages(sets);
        var (training, test) = shared.Of(new DataChoice("stripes", Images: 6));
        Assert.Equal((6, 2, "stripes"), (training.Count, test.Count, training.Name));
        Assert.Same(training, shared.Of(new DataChoice("stripes", Images: 6)).Training);
        Assert.Contains("stripes", DataSets.Names(sets));
        Assert.True(DataSets.Look(sets[^1], null).IsComplete);
        Assert.Equal("stripes", sets[^1].Identity(""));
    }

    private void WriteImages()
    {
        foreach (var name in (string[])["train/cat/a.png", "train/dog/a.png", "val/cat/a.png", "val/dog/a.png"])
            Write(name);
    }

    private void Write(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        using var bitmap = new SKBitmap(12, 10, SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Erase(new SKColor((byte)name.Length, (byte)name[^5], 30));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 95);
        File.WriteAllBytes(PathOf(name), data.ToArray());
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private sealed class Stripes : DataSet
    {
        public override string Name => "stripes";

        public override string Title => "stripes";

        public override string HowToGet => "it is made by code";

        public override bool NeedsFiles => false;

        public override string Fingerprint(string folder, CancellationToken cancellation = default) => "";

        public override (IImageSource Training, IImageSource Test) Open(DataChoice choice, CancellationToken cancellation = default) =>
            (Make((int)choice.Images), Make(2));

        private static ImageSet Make(int count) =>
            new(
                "stripes", [.. Enumerable.Range(0, count * 4).Select(i => (byte)(i / 4 % 2 * (i % 2) * 255))],
                [.. Enumerable.Range(0, count).Select(i => i % 2)], 1, 2, 2, 2);
    }
}
