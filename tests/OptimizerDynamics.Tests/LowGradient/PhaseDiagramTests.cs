namespace OptimizerDynamics.Tests;

public sealed class PhaseDiagramTests
{
    private static readonly double[] _lambdas = [1e-4, 1e-3, 1e-2, 1e-1];

    [Fact]
    public void A_cell_is_a_simulation_of_its_own()
    {
        double[] fractions = [1, 0.1, 0];
        var chain = Unit("adam", Regularization.L2);
        var diagram = PhaseDiagram.Compute(chain, _lambdas, fractions, Sparse, 3000, seed: 4);
        for (var row = 0; row < fractions.Length; row++)
        {
            for (var column = 0; column < _lambdas.Length; column++)
            {
                var alone = new DecaySimulation(chain, [new DecayLane(_lambdas[column], Sparse(fractions[row]), 4)], 3000);
                alone.Run(3000);
                Assert.Equal(alone.Outcomes()[0].TimeToThreshold, diagram.TimeToThreshold(column, row));
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => diagram.TimeToThreshold(4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => diagram.TimeToThreshold(0, -1));
        Assert.Throws<ArgumentException>(() => PhaseDiagram.Compute(chain, [], fractions, Sparse, 10, 1));
    }

    /// <summary>Weight decay does not look at the gradient: in a silent gradient every row of its diagram is the law's.</summary>
    [Fact]
    public void Weight_decay_kills_by_lambda_alone()
    {
        var diagram = PhaseDiagram.Compute(
            Unit("adam", Regularization.WeightDecay), _lambdas, [0.0, 0.0],
            noise => new GradientProcess { Transition = 0, NoiseAfter = noise }, 8000, seed: 1);
        for (var column = 0; column < _lambdas.Length; column++)
        {
            var expected = DecayLaws.StepsUnderWeightDecay(_lambdas[column], 1e-3);
            Assert.Equal(expected <= 8000 ? Math.Ceiling(expected) : double.PositiveInfinity, diagram.TimeToThreshold(column, 0), 1);
            Assert.Equal(diagram.TimeToThreshold(column, 0), diagram.TimeToThreshold(column, 1));
        }
    }

    /// <summary>The paper's point, on one row: at a λ of 1e-4 L2 inside Adam kills a feature that falls silent, and weight decay, in the
    /// same time, does not; nor does L2 inside SGD.</summary>
    [Fact]
    public void There_is_a_lambda_at_which_L2_in_Adam_kills_and_nothing_else_does()
    {
        double Time(string name, Regularization regularization) =>
            PhaseDiagram.Compute(
                Unit(name, regularization), [1e-4], [0.0], noise => new GradientProcess { NoiseAfter = noise }, 6000, seed: 2)
                .TimeToThreshold(0, 0);

        Assert.InRange(Time("adam", Regularization.L2), 1, 4000);
        Assert.Equal(double.PositiveInfinity, Time("adam", Regularization.WeightDecay));
        Assert.Equal(double.PositiveInfinity, Time("sgd", Regularization.L2));
        Assert.Equal(double.PositiveInfinity, Time("amsgrad", Regularization.L2));
    }

    [Fact]
    public void An_axis_has_both_its_ends()
    {
        var axis = PhaseDiagram.LogarithmicAxis(1e-6, 1e-1, 11);
        Assert.Equal((1e-6, 1e-1, 11), (axis[0], axis[^1], axis.Length));
        Assert.All(Enumerable.Range(1, 10), i => Assert.Equal(Math.Sqrt(10), axis[i] / axis[i - 1], 1e-12));
        Assert.Throws<ArgumentOutOfRangeException>(() => PhaseDiagram.LogarithmicAxis(0, 1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => PhaseDiagram.LogarithmicAxis(1, 2, 1));
    }

    private static GradientProcess Sparse(double fraction) => new() { NoiseAfter = 1, ActiveFraction = fraction };

    private static Chain Unit(string name, Regularization regularization) =>
        DecaySimulation.UnitChain(OptimizerCatalog.Find(name)!, new Dictionary<string, double>(), regularization);
}
