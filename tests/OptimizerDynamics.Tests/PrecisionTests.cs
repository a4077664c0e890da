using FsCheck;
using FsCheck.Fluent;
using OptimizerDynamics.Testing;
using Xunit.Abstractions;

namespace OptimizerDynamics.Tests;

/// <summary>How far float strays from double as steps add up: like a random walk of roundings, with the root of their number.</summary>
public sealed class PrecisionTests(ITestOutputHelper output)
{
    private const double HalfUlp = 5.9604644775390625e-8; // of float, at 1
    private static readonly int[] _checkpoints = [1, 10, 100, 1000];

    /// <summary>
    /// Lion takes a sign: in about one run of a thousand it is once that of a rounding, and the whole step goes the other way.
    /// </summary>
    public static TheoryData<string> AllButLion =>
        [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name).Where(name => name != "lion")];

    /// <summary>
    /// Measured over 1,000 runs of 8 parameters in noise, all settings at their defaults, in half units in the last place of float relative
    /// to the way the parameter has come; medians over the optimizers 0.7, 2.5, 8, 20 and largest 2.7, 7.2, 20, 54 after 1, 10, 100, 1000
    /// steps: at most 2.7·√t. The bound is about twice that.
    /// </summary>
    [Theory]
    [MemberData(nameof(AllButLion))]
    public void Float_strays_from_double_by_the_root_of_the_number_of_steps(string name)
    {
        var errors = Array.ConvertAll(_checkpoints, _ => new ErrorDistribution());
        Properties.ForAll(Runs(name), 10, trial =>
        {
            if (name == "yogi" && YogiTurns(trial))
                return;
            var (exact, rounded) = (trial.Run(), trial.Run<float>());
            for (var i = 0; i < _checkpoints.Length; i++)
            {
                var steps = _checkpoints[i];
                var error = Numbers.LargestError(
                    exact[..(steps + 1)],
                    [.. rounded[..(steps + 1)].Select(row => Array.ConvertAll(row, value => (double)value))]) / HalfUlp;
                errors[i].Add(error);
                Assert.InRange(error, 0, 6 * Math.Sqrt(steps));
            }
        });
        for (var i = 0; i < _checkpoints.Length; i++)
            output.WriteLine($"{name} after {_checkpoints[i]} steps: {errors[i]}");
    }

    /// <summary>
    /// Yogi takes a sign too, of v − g²: where rounding decides it, v goes up by (1 − β₂)·g² in one type and down in the other, a
    /// difference that is no rounding. In 40,000 runs it happened in 17, and only those left the bound (by up to eight times); the claim is
    /// about the others.
    /// </summary>
    private static bool YogiTurns(Trial trial)
    {
        var (exact, rounded) = (New<double>(), New<float>());
        var (theta, single) = ((double[])trial.Stream.Initial.Clone(), Array.ConvertAll(trial.Stream.Initial, value => (float)value));
        foreach (var row in trial.Stream.Rows)
        {
            var gradients = Array.ConvertAll(row, value => (float)value);
            var v = exact.State(0, "v");
            var roundedV = rounded.State(0, "v");
            for (var i = 0; i < row.Length; i++)
            {
                if (Math.Sign(v[i] - row[i] * row[i]) != Math.Sign(roundedV[i] - gradients[i] * gradients[i]))
                    return true;
            }

            exact.Step(theta, row);
            rounded.Step(single, gradients);
        }

        return false;

        CpuOptimizer<T> New<T>() where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
            new(trial.Optimizer.Chain, ParameterLayout.Vector(trial.Stream.Dimension));
    }

    private static Arbitrary<Trial> Runs(string name) => Arb.From(Gen.Choose(0, int.MaxValue).Select(seed =>
    {
        var draw = new Draw(seed);
        var initial = Enumerable.Range(0, 8).Select(_ => (double)(float)draw.Normal()).ToArray();
        var rows = Enumerable.Range(0, _checkpoints[^1]).Select(_ => initial.Select(_ => (double)(float)draw.Normal()).ToArray()).ToArray();
        return new Trial(OptimizerCase.Default(name).With("weightDecay", 1e-4), new GradientStream(initial, rows));
    }));
}
