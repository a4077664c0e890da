using OptimizerDynamics.Data;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>A real data set from its files to a record, where Debian's package is installed.</summary>
public sealed class FashionMnistTests : IDisposable
{
    private const string Package = "dataset-fashion-mnist", Folder = "/usr/share/datasets/fashion-mnist";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [InstalledFact(Package, Folder)]
    public void Fashion_MNIST_is_read_as_it_was_published()
    {
        Assert.Equal("fashion-mnist", new FashionMnist().Identity(Folder));
        var (training, test) = new FashionMnist().Open(new DataChoice("fashion-mnist", Folder));
        Assert.Equal((60_000, 10_000, 10), (training.Count, test.Count, training.Classes));
        foreach (var (set, each) in new[] { (training, 6000), (test, 1000) })
        {
            Assert.Equal((1, 28, 28), (set.Channels, set.Height, set.Width));
            Assert.Equal(
                Enumerable.Range(0, 10).Select(label => (label, each)),
                set.Labels.ToArray().CountBy(label => label).OrderBy(count => count.Key).Select(count => (count.Key, count.Value)));
        }

        // Its mean and deviation are known: 0.2860 and 0.3530.
        var normalization = ChannelNormalization.Of(training);
        Assert.Equal(0.2860, normalization.Mean[0] / 255, 5e-5);
        Assert.Equal(0.3530, normalization.Deviation[0] / 255, 5e-5);
        training.Dispose();
        test.Dispose();
    }

    /// <summary>
    /// Ten classes: chance is wrong nine times of ten. Measured with five seeds: training errors of 21 to 27 %, test errors of 23 to 30 %
    /// (the five likeliest miss 1 % at most), losses of 0.61 to 0.75.
    /// </summary>
    [InstalledFact(Package, Folder)]
    public void A_short_training_with_Fashion_MNIST_learns()
    {
        var outcome = Workspace.Process(
            _workspace.PathOf("."), "train", "--data", "fashion-mnist", "--size", "14", "--images", "4000", "--test-images", "2000",
            "--width", "0.0625", "--optimizer", "adam", "--lr", "3e-3", "--l2", "1e-3",
            "--batch-size", "20", "--iterations", "300", "--threads", "1");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Contains("300 of 300 iterations in ", outcome.Output, StringComparison.Ordinal);

        var record = TrialRecord.FromJson(File.ReadAllText(Directory.EnumerateFiles(_workspace.PathOf("runs/train"), "*.json").Single()));
        var (trial, result) = (TrainingTrial.From(Registry.Standard, record.Specification), TrainingResultJson.Of(record));
        Assert.Equal(("fashion-mnist", 14, 4000, 2000), (trial.Data, trial.Size, trial.Images, trial.TestImages));
        Assert.Equal((TrialStatus.Completed, 116), (record.Status, result.Features));
        Assert.InRange(result.Training.Top1Error, 0.05, 0.4);
        Assert.InRange(result.Test.Top1Error, 0.05, 0.4);
        Assert.InRange(result.Test.Top5Error, 0, 0.05);
        Assert.InRange(result.Test.Loss, 0.2, 1.2);
    }
}
