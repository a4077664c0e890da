using OptimizerDynamics.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimizerDynamics.Testing;

/// <summary>TorchSharp's own optimizer over a trial's gradients.</summary>
internal static class TorchSharpRun
{
    /// <summary>The parameters before the first step and after each.</summary>
    public static double[][] Of(Trial trial, ScalarType dtype = ScalarType.Float64, string device = "cpu", bool correctRAdam = true)
    {
        NativeTorch.Load();
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        var theta = new Parameter(tensor(trial.Stream.Initial, dtype, new Device(device)));
        using var optimizer = new TorchSharpOptimizer(
            trial.Optimizer.Optimizer, trial.Optimizer.Settings, [theta], trial.Optimizer.Schedule, trial.Stream.Steps, correctRAdam);
        var rows = new List<double[]> { Row() };
        foreach (var gradients in trial.Stream.Rows)
        {
            using var inner = NewDisposeScope();
            theta.grad = tensor(gradients, dtype, new Device(device));
            optimizer.Step();
            rows.Add(Row());
        }

        return [.. rows];

        double[] Row() => theta.to(ScalarType.Float64).cpu().data<double>().ToArray();
    }
}
