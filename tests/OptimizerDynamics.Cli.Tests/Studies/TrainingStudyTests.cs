using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>Study files of kind <c>training</c>: what they expand to, and what is refused.</summary>
public sealed class TrainingStudyTests : IDisposable
{
    private const string Study =
        """
        study: dying
        kind: training
        question: Which die?
        base: {data: objects-clean, size: 16, width: 0.125, batchSize: 20, iterations: 100}
        sweep:
          optimizer: [sgd, adam]
          regularization: [none, l2, weightDecay]
          lambda: [1e-4, 1e-3]
        settings: {adam: {lr: 3e-3}}
        seeds: 2
        report: {title: Dying, layer: C5}
        profiles: {standard: {}, short: {iterations: 5, seeds: 1}, epochs: {data: cifar-10}}
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Every_combination_is_a_trial_for_each_seed()
    {
        var study = Read(Study, "standard");
        Assert.Equal(("dying", "Which die?", "Dying", "C5"), (study.Name, study.Question, study.Report.Title, study.Report.Layer));
        // Two optimizers, without and with L2 and WD at two λ; two seeds.
        Assert.Equal(2 * 5 * 2, study.Trials.Length);
        Assert.Equal(10, study.Trials.Select(trial => trial.With(TrainingParameters.Seed, 0).Specification.Id).Distinct().Count());
        var first = study.Trials[0];
        Assert.Equal(
            ("basicnet", 0.125, "objects-clean", 16, 20, 100, 0, "none", 1),
            (
                first.Network, first.Width, first.Data, first.Size, first.BatchSize, first.Iterations, first.Epochs, first.Augment,
                first.Seed));
        Assert.All(
            study.Trials.Where(trial => trial.Optimizer.Name == "adam"),
            trial => Assert.Equal((3e-3, 0.99), (trial.Settings["lr"], trial.Settings["beta2"])));
        Assert.All(
            study.Trials,
            trial =>
                Assert.Equal(
                    trial.Specification.Canonical, TrainingTrial.From(Registry.Standard, trial.Specification).Specification.Canonical));
        Assert.Equal(
            [(Regularization.L2, 1e-4), (Regularization.L2, 1e-3)],
            study.Trials.Where(trial => trial.Regularization == Regularization.L2)
                .Select(trial => (trial.Regularization, trial.Lambda))
                .Distinct());

        var varied = study.Varied;
        Assert.Equal(["optimizer", "regularization", "lambda"], varied.Select(factor => factor.Key));
        Assert.Equal("sgd, none, seed 1", first.NameBy(varied));
        Assert.Equal("adam, WD, λ 1e-3, seed 2", study.Trials[^1].NameBy(varied));
        Assert.Equal((10, 5), (Read(Study, "short").Trials.Length, Read(Study, "short").Trials[0].Iterations));
        Assert.Equal("crop-flip", Read(Study, "epochs").Trials[0].Augment);
    }

    /// <summary>All of the sweep once for each variant, which replaces its values, and what the profile replaces holds for all.</summary>
    [Fact]
    public void A_variant_replaces_values()
    {
        var text = Study.Replace(
            "settings:",
            "variants:\n  as it is: {}\n  longer: {iterations: 200, lambda: 1e-5}\n  forgetful: {optimizer: adam, beta2: [0.5, 0.9], "
                + "regularization: l2, lambda: 1e-3}\nsettings:",
            StringComparison.Ordinal);
        var study = Read(text, "standard");
        Assert.Equal((2 * 5 + 2 * 3 + 2) * 2, study.Trials.Length);
        Assert.Equal(
            [100, 200, 100],
            study.Trials.Select(trial => trial.Iterations)
                .Aggregate(new List<long>(), (seen, value) => seen is [.., var last] && last == value ? seen : [.. seen, value]));
        Assert.Equal([0.5, 0.5, 0.9, 0.9], study.Trials.TakeLast(4).Select(trial => trial.Settings["beta2"]));
        Assert.Contains("beta2", study.Varied.Select(factor => factor.Key));
        Assert.All(Read(text, "short").Trials, trial => Assert.Equal(5, trial.Iterations));

        Assert.Contains(
            "unknown key 'itrations' in the variant longer",
            Fault(text.Replace("longer: {iterations", "longer: {itrations", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(
            "beta2: expected optimizers that have it, found 'sgd'",
            Fault(text.Replace("forgetful: {optimizer: adam", "forgetful: {optimizer: sgd", StringComparison.Ordinal)),
            StringComparison.Ordinal);

        string Fault(string faulty) => Assert.Throws<InputException>(() => Read(faulty, "standard")).Message;
    }

    [Fact]
    public void Every_augmentation_has_a_name() => Assert.Equal(
        Enum.GetValues<Augmentation>().Order(), AugmentationNames.All.Select(AugmentationNames.Parse).Order());

    [Theory]
    [InlineData("size: 16", "sise: 16", "study.yaml:4:29: unknown key 'sise' in the base; the nearest valid key is 'size'", true)]
    [InlineData(
        "objects-clean, ", "objects-clear, ", "study.yaml:4:14: data: unknown name 'objects-clear'; the nearest is 'objects-clean'", true)]
    [InlineData("iterations: 100}", "iterations: 100, epochs: 3}", "iterations: expected iterations or epochs, found both", false)]
    [InlineData(", iterations: 100}", "}", "iterations", false)]
    [InlineData("width: 0.125", "width: 0", "study.yaml:4:46: width: expected a number in (0, ∞), found '0'", true)]
    [InlineData("batchSize: 20", "batchSize: 1", "batchSize: expected an integer of at least 2, found '1'", false)]
    [InlineData(
        "batchSize: 20", "images: 64, batchSize: [64, 65]",
        "study.yaml:4:76: batchSize: 65 is larger than the training set (64 images).", true)]
    [InlineData("size: 16", "size: 5000", "size: expected an integer from 0 to 4,096, found '5000'", false)]
    [InlineData("layer: C5", "layr: C5", "study.yaml:11:24: unknown key 'layr' in the report; the nearest valid key is 'layer'", false)]
    [InlineData("[sgd, adam]", "[sgd, adm]", "optimizer: unknown optimizer 'adm'; the nearest is 'adam'", false)]
    [InlineData("epochs: {data: cifar-10}", "epochs: {data: cifar}", "data: unknown name 'cifar'; the nearest is 'cifar-10'", false)]
    [InlineData("iterations: 5,", "iterations: 5.5,", "iterations: expected an integer", false)]
    public void A_fault_is_named_with_its_place(string good, string bad, string message, bool isBeginning)
    {
        Assert.Contains(good, Study, StringComparison.Ordinal);
        _workspace.Write("study.yaml", Study.Replace(good, bad, StringComparison.Ordinal));
        var outcome = _workspace.Run("run", "@study.yaml", "--out", "@runs", "--reports", "@reports");
        Assert.Equal(2, outcome.ExitCode);
        if (isBeginning)
            Assert.StartsWith($"optdyn: {message}", outcome.Errors, StringComparison.Ordinal);
        else
            Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace.PathOf("runs")));
    }

    private TrainingStudy Read(string text, string profile) =>
        (TrainingStudy)StudyFile.Read(Registry.Standard, _workspace.Write("study.yaml", text), profile);
}
