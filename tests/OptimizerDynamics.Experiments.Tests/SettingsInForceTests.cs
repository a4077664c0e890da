namespace OptimizerDynamics.Experiments.Tests;

/// <summary>The settings that hold where a file says nothing are shown to who runs it.</summary>
public sealed class SettingsInForceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sgd_that_says_a_learning_rate_alone_shows_its_momentum()
    {
        const string optimizers = "optimizer: [adam]", regularization = "regularization:";
        Assert.Contains(optimizers, MadeUp.Study, StringComparison.Ordinal);
        Assert.Contains(regularization, MadeUp.Study, StringComparison.Ordinal);
        var path = _folder.Write("study.yaml", MadeUp.Study
            .Replace(optimizers, "optimizer: [sgd, adamax]", StringComparison.Ordinal)
            .Replace(regularization, "lr: [0.05, 0.2]\n  regularization:", StringComparison.Ordinal));
        var study = StudyFile.Read(Registry.Standard, path, "standard");
        Assert.Equal(
            [
                "sgd: lr = 0.05 or 0.2, momentum = 0.9, nesterov = 0, dampening = 0",
                "adamax: lr = 0.05 or 0.2, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8",
            ],
            study.SettingsInForce);
    }
}
