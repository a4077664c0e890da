using OptimizerDynamics.Experiments;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Cli.Tests;

/// <summary><c>--tensorboard</c>: trainings that can be watched, through interruptions and afterwards.</summary>
public sealed class TensorBoardTests : IDisposable
{
    private static readonly string[] Small =
    [
        "train", "--data", "objects-clean", "--size", "16", "--classes", "3", "--images", "60", "--test-images", "30", "--width", "0.0625",
        "--batch-size", "10", "--l2", "1e-3", "--threads", "1",
        "--out", "runs", "--tensorboard", "logs",
    ];

    private static readonly string[] Layers = ["C1", "C2", "C3", "C4", "C5", "C6", "C7"];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_training_shows_what_its_record_will_say()
    {
        var outcome = Run([.. Small, "--iterations", "60"]);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        var record = new RunStore(_workspace.PathOf("runs")).ReadAll("train", []).Single();
        var name = $"objects-clean_basicnet_adam_L2_lambda-1e-3_learning-rate-1e-3_mini-batch-10_seed-1_{record.Id[..8]}";
        Assert.EndsWith($"TensorBoard: {Path.Combine("logs", "train", name)}\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(_workspace.PathOf("logs"), "train", name, EventFile.Name)], Files());

        var events = EventReader.Read(File.ReadAllBytes(Files()[0]));
        var result = TrainingResultJson.Of(record);
        Assert.Equal([0, .. result.Curve.Select(point => point.Iteration), 60], events.Select(shown => shown.Step));
        Assert.All(
            events,
            shown => Assert.InRange(shown.WallTime, Seconds(record.Started), Seconds(record.Started.AddSeconds(record.Seconds + 1))));
        IEnumerable<string> ofLayers = Layers.SelectMany(layer => new[] { $"inactive/{layer}", $"gamma/{layer}", $"beta/{layer}" });
        foreach (var (shown, point) in events[1..^1].Zip(result.Curve))
        {
            Assert.Equal(
                [.. point.Iteration == 0 ? Array.Empty<string>() : ["loss", "error"], "inactive", .. ofLayers],
                shown.Values.Select(value => value.Tag));
            Assert.Equal(point.Inactive.Sum() / (float)result.Features, shown["inactive"].Scalar);
            Assert.True(point.Iteration == 0 || Math.Abs(point.Loss - shown["loss"].Scalar!.Value) < 1e-5 * point.Loss);
            foreach (var (place, layer) in Layers.Index())
            {
                Assert.Equal(point.Inactive[place] / (float)point.Scale[place].Length, shown[$"inactive/{layer}"].Scalar);
                Holds(shown[$"gamma/{layer}"].Histogram!, [.. point.Scale[place]]);
                Holds(shown[$"beta/{layer}"].Histogram!, [.. point.Shift[place]]);
            }
        }

        Assert.Equal(["end/training_error", "end/test_error"], events[^1].Values.Select(value => value.Tag));
        Assert.Equal(
            ((float)result.Training.Top1Error, (float)result.Test.Top1Error),
            (events[^1]["end/training_error"].Scalar, events[^1]["end/test_error"].Scalar));
    }

    /// <summary>Nothing is trained then: the record has all of it.</summary>
    [Fact]
    public void A_training_that_is_over_is_shown_from_its_record()
    {
        Assert.Equal(0, Run([.. Small, "--iterations", "60"]).ExitCode);
        var before = EventReader.Read(File.ReadAllBytes(Files()[0]));
        Assert.StartsWith("this was trained before", Run([.. Small, "--iterations", "60"]).Output, StringComparison.Ordinal);
        Assert.Equal(Shown(before), Shown(EventReader.Read(File.ReadAllBytes(Files()[0]))));

        Directory.Delete(_workspace.PathOf("logs"), recursive: true);
        Assert.StartsWith("this was trained before", Run([.. Small, "--iterations", "60"]).Output, StringComparison.Ordinal);
        var after = EventReader.Read(File.ReadAllBytes(Files()[0]));
        Assert.Equal(Shown(before), Shown(after));
        Assert.Equal(after.Select(shown => shown.WallTime).Order(), after.Select(shown => shown.WallTime));

        static IEnumerable<(long, string)> Shown(IEnumerable<EventReader.Event> events) =>
            events.SelectMany(shown => shown.Values.Select(value => (shown.Step, value.Tag)));
    }

    /// <summary>
    /// Killed without warning between checkpoints, and gone on with: each step is there once, and what is from before the kill has its
    /// time.
    /// </summary>
    [Fact]
    public void A_training_that_was_killed_goes_on_with_its_file()
    {
        string[] words = [.. Small, "--iterations", "5000", "--checkpoint-every", "1125"];
        using (var process = Workspace.Start(_workspace.PathOf("."), words))
        {
            while (!process.HasExited && !Checkpoints().Any())
                Thread.Sleep(5);
            for (var size = Size(); !process.HasExited && Size() == size;)
                Thread.Sleep(5);
            process.Kill();
            process.WaitForExit();
        }

        var killed = File.ReadAllBytes(Files()[0]);
        Assert.NotEmpty(Checkpoints());
        var last = Run(words);
        Assert.Equal((0, ""), (last.ExitCode, last.Errors));
        Assert.StartsWith("resuming after iteration ", last.Output, StringComparison.Ordinal);
        var file = File.ReadAllBytes(Files()[0]);
        long[] steps = [0, .. Enumerable.Range(0, 41).Select(point => 125L * point), 5000];
        Assert.Equal(steps, EventReader.Read(file).Select(shown => shown.Step));
        // The first one and those of the iterations 0 to 1125, up to the first checkpoint.
        var kept = Enumerable.Range(0, 11).Aggregate(0, (place, _) => place + 16 + (int)BitConverter.ToInt64(file, place));
        Assert.Equal(killed[..kept], file[..kept]);
    }

    [Fact]
    public void Every_trial_of_a_study_is_a_run_of_its_own()
    {
        _workspace.Write("study.yaml",
            """
            study: watched
            kind: training
            question: What becomes of them?
            base: {data: objects-clean, size: 16, classes: 2, images: 40, testImages: 20, width: 0.0625, batchSize: 10, iterations: 40}
            sweep: {optimizer: [adam], regularization: [l2], lambda: [1e-3, 1e-2]}
            seeds: 1
            profiles: {standard: {}}
            """);
        string[] words = ["run", "study.yaml", "--jobs", "1", "--out", "runs", "--reports", "reports", "--tensorboard", "logs", "--quiet"];
        var outcome = Run(words);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        var names = Files()
            .Select(file => Path.GetRelativePath(_workspace.PathOf("logs"), Path.GetDirectoryName(file)!))
            .Order(StringComparer.Ordinal)
            .ToArray();
        Assert.Matches("^watched.lambda-0\\.01_seed-1_[0-9a-f]{8}$", names[0]);
        Assert.Matches("^watched.lambda-1e-3_seed-1_[0-9a-f]{8}$", names[1]);
        Assert.Equal(2, names.Length);

        // And of those that are done already.
        Directory.Delete(_workspace.PathOf("logs"), recursive: true);
        Assert.Equal(0, Run(words).ExitCode);
        Assert.Equal(
            names,
            Files()
                .Select(file => Path.GetRelativePath(_workspace.PathOf("logs"), Path.GetDirectoryName(file)!))
                .Order(StringComparer.Ordinal));
        Assert.All(Files(), file => Assert.Equal(43, EventReader.Read(File.ReadAllBytes(file)).Length));
    }

    [Theory]
    [InlineData("train")]
    [InlineData("run low-gradient")]
    public void A_file_is_no_folder(string command)
    {
        _workspace.Write("logs", "");
        _workspace.Run([.. command.Split(' '), "--tensorboard", "@logs"])
            .IsRefused($"--tensorboard: expected a folder, found the file 'logs' (see 'optdyn {command.Split(' ')[0]} --help')");
        _workspace.Run([.. command.Split(' '), "--tensorboard", ""])
            .IsRefused($"--tensorboard: expected a folder, found nothing (see 'optdyn {command.Split(' ')[0]} --help')");
    }

    [Fact]
    public void A_study_without_networks_has_nothing_to_show()
    {
        var study = Path.Combine(AppContext.BaseDirectory, "low-gradient", "study.yaml");
        _workspace.Run("run", study, "--profile", "smoke", "--out", "@runs", "--reports", "@reports", "--tensorboard", "@logs")
            .IsRefused("--tensorboard: the study 'low-gradient' trains no network");
        Assert.Empty(_workspace.Files);
    }

    /// <summary>The record has four digits.</summary>
    private static void Holds(EventReader.Histogram histogram, double[] values)
    {
        static void Near(double expected, double actual, double size) =>
            Assert.InRange(actual, expected - 1e-3 * size, expected + 1e-3 * size);
        var size = values.Max(Math.Abs);
        Assert.Equal(values.Length, histogram.Num);
        Assert.Equal(values.Length, histogram.Counts.Sum());
        Assert.Equal(histogram.Counts.Length, histogram.Limits.Length);
        Near(values.Min(), histogram.Min, size);
        Near(values.Max(), histogram.Max, size);
        Near(values.Sum(), histogram.Sum, size * values.Length);
        Near(values.Sum(value => value * value), histogram.SumOfSquares, size * size * values.Length);
    }

    private static double Seconds(DateTime time) => (time - DateTime.UnixEpoch).TotalSeconds;

    private long Size() => Files().Sum(file => new FileInfo(file).Length);

    private IEnumerable<string> Checkpoints() =>
        Directory.Exists(_workspace.PathOf("runs/train")) ? Directory.EnumerateFiles(_workspace.PathOf("runs/train"), "*.checkpoint") : [];

    private string[] Files() =>
        Directory.Exists(_workspace.PathOf("logs"))
            ? [.. Directory.EnumerateFiles(_workspace.PathOf("logs"), "*tfevents*", SearchOption.AllDirectories)]
            : [];

    private Workspace.Outcome Run(params string[] words) => Workspace.Process(_workspace.PathOf("."), words);
}
