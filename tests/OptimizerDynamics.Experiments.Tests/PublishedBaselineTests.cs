using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments.Tests;

/// <summary>The published baselines as <c>docs/baselines</c> says them in a study's keys: what is read there, and one step of each computed
/// by hand.</summary>
public sealed class PublishedBaselineTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Coupled: L2 of everything and λ·sign(γ) join the gradient; Nesterov's momentum of 0.9 makes 1.9 of the first one.</summary>
    [Fact]
    public void Network_Slimming()
    {
        var trial = TrialOf("network-slimming", "1e-4");
        Assert.Equal(
            [0.4, 0.5, 0.6, 0.7], trial.ValueOf(TrainingParameters.Prune).Steps.Select(step =>
                step.Criterion == PruningCriteria.SmallestScale ? step.Amount : double.NaN));
        var (weight, scale, shift) = Step(trial.Chain, weight: 2, scale: -0.5, shift: 0.25, gradient: 0.01);
        Assert.Equal(2 - 0.1 * 1.9 * (0.01 + 1e-4 * 2), weight, 1e-15);
        Assert.Equal(-0.5 - 0.1 * 1.9 * (0.01 + 1e-4 * -0.5 - 1e-4), scale, 1e-15);
        Assert.Equal(0.25 - 0.1 * 1.9 * (0.01 + 1e-4 * 0.25), shift, 1e-15);
        // Fine-tuning has the decay still, and no penalty.
        (_, scale, _) = Step(trial.Values.BuildFineTuningChain(60), 2, -0.5, 0.25, 0.01);
        Assert.Equal(-0.5 - 0.1 * 1.9 * (0.01 + 1e-4 * -0.5), scale, 1e-15);
    }

    /// <summary>γ ← S(γ − αg, αρ) with α = 0.1 and ρ = 5e-3; what is within the threshold is 0 exactly. Filters decay, γ and β do
    /// not.</summary>
    [Fact]
    public void Ista_on_gamma()
    {
        var trial = TrialOf("ista-on-gamma", "5e-4");
        Assert.Equal(0.1, trial.ValueOf(TrainingParameters.ScaleRescaling));
        var (weight, scale, shift) = Step(trial.Chain, weight: 2, scale: 0.5, shift: 0.25, gradient: 0.01);
        Assert.Equal(2 - 0.1 * (0.01 + 5e-4 * 2), weight, 1e-15);
        Assert.Equal(0.5 - 0.1 * 0.01 - 0.1 * 5e-3, scale, 1e-15);
        Assert.Equal(0.25 - 0.1 * 0.01, shift, 1e-15);
        Assert.Equal(0, Step(trial.Chain, 2, 1.4e-3, 0.25, 0.01).Scale); // 1.4e-3 − 1e-3 is below 5e-4
        Assert.Equal(-1e-4, Step(trial.Chain, 2, 4e-4, 0.25, 0.01).Scale, 1e-15); // 4e-4 − 1e-3 is 1e-4 beyond it
        Assert.Equal(0.5 - 0.01 * 0.01, Step(trial.Values.BuildFineTuningChain(60), 2, 0.5, 0.25, 0.01).Scale, 1e-15);
    }

    [Fact]
    public void Filter_norms()
    {
        var trial = TrialOf("filter-norms", "5e-4");
        Assert.All(trial.ValueOf(TrainingParameters.Prune).Steps, step => Assert.Equal(PruningCriteria.FilterNorm, step.Criterion));
        Assert.Equal(trial.Iterations, 4 * trial.ValueOf(TrainingParameters.FineTune));
        var (weight, scale, _) = Step(trial.Values.BuildFineTuningChain(trial.Iterations), weight: 2, scale: 1, shift: 0, gradient: 0.5);
        Assert.Equal(2 - 1e-3 * (0.5 + 5e-4 * 2), weight, 1e-15);
        Assert.Equal(1 - 1e-3 * (0.5 + 5e-4), scale, 1e-15);
    }

    /// <summary>The trial that a page's lines make, with SGD and L2.</summary>
    private TrainingTrial TrialOf(string page, string lambda)
    {
        const string Begin = "```yaml\n", End = "```";
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "baselines", $"{page}.md")).ReplaceLineEndings("\n");
        var first = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var lines = text[first..text.IndexOf(End, first, StringComparison.Ordinal)];
        var path = _folder.Write($"{page}.yaml", $$$"""
            study: {{{page}}}
            kind: training
            question: What does it prune?
            {{{lines}}}
            sweep: {optimizer: [sgd], regularization: [l2], lambda: [{{{lambda}}}]}
            seeds: 1
            profiles: {standard: {}}
            """);
        return Assert.IsType<TrainingTrial>(Assert.Single(Assert.Single(StudyFile.ReadAll(Registry.Standard, path)).All));
    }

    /// <summary>A weight, γ and β after the first step.</summary>
    private static (double Weight, double Scale, double Shift) Step(Chain chain, double weight, double scale, double shift, double gradient)
    {
        var layout = new NetworkGraph("One", 1, [new Convolution("c", NetworkGraph.Image, 1, Window.Pixel, HasBias: false),
            new Normalization("n", 0), new GlobalMeanPooling("p", 1)]).Parameters;
        double[] parameters = [weight, scale, shift];
        var optimizer = new CpuOptimizer<double>(chain, layout, 100);
        optimizer.Step(parameters, [gradient, gradient, gradient]);
        return (parameters[0], parameters[1], parameters[2]);
    }
}
