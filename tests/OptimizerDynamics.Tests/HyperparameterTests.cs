using System.Globalization;

namespace OptimizerDynamics.Tests;

/// <summary>Hyperparameters that mean nothing are refused when the rule is made, by name, value and range.</summary>
public sealed class HyperparameterTests
{
    public static TheoryData<string, string, double> OutOfRange
    {
        get
        {
            var data = new TheoryData<string, string, double>();
            foreach (var optimizer in OptimizerCatalog.All)
            {
                foreach (var setting in optimizer.Settings.Where(setting => !setting.IsSwitch))
                {
                    foreach (var value in (double[])[
                        double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1e-9,
                        .. setting.Range!.Value.IncludesUpper ? (double[])[1.1] : setting.Range.Value.Upper == 1 ? [1.0] : []])
                        data.Add(optimizer.Name, setting.Key, value);
                }
            }

            return data;
        }
    }

    public static TheoryData<string, Action<double>, string> Constructors => new()
    {
        { "lambda", value => _ = new AddDecayedWeights(value), "[0, ∞)" },
        { "mu", value => _ = new Momentum(value), "[0, 1)" },
        { "dampening", value => _ = new Momentum(0.9, dampening: value), "[0, 1]" },
        { "learningRate", value => _ = new ScaleByLearningRate(value), "[0, ∞)" },
        { "beta1", value => _ = new ScaleByAdam(beta1: value), "[0, 1)" },
        { "beta2", value => _ = new ScaleByAmsGrad(beta2: value), "[0, 1)" },
        { "epsilon", value => _ = new ScaleByAdaMax(epsilon: value), "[0, ∞)" },
        { "alpha", value => _ = new ScaleByRmsProp(alpha: value), "[0, 1)" },
        { "epsilon", value => _ = new ScaleByRmsProp(epsilon: value), "[0, ∞)" },
        { "epsilon", value => _ = new ScaleByAdagrad(epsilon: value), "[0, ∞)" },
        { "initialAccumulator", value => _ = new ScaleByAdagrad(initialAccumulator: value), "[0, ∞)" },
        { "rho", value => _ = new ScaleByAdadelta(rho: value), "[0, 1)" },
        { "epsilon", value => _ = new ScaleByAdadelta(epsilon: value), "[0, ∞)" },
        { "momentumDecay", value => _ = new ScaleByNAdam(momentumDecay: value), "[0, ∞)" },
        { "initialAccumulator", value => _ = new ScaleByYogi(initialAccumulator: value), "[0, ∞)" },
        { "beta1", value => _ = new ScaleByLion(beta1: value), "[0, 1)" },
        { "beta2", value => _ = new ScaleByLion(beta2: value), "[0, 1)" },
        { "l2", value => _ = Optimizers.Adam(l2: value), "[0, ∞)" },
        { "weightDecay", value => _ = Optimizers.Lion(weightDecay: value), "[0, ∞)" },
        { "factor", value => _ = new StepDrops([1], value), "[0, ∞)" },
        { "factor", value => _ = new FractionDrops([0.5], value), "[0, ∞)" },
        { "floor", value => _ = new CosineSchedule(value), "[0, 1]" },
        { "rate", value => _ = new InverseTimeDecay(value), "[0, ∞)" },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void The_catalog_refuses_what_is_out_of_range(string name, string key, double value)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => OptimizerCatalog.Find(name)!.Build(new Dictionary<string, double> { [key] = value }));

        Assert.Equal(key, error.ParamName);
        Assert.Contains(value.ToString(CultureInfo.InvariantCulture), error.Message);
        Assert.Contains("must lie in [0, ", error.Message);
    }

    [Theory]
    [MemberData(nameof(Constructors))]
    public void A_rule_refuses_what_is_out_of_range(string parameter, Action<double> make, string range)
    {
        foreach (var value in (double[])[
            double.NaN, double.NegativeInfinity, -0.5, double.PositiveInfinity,
            .. range.EndsWith("1)", StringComparison.Ordinal) ? (double[])[1.0] : []])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => make(value));
            Assert.Equal(parameter, error.ParamName);
            Assert.StartsWith($"{parameter} = {value.ToString(CultureInfo.InvariantCulture)} must lie in {range}.", error.Message);
        }

        make(0);
    }

    [Fact]
    public void Settings_that_contradict_each_other_are_refused()
    {
        Assert.Equal("nesterov", Assert.Throws<ArgumentException>(() => new Momentum(0.9, nesterov: true, dampening: 0.1)).ParamName);
        Assert.Equal("nesterov", Assert.Throws<ArgumentException>(() => new Momentum(0, nesterov: true)).ParamName);
        Assert.Contains("no setting 'beta1'; it has lr, momentum", Assert.Throws<ArgumentException>(
            () => OptimizerCatalog.Find("sgd")!.Build(new Dictionary<string, double> { ["beta1"] = 0.9 })).Message);
    }

    /// <summary>The defaults stand twice, as C# arguments and in the table that files and help use: they must agree.</summary>
    [Fact]
    public void The_catalogs_defaults_are_those_of_the_named_optimizers()
    {
        Chain[] chains =
        [
            Optimizers.Sgd(), Optimizers.Adam(), Optimizers.AmsGrad(), Optimizers.AdaMax(), Optimizers.RmsProp(), Optimizers.Adagrad(),
            Optimizers.Adadelta(), Optimizers.NAdam(), Optimizers.RAdam(), Optimizers.AdaBelief(), Optimizers.Yogi(), Optimizers.Lion(),
            Optimizers.AdamW(),
        ];

        Assert.Equal(chains, OptimizerCatalog.All.Select(optimizer => optimizer.Build(new Dictionary<string, double>())));
    }

    /// <summary>PROTOCOL: the paper's base settings, Table 1.</summary>
    [Fact]
    public void The_defaults_are_the_papers_settings()
    {
        Assert.Equal("Momentum(mu: 0.9, nesterov: false, dampening: 0) → ScaleByLearningRate(0.1)", Optimizers.Sgd().ToString());
        Assert.Equal("ScaleByAdam(beta1: 0.9, beta2: 0.99, epsilon: 1E-08) → ScaleByLearningRate(0.001)", Optimizers.Adam().ToString());
        Assert.Equal(
            "ScaleByAmsGrad(beta1: 0.9, beta2: 0.99, epsilon: 1E-08) → ScaleByLearningRate(0.001)", Optimizers.AmsGrad().ToString());
        Assert.Equal(
            "ScaleByAdaMax(beta1: 0.9, beta2: 0.999, epsilon: 1E-08) → ScaleByLearningRate(0.002)", Optimizers.AdaMax().ToString());
        Assert.Equal(
            "ScaleByRmsProp(alpha: 0.99, epsilon: 1E-08, centered: false) → ScaleByLearningRate(0.001)", Optimizers.RmsProp().ToString());
        Assert.Equal("ScaleByAdagrad(epsilon: 1E-10, initialAccumulator: 0) → ScaleByLearningRate(0.01)", Optimizers.Adagrad().ToString());
        Assert.Equal("ScaleByAdadelta(rho: 0.9, epsilon: 1E-06)", Optimizers.Adadelta().ToString());
    }
}
