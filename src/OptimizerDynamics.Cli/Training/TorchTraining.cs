using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Cli;

/// <summary>A training with libtorch.</summary>
internal sealed class TorchTraining(TrainingSession session) : ITraining
{
    public TrainingSession Session => session;

    public IReadOnlyList<string> Layers => session.Layers;

    public TrialSteps Steps => new(session.StepCount, session.Iterations);

    public bool IsCompleted => session.IsCompleted;

    public string? Divergence => session.Divergence;

    public string? Remark => session.Remark;

    public IReadOnlyList<CurvePoint> Curve => session.Curve;

    public void TakeStep() => session.Step();

    public void SaveState(Stream destination) => session.SaveState(destination);

    public void LoadState(Stream source) => session.LoadState(source);

    public TrainingResult? Measure() => session.Measure();

    public void Dispose() => session.Dispose();
}
