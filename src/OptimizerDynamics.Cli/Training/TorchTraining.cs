using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>A training with libtorch.</summary>
internal sealed class TorchTraining(TrainingSession session) : ITraining
{
    public TrainingSession Session => session;

    public IReadOnlyList<string> Layers => session.Layers;

    public TrialSteps Steps => new(session.Done, session.Iterations);

    public bool IsCompleted => session.IsOver;

    public string? Divergence => session.HasDiverged ? $"the loss of iteration {session.Done} is not finite" : null;

    public string? Remark => session.Remark;

    public IReadOnlyList<CurvePoint> Curve => session.Curve;

    public void TakeStep() => session.Step();

    public void SaveState(Stream destination) => session.SaveState(destination);

    public void LoadState(Stream source) => session.LoadState(source);

    public TrainingResult Measure() => session.Measure();

    public void Dispose() => session.Dispose();
}
