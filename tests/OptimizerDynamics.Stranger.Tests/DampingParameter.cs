using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Stranger.Tests;

/// <summary>A parameter of trials: updates are divided by 1 + damping.</summary>
public sealed class DampingParameter() : NumberParameter("damping", Interval.NonNegative)
{
    /// <summary>The parameter.</summary>
    public static DampingParameter Instance { get; } = new()
    {
        Default = _ => 0,
        Label = "damping",
        Meaning = "Updates are divided by 1 + damping.",
    };

    /// <inheritdoc/>
    public override TrainingSetup Configure(TrainingSetup setup, TrialValues values)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return setup with { Chain = [.. setup.Chain, new ScaleByLearningRate(1 / (1 + ValueIn(values)))] };
    }
}
