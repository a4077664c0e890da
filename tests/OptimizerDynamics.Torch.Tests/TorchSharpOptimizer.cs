using OptimizerDynamics.Testing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>TorchSharp's own optimizer for a case of ours, in float64, with every hyperparameter given explicitly.</summary>
internal static class TorchSharpOptimizer
{
    /// <summary>The optimizers that TorchSharp has.</summary>
    public static string[] Names => ["sgd", "adam", "amsgrad", "adamax", "rmsprop", "adagrad", "adadelta", "nadam", "radam"];

    /// <summary>The parameters before the first step and after each.</summary>
    /// <remarks>
    /// TorchSharp has no schedule multiplier and decoupled decay for Adam only (AdamW, which multiplies by the learning rate). So the
    /// learning rate is set before each step, and weight decay is done beside the optimizer: θₜ ← θₜ − ηλ·θₜ₋₁ after its step. Where its
    /// RAdam multiplies by the learning rate twice, it is given the root.
    /// </remarks>
    public static double[][] Run(Trial trial, bool mendRAdam = true)
    {
        NativeTorch.Load();
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        var theta = new Parameter(tensor(trial.Stream.Initial, ScalarType.Float64));
        using var optimizer = Create(trial.Optimizer, theta);
        var schedule = trial.Optimizer.Schedule ?? Schedule.Constant;
        var weightDecay = trial.Optimizer["weightDecay"];
        var rows = new List<double[]> { theta.data<double>().ToArray() };
        for (var step = 0; step < trial.Stream.Steps; step++)
        {
            using var inner = NewDisposeScope();
            var eta = schedule.MultiplierAt(step, trial.Stream.Steps);
            var learningRate = trial.Optimizer["lr"] * eta;
            optimizer.ParamGroups.First().LearningRate = mendRAdam && IsSquared(trial.Optimizer, step + 1) ? Math.Sqrt(learningRate) : learningRate;
            theta.grad = tensor(trial.Stream.Rows[step], ScalarType.Float64).DetachFromDisposeScope();
            using var before = theta.clone();
            optimizer.step();
            theta.add_(before, alpha: -eta * weightDecay);
            rows.Add(theta.data<double>().ToArray());
            theta.grad.Dispose();
        }

        return [.. rows];
    }

    public static optim.Optimizer Create(OptimizerCase c, params Parameter[] parameters) => c.Optimizer.Name switch
    {
        "sgd" => optim.SGD(parameters, c["lr"], c["momentum"], c["dampening"], c["l2"], c["nesterov"] != 0),
        "adam" => optim.Adam(parameters, c["lr"], c["beta1"], c["beta2"], c["epsilon"], c["l2"], amsgrad: false),
        "amsgrad" => optim.Adam(parameters, c["lr"], c["beta1"], c["beta2"], c["epsilon"], c["l2"], amsgrad: true),
        "adamax" => optim.Adamax(parameters, c["lr"], c["beta1"], c["beta2"], c["epsilon"], c["l2"]),
        "rmsprop" => optim.RMSProp(parameters, c["lr"], c["alpha"], c["epsilon"], c["l2"], c["momentum"], c["centered"] != 0),
        "adagrad" => optim.Adagrad(parameters, c["lr"], c["lrDecay"], c["l2"], c["initialAccumulator"], c["epsilon"]),
        "adadelta" => optim.Adadelta(parameters, c["lr"], c["rho"], c["epsilon"], c["l2"]),
        "nadam" => optim.NAdam(parameters, c["lr"], c["beta1"], c["beta2"], c["epsilon"], c["l2"], c["momentumDecay"]),
        "radam" => optim.RAdam(parameters, c["lr"], c["beta1"], c["beta2"], c["epsilon"], c["l2"]),
        _ => throw new ArgumentException($"TorchSharp has no {c.Optimizer.Name}.", nameof(c)),
    };

    /// <summary>Whether TorchSharp multiplies by the learning rate twice in this step: in RAdam, once ρₜ &gt; 5.</summary>
    public static bool IsSquared(OptimizerCase c, int step)
    {
        if (c.Optimizer.Name != "radam")
            return false;
        var power = Math.Pow(c["beta2"], step);
        return 2 / (1 - c["beta2"]) - 1 - 2 * step * power / (1 - power) > 5;
    }
}
