using static TorchSharp.torch;

namespace OptimizerDynamics.Testing;

/// <summary>How far an interpreter is from TorchSharp's own optimizer, in half units in the last place of the largest magnitude that a
/// parameter has had.</summary>
/// <remarks>
/// Two views, because L2 feeds θ back into its own gradient: an adaptive rule turns even the last bit of a parameter near 0 into a
/// step of full length, and two right programs part company there. So whole runs are compared without L2, and with L2 each step is taken
/// from TorchSharp's own θ, while the moments stay ours.
/// </remarks>
internal static class RunParity
{
    /// <summary>Half a unit in the last place of 1.</summary>
    public static double HalfUlp(ScalarType dtype) => dtype == ScalarType.Float64 ? Math.ScaleB(1, -53) : Math.ScaleB(1, -24);

    /// <summary>A trial whose numbers the element type holds exactly, so that both start from the same.</summary>
    public static Trial Representable(Trial trial, ScalarType dtype) => dtype == ScalarType.Float64 ? trial : trial with
    {
        Stream = new GradientStream(
            Array.ConvertAll(trial.Stream.Initial, ToSingle), Array.ConvertAll(trial.Stream.Rows, row => Array.ConvertAll(row, ToSingle))),
    };

    public static double WholeRun(Trial trial, string engine, ScalarType dtype, string device)
    {
        var open = Representable(trial with { Optimizer = trial.Optimizer.With("l2", 0) }, dtype);
        if (open.Optimizer.Has("centered"))
            open = open with { Optimizer = open.Optimizer.With("centered", 0) }; // see WellConditioned
        return Numbers.LargestError(TorchSharpRun.Of(open, dtype, device), Run(open, engine, dtype, device)) / HalfUlp(dtype);
    }

    public static double StepByStep(Trial trial, string engine, ScalarType dtype, string device)
    {
        trial = Representable(trial, dtype);
        var theirs = TorchSharpRun.Of(trial, dtype, device);
        using var ours = New(trial, engine, dtype, device);
        var scale = new double[trial.Stream.Dimension];
        var isLost = new bool[trial.Stream.Dimension];
        var uncancelled = trial.Optimizer.Has("beta1") ? new Uncancelled(trial) : null;
        var largest = 0.0;
        for (var step = 0; step < trial.Stream.Steps; step++)
        {
            var theta = ours.Step(theirs[step], trial.Stream.Rows[step]);
            var isWellConditioned = WellConditioned(ours, trial.Optimizer.Chain);
            uncancelled?.Add(theirs[step], trial.Stream.Rows[step]);
            for (var i = 0; i < theta.Length; i++)
            {
                isLost[i] |= Cancels(trial, step, theirs[step][i], i) || !isWellConditioned(i);
                if (isLost[i])
                    continue;
                var expected = theirs[step + 1][i];
                scale[i] = Math.Max(scale[i], Math.Max(Math.Abs(theirs[step][i]), Math.Abs(expected)));
                if (uncancelled is not null)
                    scale[i] = Math.Max(scale[i], Math.Abs(expected - theirs[step][i]) * uncancelled.Factor(i));
                var error = theta[i] == expected ? 0 : Math.Abs(theta[i] - expected) / scale[i];
                largest = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(largest, error);
            }
        }

        return largest / HalfUlp(dtype);
    }

    /// <summary>How much of a first moment cancelled: (β₁-average of |g + λθ|) / |β₁-average of g + λθ|, at least 1.</summary>
    /// <remarks>
    /// The rounding of a step is a few units in the last place of the length it would have had if nothing had cancelled. Mostly a parameter
    /// has made a step of that length before. Not so while a schedule warms up, and not in RAdam's first steps, which are in the gradient's
    /// unit while ρₜ ≤ 5:
    /// where θ begins at 0 and m cancels just when steps become long, that step is the largest magnitude θ has had and yet mostly rounding.
    /// Found by RAdam, start 0 and gradients near 1e-9 with β₁ = 0.5: m loses a factor of 190, and the first rectified step differs by 119
    /// half units of itself.
    /// </remarks>
    private sealed class Uncancelled(Trial trial)
    {
        private readonly double[] _average = new double[trial.Stream.Dimension];
        private readonly double[] _ofMagnitudes = new double[trial.Stream.Dimension];

        public void Add(double[] theta, double[] gradients)
        {
            var beta = trial.Optimizer["beta1"];
            for (var i = 0; i < theta.Length; i++)
            {
                var decay = trial.Optimizer["l2"] * theta[i];
                _average[i] = beta * _average[i] + (1 - beta) * (gradients[i] + decay);
                _ofMagnitudes[i] = beta * _ofMagnitudes[i] + (1 - beta) * (Math.Abs(gradients[i]) + Math.Abs(decay));
            }
        }

        public double Factor(int element) => _average[element] == 0 ? 1 : _ofMagnitudes[element] / Math.Abs(_average[element]);
    }

    private static double[][] Run(Trial trial, string engine, ScalarType dtype, string device)
    {
        using var optimizer = New(trial, engine, dtype, device);
        var rows = new List<double[]> { trial.Stream.Initial };
        foreach (var gradients in trial.Stream.Rows)
            rows.Add(optimizer.Step(rows[^1], gradients));
        return [.. rows];
    }

    private static Engine New(Trial trial, string engine, ScalarType dtype, string device) =>
        Engine.Create(
            engine, dtype, device, trial.Optimizer.Chain, ParameterLayout.Vector(trial.Stream.Dimension), Math.Max(1, trial.Stream.Steps));

    private static double ToSingle(double value) => (float)value;

    /// <summary>
    /// Where loss gradient and λθ cancel, what is left is rounding, and an adaptive rule magnifies it to a full step. A parameter is given
    /// up from the first step on at which more than 1.3 of the digits (a factor of 20) go that way.
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
    private static Func<int, bool> WellConditioned(Engine engine, Chain chain)
    {
        for (var place = 0; place < chain.Count; place++)
        {
            if (chain[place] is ScaleByRmsProp { Centered: true })
            {
                var (v, a) = (engine.State(place, "v"), engine.State(place, "a"));
                return element => v[element] - a[element] * a[element] >= 0.1 * v[element];
            }
        }

        return _ => true;
    }
}
