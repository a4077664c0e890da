namespace OptimizerDynamics.Networks;

/// <summary>The names under which a <see cref="TrainingResult"/> keeps what was measured with the trained network.</summary>
public static class ResultNames
{
    /// <summary>The evaluation on the training set.</summary>
    public const string Training = "training";

    /// <summary>The evaluation on the test set.</summary>
    public const string Test = "test";

    /// <summary>On the test set, with the features set to zero that are inactive by activation (below 1e-12).</summary>
    public const string ZeroedTest = "zeroedTest";

    /// <summary>On the test set, with the features set to zero that are inactive by γ (|γ| below 1e-3), which the paper calls
    /// pruning.</summary>
    public const string ZeroedByScaleTest = "zeroedByScaleTest";

    /// <summary>On the test set, with the features that are inactive by activation taken out of the network.</summary>
    public const string PrunedTest = "prunedTest";

    /// <summary>What the network costs.</summary>
    public const string Cost = "cost";

    /// <summary>What is left of it without the features that are inactive by activation.</summary>
    public const string PrunedCost = "prunedCost";

    /// <summary>Seconds in which the network classifies an image.</summary>
    public const string InferenceSeconds = "inferenceSeconds";

    /// <summary>Seconds in which it does without the features that are inactive by activation.</summary>
    public const string PrunedInferenceSeconds = "prunedInferenceSeconds";

    /// <summary>The digest of θ at the end (<see cref="TrainingResult.Digest"/>).</summary>
    public const string Digest = "digest";

    /// <summary>The features of each layer (<see cref="TrainingResult.Layers"/>).</summary>
    public const string Layers = "layers";

    /// <summary>The points of the curve (<see cref="TrainingResult.Curve"/>).</summary>
    public const string Curve = "curve";

    /// <summary>Effective decay rates (<see cref="TrainingResult.DecayRates"/>).</summary>
    public const string DecayRates = "decayRates";

    /// <summary>The features on the way (<see cref="TrainingResult.Surveys"/>).</summary>
    public const string Surveys = "surveys";

    /// <summary>The features that were dead on the way (<see cref="TrainingResult.Deaths"/>).</summary>
    public const string Deaths = "deaths";

    /// <summary>What pruning and fine-tuning made of the network (<see cref="TrainingResult.Branches"/>).</summary>
    public const string Branches = "branches";

    private static readonly string[] _all =
        [
            Training, Test, ZeroedTest, ZeroedByScaleTest, PrunedTest, Cost, PrunedCost, Digest, Layers, Curve, DecayRates, Surveys, Deaths,
            Branches];

    /// <summary>Whether results keep something under a name already: one of these, or what is left by a pruning criterion, whose names have
    /// a colon.</summary>
    internal static bool IsTaken(string name) => _all.Contains(name) || name.Contains(':', StringComparison.Ordinal);
}
