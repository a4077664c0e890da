using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>The laws of every optimizer: those of the catalog are held to them, and one of a user's own can be.</summary>
/// <remarks>
/// <code>
/// foreach (var law in OptimizerLaws.All)
///     Assert.Null(law.Check(myChain));
/// </code>
/// But for the last they are about bits: a rule that keeps something outside of its vectors, reads a neighbour, or depends on where a block
/// begins breaks one.
/// </remarks>
public static class OptimizerLaws
{
    private static readonly int[] _blockLengths = [1, 2, 3, 64];

    /// <summary>How the vector is shared out among blocks never shows in what is computed.</summary>
    public static OptimizerLaw Blocks { get; } = new(
        "blocks", "The size of blocks changes no bit.", (chain, run) =>
        {
            var expected = Trajectory(chain, run);
            return _blockLengths.Select(length => Difference(
                expected, Trajectory(chain, run, options: new CpuOptions { BlockLength = length }),
                $"in blocks of {length}")).FirstOrDefault(difference => difference is not null);
        });

    /// <summary>A parameter's trajectory depends on its own start and gradients, and on nothing else: element-wise rules.</summary>
    public static OptimizerLaw Alone { get; } = new(
        "alone", "Each parameter goes its way as if it were alone.", (chain, run) =>
        {
            var together = Trajectory(chain, run);
            for (var i = 0; i < run.Initial.Length; i++)
            {
                var column = i;
                var expected = Array.ConvertAll(Trajectory(chain, run.Alone(i)), row => row[0]);
                var found = Array.ConvertAll(together, row => row[column]);
                if (Difference([expected], [found], $"of parameter {i} beside others") is { } difference)
                    return difference;
            }

            return null;
        });

    /// <summary>A saved state is all that an optimizer remembers.</summary>
    public static OptimizerLaw Resume { get; } = new(
        "resume", "A run that is resumed from a saved state gives the same bits.", (chain, run) => Difference(
            Trajectory(chain, run), Trajectory(chain, run, savedAfter: run.Gradients.Length / 2), "resumed half-way"));

    /// <summary>What is not a number in one gradient stays with its parameter.</summary>
    public static OptimizerLaw Contagion { get; } = new(
        "contagion", "A gradient that is not a number spoils its own parameter only.", (chain, run) =>
        {
            var sound = Trajectory(chain, run);
            var gradients = Array.ConvertAll(run.Gradients, row => (double[])row.Clone());
            gradients[0][0] = double.NaN;
            var spoiled = Trajectory(chain, run with { Gradients = gradients });
            return Difference(
                Array.ConvertAll(sound, row => row[1..]), Array.ConvertAll(spoiled, row => row[1..]), "beside a gradient of NaN");
        });

    /// <summary>Only a gradient or a decay moves a parameter.</summary>
    public static OptimizerLaw Rest { get; } = new(
        "rest", "Without decay, a parameter that never had a gradient stays where it is.", (chain, run) =>
        {
            var silent = run with { Gradients = Array.ConvertAll(run.Gradients, row => new double[row.Length]) };
            var isFree = !chain.AddsDecay;
            return isFree ? Difference(
                [.. Enumerable.Repeat(run.Initial, run.Gradients.Length + 1)], Trajectory(chain, silent), "without a gradient") : null;
        });

    /// <summary>What rules say of the parts of an update adds up.</summary>
    /// <remarks>Relative to the largest sum of both parts' magnitudes of late, within 1e-12: the catalog's optimizers stay below 5e-15, and
    /// a rule that keeps a part wrong is off by the part.</remarks>
    public static OptimizerLaw Parts { get; } = new(
        "parts", "Where an update splits, the loss's and the decay's part sum up to it.", (chain, run) =>
        {
            const double Relative = 1e-12, Fading = 0.99;
            if (chain.WhyNotSplit is not null)
                return null;
            var optimizer = new CpuOptimizer<double>(chain, ParameterLayout.Vector(run.Initial.Length), run.Gradients.Length);
            var kept = optimizer.Decompose();
            var (theta, scale) = ((double[])run.Initial.Clone(), new double[run.Initial.Length]);
            foreach (var row in run.Gradients)
            {
                optimizer.Step(theta, row);
                for (var i = 0; i < theta.Length; i++)
                {
                    var (loss, decay, update) = (kept.Loss[i], kept.Decay[i], kept.Update[i]);
                    scale[i] = Math.Max(scale[i] * Fading, Math.Abs(loss) + Math.Abs(decay));
                    if (Math.Abs(loss + decay - update) > Relative * scale[i])
                        return string.Create(
                            CultureInfo.InvariantCulture,
                            $"the parts of parameter {i}'s update {optimizer.StepCount} are {loss:R} and {decay:R}, and it is {update:R}.");
                }
            }

            return null;
        });

    /// <summary>All laws.</summary>
    public static ImmutableArray<OptimizerLaw> All { get; } = [Blocks, Alone, Resume, Contagion, Rest, Parts];

    /// <summary>θ₀ and θ after each step.</summary>
    /// <param name="chain">The optimizer.</param>
    /// <param name="run">The run.</param>
    /// <param name="options">How the interpreter shares out its work.</param>
    /// <param name="savedAfter">The number of steps after which a new optimizer resumes from the saved state; null for none.</param>
    private static double[][] Trajectory(Chain chain, GradientRun run, CpuOptions? options = null, int? savedAfter = null)
    {
        CpuOptimizer<double> New() => new(chain, ParameterLayout.Vector(run.Initial.Length), run.Gradients.Length, options);
        var optimizer = New();
        var theta = (double[])run.Initial.Clone();
        var rows = new double[run.Gradients.Length + 1][];
        rows[0] = run.Initial;
        for (var step = 0; step < run.Gradients.Length; step++)
        {
            if (step == savedAfter)
            {
                using var state = new MemoryStream();
                optimizer.SaveState(state);
                state.Position = 0;
                optimizer = New();
                optimizer.LoadState(state);
            }

            optimizer.Step(theta, run.Gradients[step]);
            rows[step + 1] = (double[])theta.Clone();
        }

        return rows;
    }

    /// <summary>The first number that differs in its bits, in words; null where none does. Any NaN is NaN.</summary>
    private static string? Difference(double[][] expected, double[][] found, string where)
    {
        for (var row = 0; row < expected.Length; row++)
        {
            for (var i = 0; i < expected[row].Length; i++)
            {
                var (one, other) = (expected[row][i], found[row][i]);
                if (BitConverter.DoubleToInt64Bits(one) != BitConverter.DoubleToInt64Bits(other)
                    && !(double.IsNaN(one) && double.IsNaN(other)))
                    return string.Create(
                        CultureInfo.InvariantCulture, $"expected {one:R} (row {row}, column {i}), found {other:R} {where}.");
            }
        }

        return null;
    }
}
