namespace OptimizerDynamics.Tests;

/// <summary>
/// Every rule against steps computed outside this program: from the articles' formulas (PyTorch's form where they differ), in 40-digit
/// decimal arithmetic. θ starts at 1 and α is 0.1 throughout, so that each case can be followed with pencil and paper.
/// </summary>
public sealed class HandVectorTests
{
    /// <summary>A case: the rules, the gradients, and θ after each step.</summary>
    /// <remarks>
    /// Adam, for instance (β₁ = 0.5, β₂ = 0.75, ε = 0.01), meets 1, −2, 0.5, 0:
    /// m = 0.5, −0.75, −0.125, −0.0625 and v = 0.25, 1.1875, 0.953125, 0.71484375;
    /// the first step is 0.1·(0.5/0.5)/(√(0.25/0.25) + 0.01) = 0.1/1.01, so θ₁ = 1 − 0.099009900… .
    /// </remarks>
    public static TheoryData<string, Chain, double[], double[]> Cases => new()
    {
        { "plain gradient descent", [], [1, -2, 0.5, 0], [0.9, 1.1, 1.05, 1.05] },
        { "heavy ball", [new Momentum(0.5)], [1, -2, 0.5, 0], [0.9, 1.05, 1.075, 1.0875] },
        { "heavy ball, dampened", [new Momentum(0.5, dampening: 0.25)], [1, -2, 0.5, 0], [0.9, 1.0, 1.0125, 1.01875] },
        { "Nesterov", [new Momentum(0.5, nesterov: true)], [1, -2, 0.5, 0], [0.85, 1.125, 1.0875, 1.09375] },
        {
            "Adam", [new ScaleByAdam(0.5, 0.75, 0.01)], [1, -2, 0.5, 0],
            [0.9009900990099009901, 0.9613215985634150453, 0.97236158765897817462, 0.97881777159939990182]
        },
        {
            "AMSGrad", [new ScaleByAmsGrad(0.5, 0.75, 0.01)], [1, -2, 0.5, 0],
            [0.9009900990099009901, 0.9613215985634150453, 0.97122025609848139687, 0.97624030937771986001]
        },
        {
            "AdaMax", [new ScaleByAdaMax(0.5, 0.75, 0.01)], [1, -2, 0.5, 0],
            [0.9009900990099009901, 0.95074134279099551746, 0.96021777017787066553, 0.96611421388525964655]
        },
        {
            "RMSProp", [new ScaleByRmsProp(0.75, 0.01)], [1, -2, 0.5, 0],
            [0.80392156862745098039, 0.9857852600347557451, 0.93508977935542772121, 0.93508977935542772121]
        },
        {
            "RMSProp, centred", [new ScaleByRmsProp(0.75, 0.01, centered: true)], [1, -2, 0.5, 0],
            [0.77427283783766311452, 0.96403411300544987364, 0.91302073732321786507, 0.91302073732321786507]
        },
        {
            "RMSProp with momentum", [new ScaleByRmsProp(0.75, 0.01), new Momentum(0.5)], [1, -2, 0.5, 0],
            [0.80392156862745098039, 0.88774604434848123529, 0.87896280152966833886, 0.87457118012026189064]
        },
        {
            "Adagrad", [new ScaleByAdagrad(0.01)], [1, -2, 0.5, 0],
            [0.9009900990099009901, 0.99003459899989237778, 0.96830763422458313377, 0.96830763422458313377]
        },
        {
            "Adagrad, s₀ = 0.5, decaying", [new ScaleByAdagrad(0.01, 0.5), new ScaleBySchedule(new InverseTimeDecay(0.25))],
            [1, -2, 0.5, 0], [0.91901160934785058677, 0.98694616466446986427, 0.97310293398998648328, 0.97310293398998648328]
        },
        {
            "Adadelta", [new ScaleByAdadelta(0.75, 0.01)], [1, -2, 0.5, 0],
            [0.98038838648618159681, 1.00598547962450191645, 0.99664766108895437176, 0.99664766108895437176]
        },
        {
            "NAdam, ψ = 1", [new ScaleByNAdam(0.5, 0.75, 0.01, 1)], [1, -2, 0.5, 0],
            [0.88663750492119361113, 0.99428067523953823735, 0.96865321305894403395, 0.97044874289412620646]
        },
        // With β₂ = 0.9 ρ is 1, 1.9, 2.8, 3.7, 4.6 (momentum alone), and passes 5 at the sixth step.
        {
            "RAdam", [new ScaleByRAdam(0.5, 0.9, 0.01)], [1, -2, 0.5, 0, 1, -1, 2, 0.25],
            [
                0.9, 1.0, 1.01428571428571428571, 1.02095238095238095238, 0.97256528417818740399, 0.97895357243432482675,
                0.95693262113890167569, 0.93852418900173153676]
        },
        {
            "AdaBelief", [new ScaleByAdaBelief(0.5, 0.75, 0.01)], [1, -2, 0.5, 0],
            [0.81769007219266974711, 0.91479593840274350093, 0.9308259647103230542, 0.94004499390096816984]
        },
        {
            "Yogi, v₀ = 0.25", [new ScaleByYogi(0.5, 0.75, 0.01, 0.25)], [1, -2, 0.5, 0],
            [0.92978581117190384275, 0.98350188371075172774, 0.99250438995801528796, 0.99707021488735278649]
        },
        { "Lion", [new ScaleByLion(0.5, 0.75)], [1, -2, 0.5, 0.125, 0], [0.9, 1.0, 0.9, 0.8, 0.9] },
    };

    /// <summary>λ = 0.25 in the places that it can take: three of L2, two of L1.</summary>
    public static TheoryData<string, Chain, double[]> Decays => new()
    {
        { "SGD with L2", [new AddDecayedWeights(0.25), new ScaleByLearningRate(0.1)], [0.875, 1.053125, 0.976796875, 0.952376953125] },
        { "SGD with WD", [new ScaleByLearningRate(0.1), new AddDecayedWeights(0.25)], [0.65, 0.6875, 0.465625, 0.34921875] },
        {
            "Adam with L2", [new AddDecayedWeights(0.25), new ScaleByAdam(0.5, 0.75, 0.01), new ScaleByLearningRate(0.1)],
            [0.90079365079365079365, 0.94926261455132576904, 0.94206455747188893543, 0.92580372933261786954]
        },
        { "SGD with L1", [new AddSign(0.25), new ScaleByLearningRate(0.1)], [0.875, 1.05, 0.975, 0.95] },
        { "SGD with proximal L1", [new ScaleByLearningRate(0.1), new SoftThreshold(0.25)], [0.65, 0.6, 0.3, 0.05] },
        {
            "Adam with L1", [new AddSign(0.25), new ScaleByAdam(0.5, 0.75, 0.01), new ScaleByLearningRate(0.1)],
            [0.90079365079365079365, 0.94870105155792422732, 0.94033990769499650232, 0.92260638190318889444]
        },
        {
            "Adam with proximal L1", [new ScaleByAdam(0.5, 0.75, 0.01), new ScaleByLearningRate(0.1), new SoftThreshold(0.25)],
            [0.65099009900990099009, 0.46132159856341504529, 0.22236158765897817461, 0]
        },
        {
            "AdamW", [new ScaleByAdam(0.5, 0.75, 0.01), new AddDecayedWeights(0.25), new ScaleByLearningRate(0.1)],
            [0.8759900990099009901, 0.91442184608816752055, 0.90260128903152646185, 0.88649244074616002751]
        },
        {
            "Adam with WD", [new ScaleByAdam(0.5, 0.75, 0.01), new ScaleByLearningRate(0.1), new AddDecayedWeights(0.25)],
            [0.6509900990099009901, 0.54857407381093979777, 0.42247054445376797765, 0.32330909228074771044]
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_takes_the_steps_computed_by_hand(string name, Chain direction, double[] gradients, double[] expected) =>
        Follows(name, [.. direction, new ScaleByLearningRate(0.1)], gradients, expected);

    [Theory]
    [MemberData(nameof(Decays))]
    public void Decay_does_what_its_place_in_the_chain_says(string name, Chain chain, double[] expected) =>
        Follows(name, chain, [1, -2, 0.5, 0], expected);

    [Fact]
    public void The_named_optimizers_put_both_decays_where_they_belong()
    {
        var l2 = Optimizers.Adam(0.1, 0.5, 0.75, 0.01, l2: 0.25);
        var weightDecay = Optimizers.Adam(0.1, 0.5, 0.75, 0.01, weightDecay: 0.25);
        var adamW = Optimizers.AdamW(0.1, 0.5, 0.75, 0.01, weightDecay: 0.25);

        Assert.Equal<Chain>([new AddDecayedWeights(0.25), new ScaleByAdam(0.5, 0.75, 0.01), new ScaleByLearningRate(0.1)], l2);
        Assert.Equal<Chain>([new ScaleByAdam(0.5, 0.75, 0.01), new ScaleByLearningRate(0.1), new AddDecayedWeights(0.25)], weightDecay);
        Assert.Equal<Chain>([new ScaleByAdam(0.5, 0.75, 0.01), new AddDecayedWeights(0.25), new ScaleByLearningRate(0.1)], adamW);
    }

    /// <summary>A handful of roundings a step: within 8 units in the last place of 1, where θ is.</summary>
    private static void Follows(string name, Chain chain, double[] gradients, double[] expected)
    {
        const double Tolerance = 8 * 1.1102230246251565e-16;
        var optimizer = new CpuOptimizer<double>(chain, ParameterLayout.Vector(1));
        double[] theta = [1];
        for (var step = 0; step < gradients.Length; step++)
        {
            optimizer.Step(theta, [gradients[step]]);
            Assert.True(
                Math.Abs(theta[0] - expected[step]) <= Tolerance,
                $"{name}, step {step + 1}: expected {expected[step]:R}, found {theta[0]:R}.");
        }
    }
}
