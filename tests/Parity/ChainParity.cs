using static TorchSharp.torch;

namespace OptimizerDynamics.Testing;

/// <summary>How far the tensor interpreter is from the reference interpreter, on any chain.</summary>
/// <remarks>
/// <para>Each step starts from the same parameters and the same state in both. What rounding may do to the result depends on the chain: where
/// digits cancel and an adaptive rule then divides by what is left, one last bit becomes a whole step, in a right program too. So the
/// error is measured in units of what the chain itself makes of rounding: the reference interpreter also takes the step from inputs whose
/// last bits were changed, and the unit is the spread of those results for a change of half a unit in the last place, plus half a unit in
/// the last place of the result.</para>
/// <para>An error of n such units says: the tensor interpreter returns what the reference would return for inputs that differ in the last n
/// half units, to n half units. That is what numerical analysis calls stable.</para>
/// </remarks>
internal static class ChainParity
{
    /// <summary>Results of the reference from changed inputs; with twelve of them it takes bad luck of about 2⁻¹² for a change of sign to be missed.</summary>
    private const int Neighbours = 12;

    /// <summary>By how many half units inputs are changed: more than rounding is within a rule, so that no threshold near it is missed.</summary>
    private const double Change = 32;

    /// <summary>The largest error of any step, over parameters and state.</summary>
    public static double LargestError(ChainTrial trial, ScalarType dtype, string device)
    {
        var halfUlp = RunParity.HalfUlp(dtype);
        var draw = new Draw(trial.Stream.Steps);
        using var reference = New("reference", "cpu");
        using var tensors = New("tensor", device);
        var neighbours = Enumerable.Range(0, Neighbours).Select(_ => New("reference", "cpu")).ToArray();
        var theta = Array.ConvertAll(trial.Stream.Initial, Held);
        var largest = 0.0;
        foreach (var row in trial.Stream.Rows)
        {
            var gradients = Array.ConvertAll(row, Held);
            var before = State(reference, theta);
            SetState(tensors, before);
            var found = State(tensors, tensors.Step(theta, gradients));
            var spread = Array.ConvertAll(neighbours, neighbour =>
            {
                SetState(neighbour, Array.ConvertAll(before, vector => Array.ConvertAll(vector, Changed)));
                return State(neighbour, neighbour.Step(Array.ConvertAll(theta, Changed), Array.ConvertAll(gradients, Changed)));
            });
            theta = reference.Step(theta, gradients);
            var expected = State(reference, theta);
            for (var i = 0; i < expected.Length; i++)
            {
                for (var j = 0; j < expected[i].Length; j++)
                    largest = Math.Max(largest, Error(expected[i][j], found[i][j], before[i][j], Array.ConvertAll(spread, results => results[i][j])));
            }
        }

        return largest;

        Engine New(string name, string where) => Engine.Create(name, dtype, where, trial.Chain, trial.Layout, trial.Stream.Steps, trial.BlockLength);

        double Held(double value) => dtype == ScalarType.Float32 ? (float)value : value;

        double Changed(double value) => Held(value * (1 + draw.Uniform(-Change, Change) * halfUlp) + draw.Uniform(-Change, Change) / 2 * Smallest());

        double Smallest() => dtype == ScalarType.Float32 ? float.Epsilon : double.Epsilon;

        double[][] State(Engine engine, double[] parameters) =>
            [parameters, .. Places(trial.Chain).Select(place => engine.State(place.Rule, place.Name))];

        void SetState(Engine engine, double[][] state)
        {
            foreach (var (place, values) in Places(trial.Chain).Zip(state.Skip(1)))
                engine.SetState(place.Rule, place.Name, values);
        }

        double Error(double expected, double found, double was, double[] around)
        {
            if (found.Equals(expected))
                return 0;
            var isAlike = double.IsFinite(expected) ? Array.TrueForAll(around, double.IsFinite) : Array.TrueForAll(around, result => result.Equals(expected));
            if (!isAlike)
                return 0; // on the edge between a number and none: either answer is right
            var unit = around.Max(result => Math.Abs(result - expected)) / Change + halfUlp * Math.Max(Math.Abs(expected), Math.Abs(was)) + Smallest();
            var error = Math.Abs(found - expected) / unit;
            return double.IsNaN(error) ? double.PositiveInfinity : error;
        }
    }

    private static IEnumerable<(int Rule, string Name)> Places(Chain chain) =>
        chain.SelectMany((rule, place) => rule.Vectors.Select(vector => (place, vector.Name)));
}
