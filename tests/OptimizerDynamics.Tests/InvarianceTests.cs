using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Tests;

/// <summary>Changes of the input that must change the trajectory in a known way, or not at all.</summary>
public sealed class InvarianceTests
{
    /// <summary>The rules whose step does not know the gradient's unit, once ε is 0.</summary>
    public static TheoryData<string> ScaleFree => ["adam", "amsgrad", "adamax", "rmsprop", "adagrad"];

    public static TheoryData<string> Everyone => DecayLawTests.Everyone;

    /// <summary>A power of two changes no mantissa, so the law holds bit for bit; any other factor only adds roundings.</summary>
    [Theory]
    [MemberData(nameof(ScaleFree))]
    public void Scaling_the_gradients_changes_nothing(string name) => Properties.ForAll(Trial.Any(name), 50, trial =>
    {
        var free = WithoutEpsilon(trial);
        var rows = free.Run();

        foreach (var factor in (double[])[0.125, 1024, Math.ScaleB(1, -30)])
            Numbers.SameBits(rows, (free with { Stream = free.Stream.Scaled(factor) }).Run());
    });

    /// <summary>
    /// Hence at zero loss gradient the L2 trajectory does not depend on λ: what regularizes is the learning rate alone.
    /// </summary>
    [Theory]
    [MemberData(nameof(ScaleFree))]
    public void Without_loss_gradient_the_strength_of_L2_does_not_matter(string name) => Properties.ForAll(Trial.Any(name), 50, trial =>
    {
        var free = WithoutEpsilon(trial);
        var lambda = Math.ScaleB(1, -14);
        double[][] Under(double strength) =>
            new Trial(free.Optimizer.With("l2", strength), GradientStream.Zero([1, -0.5, 3], free.Stream.Steps)).Run();

        Assert.NotEqual(1, Under(lambda)[^1][0]);
        Numbers.SameBits(Under(lambda), Under(lambda * 64));
        Numbers.SameBits(Under(lambda), Under(lambda / 1024));
    });

    [Theory]
    [MemberData(nameof(Everyone))]
    public void How_the_vector_is_cut_into_tensors_changes_nothing(string name) => Properties.ForAll(Trial.Any(name), 30, trial =>
    {
        var columns = trial.Stream.Dimension;
        var cut = new ParameterLayout(Enumerable.Range(0, columns).Select(i => ($"p{i}", Kinds[i % Kinds.Length], Scalar)));
        var optimizer = new CpuOptimizer<double>(trial.Optimizer.Chain, cut, trial.Stream.Steps);
        var theta = (double[])trial.Stream.Initial.Clone();

        var whole = trial.Run();

        for (var step = 0; step < trial.Stream.Steps; step++)
        {
            optimizer.Step(theta, trial.Stream.Rows[step]);
            Numbers.SameBits([whole[step + 1]], [theta]);
        }
    });

    private static ParameterKinds[] Kinds =>
        [ParameterKinds.Weight, ParameterKinds.NormScale, ParameterKinds.NormShift, ParameterKinds.Bias];

    private static System.Collections.Immutable.ImmutableArray<int> Scalar => [];

    /// <summary>ε = 0, no decay, and no column that begins silent: 0/0 is NaN there, as the formula has it.</summary>
    private static Trial WithoutEpsilon(Trial trial)
    {
        var optimizer = trial.Optimizer.With("epsilon", 0).With("l2", 0).With("weightDecay", 0);
        if (optimizer.Has("initialAccumulator"))
            optimizer = optimizer.With("initialAccumulator", 0);
        var rows =
            trial.Stream.Rows.Select((row, step) => step == 0 ? Array.ConvertAll(row, value => value == 0 ? 1 : value) : row).ToArray();
        return new Trial(optimizer, trial.Stream with { Rows = rows });
    }
}
