using OptimizerDynamics.Data;
using OptimizerDynamics.Experiments;
using SkiaSharp;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>A result never belongs to other data than it says, and what is missing is said with how to get it.</summary>
public sealed class OtherDataTests : IDisposable
{
    private static readonly string[] _training =
    [
        "train", "--data", "pets", "--size", "8", "--augment", "none", "--width", "0.0625", "--batch-size", "4", "--lr", "1e-3",
        "--iterations", "4", "--threads", "1",
    ];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Other_images_in_the_same_folder_are_trained_on_anew()
    {
        Write(40);
        Assert.Equal(0, Run(_training).ExitCode);
        Assert.StartsWith("this was trained before", Run(_training).Output, StringComparison.Ordinal);
        Write(90);
        var outcome = Run(_training);
        Assert.Equal(0, outcome.ExitCode);
        Assert.DoesNotContain("this was trained before", outcome.Output, StringComparison.Ordinal);
        TrialRecord[] records =
        [
            .. Directory.EnumerateFiles(_workspace.PathOf("runs/train"), "*.json")
            .Select(path => TrialRecord.FromJson(File.ReadAllText(path))),
        ];
        Assert.Equal(2, records.Length);
        Assert.All(
            records, record => Assert.Matches("^images:[0-9a-f]{16}$", TrainingTrial.From(Registry.Standard, record.Specification).Data));
    }

    [Fact]
    public void What_is_passed_over_in_a_folder_is_said()
    {
        Write(40);
        Directory.CreateDirectory(_workspace.PathOf("pets/train/.ipynb_checkpoints"));
        File.WriteAllText(_workspace.PathOf("pets/val/cat/a.tif"), "");
        var outcome = Run("data", "verify", "pets");
        Assert.Equal(
            "optdyn: warning: pets/train: 1 hidden folder passed over (.ipynb_checkpoints)\noptdyn: warning: pets: 1 .tif file passed over "
                + "(val/cat/a.tif)\n",
            outcome.Errors);
        Assert.Contains("training: 8 images of 3 × 224 × 224, 2 classes with 4 each", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_that_is_not_here_says_what_brings_it()
    {
        var outcome = Workspace.Process(
            _workspace.PathOf("."), [new(DataSets.Variable, _workspace.PathOf("none"))], "train", "--data", "cifar-10", "--iterations",
            "1");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("cifar-10 is not here: ", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("optdyn data fetch cifar-10 brings it", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_of_some_classes_can_be_enlarged()
    {
        var outcome =
            _workspace.Run("data", "render", "--size", "16", "--classes", "10", "--each", "10", "--zoom", "3", "--out", "@sheet.png");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        // Two classes a row, 48 pixels and a gap of 2 for each image.
        Assert.Contains("sheet.png: 998 × 248 pixels; ", outcome.Output, StringComparison.Ordinal);
        _workspace.Run("data", "render", "--classes", "31", "--out", "@other.png").IsRefused("--classes: expected at most 30, found 31");
        Assert.False(_workspace.Has("other.png"));
    }

    /// <summary>A study names published sets; files that are something else are not trained on in their name.</summary>
    [Fact]
    public void A_study_refuses_files_that_are_not_the_published_ones()
    {
        Directory.CreateDirectory(_workspace.PathOf("data/cifar-10-batches-bin"));
        foreach (var name in (string[])["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"])
        {
            using var file = File.Create(_workspace.PathOf($"data/cifar-10-batches-bin/{name}.bin"));
            file.SetLength(30_730_000);
        }

        _workspace.Write(
            "study.yaml",
            "study: s\nkind: training\nquestion: q?\nbase: {data: cifar-10, iterations: 1, optimizer: adam, regularization: "
                + "none}\nprofiles: {standard: {seeds: 1}}\n");
        var outcome = Workspace.Process(_workspace.PathOf("."), [new(DataSets.Variable, _workspace.PathOf("data"))], "run", "study.yaml");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Matches(
            "is not cifar-10 as it was published: write 'data: cifar-10:[0-9a-f]{16}' to train on what is there; optdyn data fetch "
                + "cifar-10 brings it\n$",
            outcome.Errors);
    }

    /// <summary>Two classes of images whose every pixel has one tone.</summary>
    private void Write(byte tone)
    {
        foreach (var (part, count) in new[] { ("train", 4), ("val", 2) })
        {
            foreach (var name in (string[])["cat", "dog"])
            {
                Directory.CreateDirectory(_workspace.PathOf($"pets/{part}/{name}"));
                for (var i = 0; i < count; i++)
                {
                    using var bitmap = new SKBitmap(8, 8, SKColorType.Rgba8888, SKAlphaType.Opaque);
                    bitmap.Erase(new SKColor((byte)(tone + i), (byte)(name == "cat" ? 10 : 200), 30));
                    using var data = bitmap.Encode(SKEncodedImageFormat.Png, 95);
                    File.WriteAllBytes(_workspace.PathOf($"pets/{part}/{name}/{i}.png"), data.ToArray());
                }
            }
        }
    }

    private Workspace.Outcome Run(params string[] words) => Workspace.Process(_workspace.PathOf("."), words);
}
