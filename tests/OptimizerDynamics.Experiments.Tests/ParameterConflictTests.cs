namespace OptimizerDynamics.Experiments.Tests;

/// <summary>Combinations of parameters that make no sense are refused where a study is read, by file and line.</summary>
public sealed class ParameterConflictTests : IDisposable
{
    private static readonly IntegerParameter _patience = new("patience", 0)
    {
        Meaning = "Iterations without progress.",
        Default = _ => 0,
        Conflict = ConflictOfPatience,
    };

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("batchSize: 10", "batchSize: [40, 41]", "4:105: batchSize: 41 is larger than the training set (40 images).")]
    [InlineData("iterations: 60", "iterations: 60, patience: 61", "4:135: patience: expected no more than the iterations")]
    [InlineData("images: 40", "images: 9", "4:104: batchSize: 10 is larger than the training set (9 images).")]
    public void Of_a_study(string good, string bad, string message)
    {
        Assert.Contains(good, MadeUp.Study, StringComparison.Ordinal);
        var path = _folder.Write("study.yaml", MadeUp.Study.Replace(good, bad, StringComparison.Ordinal));
        var fault = Assert.Throws<InputException>(() => StudyFile.ReadAll(Registry.Standard.With(_patience), path));
        Assert.Equal($"{path}:{message}", fault.Message);
    }

    [Fact]
    public void Of_values_that_options_gave()
    {
        var values = TrainingParameters.Images.Assign(new TrialValues(Registry.Standard), 64);
        Assert.Null(values.FindConflict());
        Assert.Equal(
            new ParameterConflict("batchSize", "batchSize: 65 is larger than the training set (64 images)."),
            TrainingParameters.BatchSize.Assign(values, 65).FindConflict());
    }

    private static ParameterConflict? ConflictOfPatience(TrialValues values) =>
        TrainingParameters.Iterations.ValueIn(values) < _patience.ValueIn(values)
            ? new ParameterConflict("patience", "patience: expected no more than the iterations")
            : null;
}
