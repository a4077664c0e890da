using OptimizerDynamics.Testing;
using Xunit.Abstractions;

namespace OptimizerDynamics.Networks.Tests;

/// <summary>The engine in training mode against loops in float64 that follow the definitions, on networks drawn from the graph
/// language.</summary>
public class EngineGradientTests(ITestOutputHelper output)
{
    /// <summary>Of 1,919 networks the median error was 3.9e-7, 99 % were below 2.8e-5, 99.9 % below 2.2e-4, and the largest was 2.7e-3.
    /// What is large comes from float32: a normalization divides by a standard deviation as small as 0.03 of the values (smaller ones are
    /// left out), and several of them lie behind each other.</summary>
    private const double LargestError = 5e-3, UsualError = 1e-4, TypicalError = 1e-6;

    /// <summary>Below it float32 may choose the other side of a kink or another element of a window, whose gradient differs.</summary>
    private const double SafeDistance = 1e-5;

    private const double SmallestVariance = 1e-3;

    [Fact]
    public void Loss_logits_statistics_and_gradients_are_those_of_the_definitions()
    {
        var errors = new ErrorDistribution();
        for (var seed = 0; seed < 80; seed++)
        {
            var drawn = new PlainNetworkCase(seed);
            var plain = drawn.Plain();
            if (plain.DistanceToKink < SafeDistance || plain.SmallestVariance < SmallestVariance)
                continue;
            var (error, where) = LargestErrorOf(drawn, plain);
            errors.Add(error);
            Assert.True(error < LargestError, $"seed {seed}: {error:G3} in {where}\n{drawn}");
        }

        output.WriteLine(errors.ToString());
        Assert.True(errors.Count > 70, $"only {errors.Count} networks were far enough from kinks");
        Assert.True(errors.At(0.5) < TypicalError && errors.At(0.98) < UsualError, errors.ToString());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(21)]
    public void The_loops_agree_with_finite_differences(int seed)
    {
        var drawn = new PlainNetworkCase(seed);
        var plain = drawn.Plain();
        var parameters = Array.ConvertAll(drawn.Parameters, value => (double)value);
        double LossAt(int i, double shift)
        {
            var moved = (double[])parameters.Clone();
            moved[i] += shift;
            return new PlainTraining(drawn.Graph, moved, drawn.Numbers(), drawn.Height, drawn.Width, drawn.Labels).Loss;
        }

        Assert.True(plain.DistanceToKink > SafeDistance);
        const double step = 1e-6;
        var largest = plain.Gradient.Max(Math.Abs);
        for (var i = 0; i < parameters.Length; i += 1 + parameters.Length / 40)
        {
            var difference = (LossAt(i, step) - LossAt(i, -step)) / (2 * step);
            Assert.True(Math.Abs(difference - plain.Gradient[i]) < 1e-5 * largest, $"θ[{i}]: {difference} and {plain.Gradient[i]}");
        }
    }

    /// <summary>The largest of: the loss's and the logits' error relative to their size, and each tensor's largest error relative to its
    /// largest number, or to a thousandth of the whole gradient's where that is more.</summary>
    private static (double Error, string Where) LargestErrorOf(PlainNetworkCase drawn, PlainTraining plain)
    {
        using var network = drawn.Train();
        var logits = new float[drawn.Images * drawn.Graph.Classes];
        var loss = network.ComputeGradients(drawn.Pixels, drawn.Labels, logits);
        var found = (Error: Math.Abs(loss - plain.Loss) / (1 + plain.Loss), Where: "loss");
        void Note(string name, IEnumerable<double> expected, ReadOnlySpan<float> actual, double least)
        {
            var numbers = expected.ToArray();
            var scale = Math.Max(least, numbers.Max(Math.Abs));
            for (var i = 0; i < numbers.Length; i++)
            {
                var error = Math.Abs(actual[i] - numbers[i]) / scale;
                if (!(error <= found.Error))
                    found = (error, $"{name}[{i}]");
            }
        }

        Note("logits", plain.Logits.SelectMany(image => image), logits, 1e-3);
        var whole = plain.Gradient.Max(Math.Abs);
        foreach (var range in drawn.Graph.Parameters.Ranges)
            Note(range.Name, plain.Gradient[range.Offset..range.End], network.Gradients.Slice(range.Offset, range.Length), 1e-3 * whole);
        if (drawn.Graph.Statistics is { } layout)
        {
            var statistics = new float[layout.Length];
            network.Read(new float[drawn.Graph.Parameters.Length], statistics);
            var before = drawn.Graph.InitialStatistics();
            const double share = Normalization.Momentum;
            Note("statistics", before.Zip(plain.Statistics, (old, now) => (1 - share) * old + share * now), statistics, 1e-3);
        }

        return found;
    }
}
