using OptimizerDynamics.Torch;
using static TorchSharp.torch;

namespace OptimizerDynamics.Testing;

/// <summary>TorchSharp's own optimizer over a trial's gradients.</summary>
internal static class TorchSharpRun
{
    /// <summary>The parameters before the first step and after each.</summary>
    public static double[][] Of(Trial trial, ScalarType dtype = ScalarType.Float64, string device = "cpu", bool correctRAdam = true)
    {
        var (optimizer, stream) = (trial.Optimizer, trial.Stream);
        using var run = VectorRun.WithTorchSharp(
            optimizer.Optimizer, optimizer.Settings, optimizer.Schedule, stream.Initial, stream.Steps, device, dtype == ScalarType.Float32,
            correctRAdam);
        var rows = new List<double[]> { run.Parameters };
        foreach (var gradients in stream.Rows)
        {
            run.Step(gradients);
            rows.Add(run.Parameters);
        }

        return [.. rows];
    }
}
