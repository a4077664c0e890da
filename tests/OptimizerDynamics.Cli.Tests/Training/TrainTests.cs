using System.Diagnostics;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary><c>optdyn train</c>: from images to a record, through interruptions of every kind.</summary>
public sealed class TrainTests : IDisposable
{
    private static readonly string[] Small = [
        "train", "--data", "digits", "--width", "0.0625", "--batch-size", "8", "--lr", "1e-3", "--l2", "1e-3", "--seed", "4", "--out",
        "runs"];

    private readonly Workspace _workspace = new();

    public TrainTests()
    {
        var folder = Directory.CreateDirectory(_workspace.PathOf("digits")).FullName;
        Write(folder, "train", 64);
        Write(folder, "t10k", 24);
    }

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("cpu", "cpu/1", "System.Numerics.Tensors dotnet")]
    [InlineData("libtorch", "libtorch", "System.Numerics.Tensors TorchSharp dotnet libtorch")]
    public void A_training_leaves_a_record_of_all_that_was_measured(string engine, string inTrials, string libraries)
    {
        string[] words = [.. Small, "--iterations", "60", "--engine", engine];
        var outcome = Run(words);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Contains("60 of 60 iterations in ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("inactive of 116 features: ", outcome.Output, StringComparison.Ordinal);

        var record = Record();
        var trial = TrainingTrial.From(Registry.Standard, record.Specification);
        Assert.Equal(
            ("basicnet", 0.0625, inTrials, "adam", 1e-3, 60, 4),
            (trial.Network, trial.Width, trial.Engine, trial.Optimizer.Name, trial.Settings["l2"], trial.Iterations, trial.Seed));
        Assert.StartsWith("idx:", trial.Data, StringComparison.Ordinal);
        Assert.Equal(record.Specification.Canonical, trial.Specification.Canonical);
        Assert.Equal(libraries, string.Join(' ', record.Environment.Libraries.Keys));
        var result = TrainingResultJson.Of(record);
        Assert.Equal((7, 116), (result.Layers.Length, result.Features));
        Assert.Equal((0, 60, 41), (result.Curve[0].Iteration, result.Curve[^1].Iteration, result.Curve.Length));
        // Curves have four digits, features six.
        Assert.All(
            result.Curve[^1].Scale.SelectMany(layer => layer).Zip(result.Layers.SelectMany(layer => layer.Scale)),
            pair => Assert.InRange(pair.First, pair.Second - 5.1e-4 * Math.Abs(pair.Second), pair.Second + 5.1e-4 * Math.Abs(pair.Second)));
        Assert.Equal(["inferenceSeconds", "iterationsPerSecond", "prunedInferenceSeconds", "threads"], record.Measured.Keys);
        Assert.All(result.Layers, layer => Assert.All(layer.Selectivity, selectivity => Assert.InRange(selectivity, 0, 1)));
        Assert.InRange(result.Test.Top1Error, 0, 0.5); // chance: three quarters
        Assert.Equal(record.Result.ToJsonString(), result.ToJson().ToJsonString());
        Assert.Empty(Directory.EnumerateFiles(_workspace.PathOf("runs/train"), "*.checkpoint*"));

        Assert.StartsWith(
            "this was trained before; --force trains it again\n", Run(words).Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// Killed without warning at random moments until it ends, in the training and while pruned networks are trained further: the record is
    /// that of a run that was left alone, to the last digit.
    /// </summary>
    [Theory]
    [InlineData("cpu", 100, 1900)]
    [InlineData("libtorch", 60, 320)]
    public void A_process_that_is_killed_again_and_again_ends_with_the_same_record(string engine, int iterations, int tuning)
    {
        string[] words = [
            .. Small, "--iterations", $"{iterations}", "--prune", "smallest-scale 0.5 + random 0.9", "--fine-tune", $"{tuning}", "--engine",
            engine, "--checkpoint-every", "20", "--quiet"];
        Assert.Equal(0, Run(words).ExitCode);
        var expected = Record().Result.ToJsonString();
        Directory.Delete(_workspace.PathOf("runs"), recursive: true);

        // Each time it gets as far as its next checkpoint and a random moment more: as slow as a machine may be, it moves on.
        var random = new Random(20261123);
        var (killed, killedInTuning) = (0, 0);
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var before = Newest();
            using var process = Workspace.Start(_workspace.PathOf("."), words);
            while (!process.HasExited && Newest() == before)
                Thread.Sleep(1);
            Thread.Sleep(random.Next(60));
            if (process.HasExited)
                break;
            process.Kill();
            process.WaitForExit();
            killed++;
            if (StepsDone() > iterations)
                killedInTuning++;
        }

        var last = Run(words);
        Assert.Equal((0, ""), (last.ExitCode, last.Errors));
        Assert.True(killed >= 2 && killedInTuning >= 1, $"killed {killed} times, {killedInTuning} times while fine-tuning: too seldom");
        Assert.Equal(expected, Record().Result.ToJsonString());
    }

    [Fact]
    public void A_process_that_is_asked_to_end_keeps_a_checkpoint_and_goes_on()
    {
        if (OperatingSystem.IsWindows())
            return;
        string[] words = [.. Small, "--iterations", "100000"];
        using var process = Workspace.Start(_workspace.PathOf("."), words);
        Assert.NotNull(process.StandardOutput.ReadLine()); // the first iteration is done
        using (var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{process.Id}"]))
            kill.WaitForExit();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(130, process.ExitCode);
        Assert.Matches(
            "^optdyn: stopped after [0-9]+ of 100000 iterations; the same command resumes from there\n$", errors.ReplaceLineEndings("\n"));
        Assert.Single(Directory.EnumerateFiles(_workspace.PathOf("runs/train"), "*.checkpoint"));

        using var second = Workspace.Start(_workspace.PathOf("."), words);
        Assert.StartsWith("resuming after iteration ", second.StandardOutput.ReadLine(), StringComparison.Ordinal);
        second.Kill();
        second.WaitForExit();
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_and_the_one_before_is_used()
    {
        string[] words = [.. Small, "--iterations", "600", "--checkpoint-every", "40", "--threads", "1"];
        using (var process = Workspace.Start(_workspace.PathOf("."), words))
        {
            var watch = Stopwatch.StartNew();
            bool Has(string end) => Checkpoints().Any(file => file.EndsWith(end, StringComparison.Ordinal));
            while (!(Has(".previous") && Has(".checkpoint")) && watch.Elapsed < TimeSpan.FromSeconds(60))
                Thread.Sleep(5);
            process.Kill();
            process.WaitForExit();
        }

        var newest = Checkpoints().Single(file => file.EndsWith(".checkpoint", StringComparison.Ordinal));
        var bytes = File.ReadAllBytes(newest);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(newest, bytes);
        var outcome = Run(words);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains(
            ".checkpoint: the checkpoint is cut off or damaged; the one before it is used", outcome.Errors, StringComparison.Ordinal);
        Assert.StartsWith("resuming after iteration ", outcome.Output, StringComparison.Ordinal);

        // And what it ends with is what a run has that was left alone.
        var result = Record().Result.ToJsonString();
        Assert.Equal(0, Run([.. words, "--force", "--quiet"]).ExitCode);
        Assert.Equal(Record().Result.ToJsonString(), result);
    }

    [Fact]
    public void A_training_that_diverges_says_when()
    {
        var outcome = Run("train", "--data", "digits", "--width", "0.0625", "--iterations", "60", "--optimizer", "sgd", "--lr", "1e30");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches("diverged: the loss of iteration [0-9]+ is not finite\n", outcome.Output);
        Assert.Equal(TrialStatus.Diverged, Record().Status);
    }

    /// <summary>
    /// The loss of the only step is that of before the step: what the step made of the network shows when it is measured.
    /// </summary>
    [Fact]
    public void A_network_that_turns_NaN_in_its_last_step_has_diverged()
    {
        var outcome = Run(
            [.. Small.Where(word => word is not ("--lr" or "1e-3" or "--l2")), "--optimizer", "sgd", "--lr", "1e38", "--iterations", "1"]);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Matches("diverged: .* after iteration 1 is not finite\n", outcome.Output);
        var record = Record();
        Assert.Equal((TrialStatus.Diverged, 0), (record.Status, record.Result.Count));
        Assert.EndsWith("after iteration 1 is not finite", record.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "--network basicnat",
        "--network: unknown name 'basicnat'; the nearest is 'basicnet' (expected one of basicnet, vgg11, vgg16, resnet50, resnet50-large) "
            + "(see 'optdyn train --help')")]
    [InlineData(
        "--data fashion",
        "--data: there is no folder 'fashion', and unknown data set 'fashion'; the nearest is 'fashion-mnist' (expected one of "
            + "objects-clean, objects-cluttered, fashion-mnist, mnist, cifar-10, cifar-100, tiny-imagenet-200, imagenet, furniture-clean, "
            + "furniture-cluttered, objectnet3d-clean, objectnet3d-cluttered)")]
    [InlineData("--data objects-clean --size 300", "size = 300 must lie in [8, 256].")]
    [InlineData("--classes 3", "classes: idx", true)]
    [InlineData(
        "--data empty",
        "--data: 'empty': expected one of: folders of models (.off, .obj), one for each class; files t10k-images-idx3-ubyte, "
            + "t10k-labels-idx1-ubyte, train-images-idx3-ubyte, train-labels-idx1-ubyte, each plain or as .gz; images (.jpeg, .jpg, .png) "
            + "in train/CLASS and val/CLASS; found none")]
    [InlineData(
        "--optimizer adm",
        "--optimizer: there is no file 'adm', and unknown optimizer 'adm'; the nearest is 'adam' (expected one of sgd, adam, amsgrad, "
            + "adamax, rmsprop, adagrad, adadelta, nadam, radam, adabelief, yogi, lion, adamw)")]
    [InlineData("--width 0", "--width: expected a number in (0, ∞), found '0' (see 'optdyn train --help')")]
    [InlineData("--width 0.001", "width = 0.001 leaves none of 64 features: expected more.")]
    [InlineData("--l2 -1", "--l2: expected a number in [0, ∞), found '-1' (see 'optdyn train --help')")]
    [InlineData("--leaky 1", "--leaky: expected a number in [0, 1), found '1' (see 'optdyn train --help')")]
    [InlineData("--batch-size 1", "--batch-size: expected an integer from 2 to 2,147,483,647, found '1' (see 'optdyn train --help')")]
    [InlineData("--batch-size 65", "batchSize: 65 is larger than the training set (64 images).")]
    [InlineData(
        "--schedule cosin",
        "--schedule:1:11: schedule: unknown schedule 'cosin'; the nearest is 'cosine' (expected one of constant, steps, fractions, cosine, "
            + "warmup, inverseTime) (see 'optdyn train --help')")]
    [InlineData("--network vgg16 --size 8", "The images are 8 × 8 pixels large, and the network needs 16 × 16.")]
    public void What_cannot_be_trained_is_refused(string options, string message, bool isBeginning = false)
    {
        // An option can be given once only: those of the case take the place of the others. Names of folders are of the workspace's.
        Directory.CreateDirectory(_workspace.PathOf("empty"));
        string[] words = options.Split(' ');
        var others = Small.Skip(1).Chunk(2).Where(pair => !words.Contains(pair[0])).SelectMany(pair => pair);
        string[] all = ["train", .. others, "--iterations", "20", .. words];
        var outcome = _workspace.Run(Array.ConvertAll(all, word => word is "digits" or "empty" or "runs" ? $"@{word}" : word));
        Assert.Equal(2, outcome.ExitCode);
        if (isBeginning)
            Assert.StartsWith($"optdyn: {message}", outcome.Errors, StringComparison.Ordinal);
        else
            outcome.IsRefused(message);
    }

    /// <summary>Without any file: objects are drawn.</summary>
    [Fact]
    public void Drawn_objects_need_nothing()
    {
        var outcome = Run(
            "train", "--data", "objects-clean", "--size", "16", "--classes", "3", "--images", "60", "--test-images", "30", "--width",
            "0.0625", "--iterations", "30", "--batch-size", "10", "--quiet");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        var trial = TrainingTrial.From(Registry.Standard, Record().Specification);
        Assert.Equal(("objects-clean", 16, 60, 30, 3), (trial.Data, trial.Size, trial.Images, trial.TestImages, trial.Classes));
    }

    [Fact]
    public void A_contact_sheet_shows_every_class()
    {
        var outcome = _workspace.Run("data", "render", "--out", "@sheet.png", "--size", "16", "--each", "2", "--background", "cluttered");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Contains("sheet.png: 70 × 268 pixels; aeroplane, bed, ", outcome.Output, StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(_workspace.PathOf("sheet.png"))[..4]);
        Assert.Contains("objects-cluttered    drawn: 30 classes", _workspace.Run("data", "list").Output, StringComparison.Ordinal);
        _workspace.Run("data", "render", "--out", "@sheet.png", "--size", "300")
            .IsRefused("--size: expected an integer from 8 to 256, found '300' (see 'optdyn data render --help')");
        _workspace.Run("data", "render", "--out", "@sheet.png", "--size", "4")
            .IsRefused("--size: expected an integer from 8 to 256, found '4' (see 'optdyn data render --help')");
    }

    [Fact]
    public void A_damaged_data_file_is_named()
    {
        var path = _workspace.PathOf("digits/t10k-labels-idx1-ubyte");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..20]);
        var outcome = Run([.. Small, "--iterations", "20"]);
        Assert.Equal(
            (2, "optdyn: digits/t10k-labels-idx1-ubyte: at byte 20: expected 12 bytes more, found the file's end\n"),
            (outcome.ExitCode, outcome.Errors));
    }

    /// <summary>When the newest checkpoint was written.</summary>
    private DateTime Newest() =>
        Checkpoints()
            .Where(file => file.EndsWith(".checkpoint", StringComparison.Ordinal))
            .Select(File.GetLastWriteTimeUtc)
            .DefaultIfEmpty()
            .Max();

    /// <summary>The steps that the newest checkpoint knows of; 0 where there is none.</summary>
    private long StepsDone()
    {
        const string Previous = ".previous";
        var file = Checkpoints().Select(file => file.Replace(Previous, "", StringComparison.Ordinal)).FirstOrDefault("none.checkpoint");
        return new TrialCheckpoint(file, Path.GetFileNameWithoutExtension(file)).Steps?.Done ?? 0;
    }

    private IEnumerable<string> Checkpoints() =>
        Directory.Exists(_workspace.PathOf("runs/train")) ? Directory.EnumerateFiles(_workspace.PathOf("runs/train"), "*.checkpoint*") : [];

    private TrialRecord Record() =>
        TrialRecord.FromJson(File.ReadAllText(Directory.EnumerateFiles(_workspace.PathOf("runs/train"), "*.json").Single()));

    private Workspace.Outcome Run(params string[] words) => Workspace.Process(_workspace.PathOf("."), words);

    /// <summary>Four classes: a bright quarter of 8 × 8 pixels.</summary>
    private static void Write(string folder, string part, int count)
    {
        var (images, labels) = (
            new List<byte> { 0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 8, 0, 0, 0, 8 },
            new List<byte> { 0, 0, 8, 1, 0, 0, 0, (byte)count });
        var random = new CounterRandom(part == "train" ? 1UL : 2UL);
        for (var image = 0; image < count; image++)
        {
            labels.Add((byte)(image % 4));
            for (var place = 0; place < 64; place++)
                images.Add((byte)(
                    90 * random.At((ulong)(image * 64 + place)).Uniform + (place / 8 / 4 * 2 + place % 8 / 4 == image % 4 ? 120 : 0)));
        }

        File.WriteAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte"), [.. images]);
        File.WriteAllBytes(Path.Combine(folder, $"{part}-labels-idx1-ubyte"), [.. labels]);
    }
}
