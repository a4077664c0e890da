using OptimizerDynamics.Testing;
using Xunit.Abstractions;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>The model-based tests: the reference interpreter against TorchSharp's own optimizers, in float64, at every step.</summary>
/// <remarks>
/// Random hyperparameters, schedules, both decays, and gradients that are tiny, huge, sparse, silent, constant or sign-flipping, over
/// 50–500 steps. Errors are in half units in the last place (1.1e-16) of the largest magnitude that the parameter has had.
/// <para>Two views, because L2 feeds θ back into its own gradient: an adaptive rule turns even the last bit of a parameter near 0 into a
/// step of full length, and two right programs part company there. So whole runs are compared without L2, and with L2 each step is taken
/// from TorchSharp's own θ, while the moments stay ours.</para>
/// </remarks>
public sealed class ParityTests(ITestOutputHelper output)
{
    private const double HalfUlp = 1.1102230246251565e-16;

    /// <summary>
    /// Largest error of a step, measured over 1,800 runs each: sgd 5.3, adam 9.7, amsgrad 14, adamax 10, rmsprop 16, adagrad 7.0, nadam 11,
    /// radam 13; medians 1.6 to 1.9. The bound is six times the largest. Adadelta, 195 at most: its steps feed the average that scales the
    /// next ones, so that roundings add up with the number of steps, 500 at most; four times that.
    /// </summary>
    private static double StepTolerance(string name) => name == "adadelta" ? 800 : 100;

    /// <summary>
    /// Largest error of a run, measured over 4,800 runs each: sgd 237, adam 306, amsgrad 318, adamax 296, rmsprop 246, adagrad 55,
    /// adadelta 230, nadam 313, radam 327; medians 3 to 11. The bound is four times the largest.
    /// </summary>
    private const double RunTolerance = 1300;

    public static TheoryData<string> Optimizers => [.. TorchSharpOptimizer.Names];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Every_step_is_TorchSharps(string name) => Holds($"{name}, step by step", StepTolerance(name), name, StepByStep);

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Whole_runs_are_TorchSharps(string name) => Holds($"{name}, whole runs", RunTolerance, name, WholeRun);

    private void Holds(string what, double tolerance, string name, Func<Trial, double> error)
    {
        var errors = new ErrorDistribution();
        Properties.ForAll(Trial.Any(name), 30, trial =>
        {
            var found = error(trial) / HalfUlp;
            errors.Add(found);
            Assert.InRange(found, 0, tolerance);
        });
        output.WriteLine($"{what}: {errors} half units in the last place; the bound is {tolerance}");
    }

    private static double WholeRun(Trial trial)
    {
        var open = trial with { Optimizer = trial.Optimizer.With("l2", 0) };
        if (open.Optimizer.Has("centered"))
            open = open with { Optimizer = open.Optimizer.With("centered", 0) }; // see WellConditioned
        return Numbers.LargestError(TorchSharpOptimizer.Run(open), open.Run());
    }

    private static double StepByStep(Trial trial)
    {
        var theirs = TorchSharpOptimizer.Run(trial);
        var optimizer = new ReferenceOptimizer<double>(trial.Optimizer.Chain, ParameterLayout.Vector(trial.Stream.Dimension), trial.Stream.Steps);
        var scale = new double[trial.Stream.Dimension];
        var isLost = new bool[trial.Stream.Dimension];
        var largest = 0.0;
        for (var step = 0; step < trial.Stream.Steps; step++)
        {
            var theta = (double[])theirs[step].Clone();
            optimizer.Step(theta, trial.Stream.Rows[step]);
            for (var i = 0; i < theta.Length; i++)
            {
                isLost[i] |= Cancels(trial, step, theirs[step][i], i) || !WellConditioned(optimizer, i);
                if (isLost[i])
                    continue;
                var expected = theirs[step + 1][i];
                scale[i] = Math.Max(scale[i], Math.Max(Math.Abs(theirs[step][i]), Math.Abs(expected)));
                var error = theta[i] == expected ? 0 : Math.Abs(theta[i] - expected) / scale[i];
                largest = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(largest, error);
            }
        }

        return largest;
    }

    /// <summary>
    /// Where loss gradient and λθ cancel, what is left is rounding, and an adaptive rule magnifies it to a full step. A parameter is given up
    /// from the first step on at which more than 1.3 of the sixteen digits (a factor of 20) go that way.
    /// </summary>
    private static bool Cancels(Trial trial, int step, double theta, int element)
    {
        var (gradient, decay) = (trial.Stream.Rows[step][element], trial.Optimizer["l2"] * theta);
        return Math.Abs(gradient + decay) < 0.05 * (Math.Abs(gradient) + Math.Abs(decay));
    }

    /// <summary>
    /// Centred RMSProp divides by √(v − a²). Where the gradient hardly varies all digits of that difference cancel, and what is left is
    /// rounding, even its sign. An element is given up at the first step at which more than one digit cancels.
    /// </summary>
    private static bool WellConditioned(ReferenceOptimizer<double> optimizer, int element)
    {
        for (var place = 0; place < optimizer.Chain.Count; place++)
        {
            if (optimizer.Chain[place] is ScaleByRmsProp { Centered: true })
            {
                var (v, a) = (optimizer.State(place, "v")[element], optimizer.State(place, "a")[element]);
                return v - a * a >= 0.1 * v;
            }
        }

        return true;
    }
}
