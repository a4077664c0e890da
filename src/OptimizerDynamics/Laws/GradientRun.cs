namespace OptimizerDynamics;

/// <summary>A run that an optimizer can be put to: where the parameters start, and the gradients that they meet.</summary>
/// <param name="Initial">θ₀, one number a parameter; at least one.</param>
/// <param name="Gradients">gₜ for each step, as long as <paramref name="Initial"/> each; at least two steps.</param>
public sealed record GradientRun(double[] Initial, double[][] Gradients)
{
    private const int MostParameters = 40, FewestSteps = 2, MostSteps = 60;

    /// <summary>
    /// A random run: 1 to 40 parameters from N(0, 1), 2 to 60 steps, gradients of N(0, s²) with s from 1e-4 to 1e2 for each parameter. One
    /// in three parameters is selective: its gradient is 0 in nine steps of ten.
    /// </summary>
    /// <param name="seed">The seed.</param>
    /// <param name="index">Which of the seed's runs.</param>
    public static GradientRun Random(ulong seed, ulong index)
    {
        var random = new CounterRandom(seed, index);
        var next = 0ul;
        int Whole(int least, int most) => least + (int)(random.At(next++).Uniform * (most - least + 1));
        var (parameters, steps) = (Whole(1, MostParameters), Whole(FewestSteps, MostSteps));
        var scales = new double[parameters];
        var isSelective = new bool[parameters];
        var initial = new double[parameters];
        for (var i = 0; i < parameters; i++)
        {
            initial[i] = random.At(next++).Normal;
            scales[i] = PortableMath.Pow(10, -4 + 6 * random.At(next++).Uniform);
            isSelective[i] = Whole(1, 3) == 1;
        }

        var gradients = new double[steps][];
        for (var step = 0; step < steps; step++)
        {
            gradients[step] = new double[parameters];
            for (var i = 0; i < parameters; i++)
            {
                var (uniform, normal) = random.At(next++);
                gradients[step][i] = isSelective[i] && uniform < 0.9 ? 0 : scales[i] * normal;
            }
        }

        return new GradientRun(initial, gradients);
    }

    /// <summary>The run of one parameter, alone.</summary>
    /// <param name="index">Which.</param>
    public GradientRun Alone(int index) =>
        new([Initial[index]], Array.ConvertAll(Gradients, row => new[] { row[index] }));
}
