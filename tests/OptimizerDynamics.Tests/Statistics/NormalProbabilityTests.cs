namespace OptimizerDynamics.Tests;

/// <summary>Φ against values of erfc with twenty digits, its symmetry and its inverse.</summary>
public sealed class NormalProbabilityTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429486)]
    [InlineData(-1, 0.1586552539314570514)]
    [InlineData(-2.5, 0.0062096653257761351669)]
    [InlineData(-3, 0.0013498980316300945267)]
    [InlineData(-5, 2.866515718791939117e-7)]
    [InlineData(-10, 7.6198530241605260660e-24)]
    [InlineData(-30, 4.9067139271481868e-198)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.PositiveInfinity, 1)]
    public void Values(double z, double expected) => Assert.Equal(expected, NormalProbability.Below(z), Math.Max(1e-300, 1e-12 * expected));

    [Fact]
    public void It_undoes_its_inverse()
    {
        for (var p = 0.001; p < 1; p += 0.0137)
            Assert.Equal(p, NormalProbability.Below(NormalDistribution.Quantile(p)), 1e-13);
    }

    [Fact]
    public void NaN_stays() => Assert.Equal(double.NaN, NormalProbability.Below(double.NaN));
}
