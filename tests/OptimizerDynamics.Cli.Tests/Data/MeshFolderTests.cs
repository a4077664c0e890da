using System.Globalization;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>Models from a folder: <c>optdyn train</c> and <c>optdyn data render</c>, on folders that are right and on others.</summary>
public sealed class MeshFolderTests : IDisposable
{
    private static readonly string[] Training =
        [
            "train", "--size", "16", "--images", "60", "--test-images", "30", "--width", "0.0625", "--iterations", "20", "--batch-size",
            "10", "--threads", "1", "--quiet"];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_network_is_trained_with_the_models_of_a_folder()
    {
        Write("models", 5);
        var outcome = Run([.. Training, "--data", "models", "--background", "cluttered"]);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        var record = Record();
        var trial = TrainingTrial.From(Registry.Standard, record.Specification);
        Assert.Matches("^meshes-cluttered:[0-9a-f]{16}$", trial.Data);
        Assert.Equal((16, 60, 30, 0), (trial.Size, trial.Images, trial.TestImages, trial.Classes));
        Assert.Empty(record.Remarks);
        Assert.InRange(TrainingResultJson.Of(record).Test.Top1Error, 0, 1);

        // The same models elsewhere are the same trial, and others are another.
        Directory.Move(_workspace.PathOf("models"), _workspace.PathOf("moved"));
        Assert.StartsWith(
            "this was trained before", Run([.. Training[..^1], "--data", "moved", "--background", "cluttered"]).Output,
            StringComparison.Ordinal);
        Write("moved", 6);
        Assert.Equal(0, Run([.. Training, "--data", "moved", "--background", "cluttered"]).ExitCode);
        Assert.Equal(2, Directory.EnumerateFiles(_workspace.PathOf("runs/train"), "*.json").Count());
    }

    [Fact]
    public void A_record_says_where_training_and_test_show_the_same_models()
    {
        Write("models", 2);
        Assert.Equal(0, Run([.. Training, "--data", "models", "--classes", "2"]).ExitCode);
        Assert.Equal(
            "too few models to keep some for the test (the class with fewest has 2): training and test images show the same models from "
                + "other sides",
            Assert.Single(Record().Remarks));
        var trial = TrainingTrial.From(Registry.Standard, Record().Specification);
        Assert.StartsWith("meshes-clean:", trial.Data, StringComparison.Ordinal);
        Assert.Equal(2, trial.Classes);
    }

    [Fact]
    public void A_contact_sheet_shows_the_models_of_a_folder()
    {
        Write("models", 2);
        foreach (var background in new[] { "clean", "cluttered" })
        {
            var outcome = _workspace.Run(
                "data", "render", "--data", "@models", "--out", "@sheet.png", "--size", "16", "--each", "2", "--background", background);
            Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
            Assert.EndsWith(
                "sheet.png: 70 × 34 pixels; block, post, slab\n", outcome.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(_workspace.PathOf("sheet.png"))[..4]);
        }
    }

    [Theory]
    [InlineData("post/1.off", "OFF 3 1 0\n0 0 0\n1 0\n", "models/post/1.off:3: expected three coordinates, found '2'")]
    [InlineData("slab/0.obj", "v 0 0 0\nf 1 2 3\n", "models/slab/0.obj:2: expected the index of a corner, from -1 to 1, found '2'")]
    [InlineData("block/0.off", "PK", "models/block/0.off:1: expected the word OFF, found 'PK'")]
    [InlineData("zebra/0.off", "", "models/zebra/0.off:1: expected the word OFF, found the file's end")]
    public void A_damaged_model_is_named(string file, string text, string message)
    {
        Write("models", 2);
        Directory.CreateDirectory(_workspace.PathOf("models/zebra"));
        _workspace.Write($"models/{file}", text);
        _workspace.Run([.. Training, "--data", "@models"]).IsRefused(message);
        _workspace.Run("data", "render", "--data", "@models", "--out", "@sheet.png").IsRefused($"--data: {message}");
        Assert.False(_workspace.Has("sheet.png"));
    }

    [Fact]
    public void A_folder_without_classes_of_models_is_refused()
    {
        Write("models", 2);
        var loose = _workspace.PathOf("loose");
        Directory.CreateDirectory(loose);
        File.Copy(_workspace.PathOf("models/post/0.off"), Path.Combine(loose, "0.off"));
        const string None = "loose: expected folders with files .off or .obj, a folder for each class, found none";
        _workspace.Run([.. Training, "--data", "@loose"]).IsRefused(None);
        _workspace.Run("data", "render", "--data", "@loose", "--out", "@sheet.png").IsRefused($"--data: {None}");

        Directory.CreateDirectory(_workspace.PathOf("empty"));
        Run([.. Training, "--data", "empty"])
            .IsRefused("--data: 'empty': expected one of: folders of models (.off, .obj), one for each class; files "
                + "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, train-images-idx3-ubyte, train-labels-idx1-ubyte, each plain or as .gz; "
                + "images (.jpeg, .jpg, .png) in train/CLASS and val/CLASS; found none");
        _workspace.Run([.. Training, "--data", "@models", "--classes", "4"]).IsRefused("classes = 4 must lie in [1, 3], or be 0 for all.");
        _workspace.Run("data", "render", "--data", "furnitur", "--out", "@sheet.png").IsRefused(
            "--data: there is no folder 'furnitur', and unknown set of objects 'furnitur'; the nearest is 'furniture' (expected one of "
                + "objects, furniture, objectnet3d)");
        string[] files = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];
        foreach (var name in files)
            _workspace.Write($"empty/{name}", "");
        Run("data", "render", "--data", "empty", "--out", "sheet.png")
            .IsRefused("--data: expected a folder with a folder of models (.off, .obj) for each class, found images in 'empty'");
    }

    private TrialRecord Record() =>
        TrialRecord.FromJson(File.ReadAllText(Directory.EnumerateFiles(_workspace.PathOf("runs/train"), "*.json").Single()));

    private Workspace.Outcome Run(params string[] words) => Workspace.Process(_workspace.PathOf("."), words);

    /// <summary>
    /// Three classes of boxes: cubes, posts and slabs. Of the slabs the first is OBJ, with y upwards, all others are OFF, with z upwards.
    /// </summary>
    private void Write(string folder, int models)
    {
        foreach (var (name, high) in new[] { ("block", 1.0), ("post", 5), ("slab", 0.2) })
        {
            Directory.CreateDirectory(_workspace.PathOf($"{folder}/{name}"));
            for (var model = 0; model < models; model++)
            {
                var (width, isObj) = (1 + 0.1 * model, model == 0 && name == "slab");
                var corners = Enumerable.Range(0, 8).Select(i => (X: (i & 1) * width, Y: (double)(i >> 1 & 1), Z: (i >> 2) * high));
                int[][] faces = [[0, 1, 3, 2], [4, 5, 7, 6], [0, 1, 5, 4], [2, 3, 7, 6], [0, 2, 6, 4], [1, 3, 7, 5]];
                _workspace.Write($"{folder}/{name}/{model}.{(isObj ? "obj" : "off")}", isObj
                    ? string.Concat(corners.Select(corner =>
                        string.Create(CultureInfo.InvariantCulture, $"v {corner.X} {corner.Z} {corner.Y}\n"))) + string.Concat(
                            faces.Select(face => $"f {string.Join(' ', face.Select(place => place + 1))}\n"))
                    : "OFF 8 6 12\n" + string.Concat(corners.Select(corner =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{corner.X} {corner.Y} {corner.Z}\n"))) + string.Concat(
                                faces.Select(face => $"4 {string.Join(' ', face)}\n")));
            }
        }
    }
}
