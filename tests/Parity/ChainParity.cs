using System.Globalization;
using static TorchSharp.torch;

namespace OptimizerDynamics.Testing;

/// <summary>How far the tensor interpreter is from the CPU interpreter, on any chain.</summary>
/// <remarks>
/// <para>Each step starts from the same parameters and the same state in both. What rounding may do to the result depends on the chain:
/// where digits cancel and an adaptive rule then divides by what is left, one last bit becomes a whole step, in a right program too. So the
/// error is measured in units of what the chain itself makes of rounding: the CPU interpreter also takes the step from inputs whose
/// last bits were changed, and the unit is the spread of those results for a change of half a unit in the last place, plus half a unit in
/// the last place of the result.</para>
/// <para>The λ of rules that add or subtract a constant is such an input, too: an adaptive rule makes nearly the same step of every
/// gradient, so that changed gradients alone do not show how few digits are left where a soft threshold takes nearly all of that step
/// away (467 units in one of 36,000 chains, before λ was changed with the others).</para>
/// <para>An error of n such units says: the tensor interpreter returns what the reference would return for inputs that differ in the last n
/// half units, to n half units. That is what numerical analysis calls stable.</para>
/// </remarks>
internal sealed class ChainParity
{
    /// <summary>
    /// Results of the reference from changed inputs; and where they leave the tensor interpreter alone with its result, many more.
    /// </summary>
    private const int Neighbours = 12, MoreNeighbours = 300;

    /// <summary>An error above this is looked at a second time, with more neighbours: twelve all on one side of a threshold are rare, but
    /// there are many steps.</summary>
    private const double Suspicious = 15;

    /// <summary>
    /// By how many half units inputs are changed: more than rounding is within a rule, so that no threshold near it is missed.
    /// </summary>
    private const double Change = 32;

    private readonly ChainTrial _trial;
    private readonly ScalarType _dtype;
    private readonly double _halfUlp, _smallest, _largest;
    private readonly (int Rule, string Name)[] _places;
    private readonly Draw _draw = new(1);

    private ChainParity(ChainTrial trial, ScalarType dtype)
    {
        (_trial, _dtype, _halfUlp) = (trial, dtype, RunParity.HalfUlp(dtype));
        (_smallest, _largest) = dtype == ScalarType.Float32 ? (float.Epsilon, float.MaxValue) : (double.Epsilon, double.MaxValue);
        _places = [.. trial.Chain.SelectMany((rule, place) => rule.Vectors.Select(vector => (place, vector.Name)))];
    }

    /// <summary>The largest error of any step, over parameters and state, and where it is.</summary>
    public static (double Error, string Where) LargestError(ChainTrial trial, ScalarType dtype, string device) =>
        new ChainParity(trial, dtype).LargestError(device);

    private (double Error, string Where) LargestError(string device)
    {
        using var reference = New("cpu", "cpu");
        using var tensors = New("tensor", device);
        var neighbours = Many(Neighbours);
        var theta = Array.ConvertAll(_trial.Stream.Initial, Held);
        var largest = (Error: 0.0, Where: "");
        for (var step = 1; step <= _trial.Stream.Steps; step++)
        {
            var gradients = Array.ConvertAll(_trial.Stream.Rows[step - 1], Held);
            var before = State(reference, theta);
            SetState(tensors, before);
            var found = State(tensors, tensors.Step(theta, gradients));
            var around = Around(neighbours, before, gradients);
            theta = reference.Step(theta, gradients);
            var expected = State(reference, theta);
            var error = LargestError(expected, found, before, around);
            if (error.Error > Suspicious)
            {
                var more = Many(MoreNeighbours);
                Array.ForEach(more, neighbour => Advance(neighbour, step - 1));
                error = LargestError(expected, found, before, [.. around, .. Around(more, before, gradients)]);
            }

            if (error.Error > largest.Error)
                largest = (error.Error, $"in step {step}, {error.Where}");
        }

        return largest;
    }

    private Engine New(string name, string device, Chain? chain = null) =>
        Engine.Create(name, _dtype, device, chain ?? _trial.Chain, _trial.Layout, _trial.Stream.Steps, _trial.BlockLength);

    /// <summary>Interpreters of the reference with neighbouring constants.</summary>
    private Engine[] Many(int count) => [.. Enumerable.Range(0, count).Select(_ => New("cpu", "cpu", Neighbour()))];

    /// <summary>
    /// Takes steps to any parameters and state: only their number, which schedules and corrections of bias know, is kept.
    /// </summary>
    private void Advance(Engine engine, int steps)
    {
        for (var step = 0; step < steps; step++)
            engine.Step(_trial.Stream.Initial, _trial.Stream.Rows[step]);
    }

    private Chain Neighbour() => Chain.Create([.. _trial.Rules.Select(rule => rule switch
    {
        AddSign sign => new AddSign(Changed(sign.Lambda), sign.Kinds),
        SoftThreshold threshold => new SoftThreshold(Changed(threshold.Lambda), threshold.Kinds, threshold.Schedule),
        _ => rule,
    })]);

    private double Held(double value) => _dtype == ScalarType.Float32 ? (float)value : value;

    private double Changed(double value) =>
        Held(value * (1 + _draw.Uniform(-Change, Change) * _halfUlp) + _draw.Uniform(-Change, Change) / 2 * _smallest);

    /// <summary>Parameters and state after a step from changed parameters, state and gradients.</summary>
    private double[][][] Around(Engine[] neighbours, double[][] before, double[] gradients) => Array.ConvertAll(neighbours, neighbour =>
    {
        var changed = Array.ConvertAll(before, vector => Array.ConvertAll(vector, Changed));
        SetState(neighbour, changed);
        return State(neighbour, neighbour.Step(changed[0], Array.ConvertAll(gradients, Changed)));
    });

    private double[][] State(Engine engine, double[] parameters) =>
        [parameters, .. _places.Select(place => engine.State(place.Rule, place.Name))];

    private void SetState(Engine engine, double[][] state)
    {
        foreach (var (place, values) in _places.Zip(state.Skip(1)))
            engine.SetState(place.Rule, place.Name, values);
    }

    private (double Error, string Where) LargestError(double[][] expected, double[][] found, double[][] before, double[][][] around)
    {
        var largest = (Error: 0.0, Where: "");
        for (var i = 0; i < expected.Length; i++)
        {
            for (var j = 0; j < expected[i].Length; j++)
            {
                if (Overflows(j))
                    continue;
                var neighbours = Array.ConvertAll(around, results => results[i][j]);
                var error = Error(expected[i][j], found[i][j], before[i][j], neighbours);
                if (error <= largest.Error)
                    continue;
                var what = i == 0 ? "the parameters" : $"'{_places[i - 1].Name}' of rule {_places[i - 1].Rule}";
                largest = (
                    error,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"element {j} of {what}: {before[i][j]} before, expected {expected[i][j]}, found {found[i][j]}; around it "
                            + $"{neighbours.Min()} to {neighbours.Max()}"));
            }
        }

        return largest;

        // Near the largest number a square or a difference on the way may overflow in one order of operations and not in the other, and
        // whatever is divided by it is 0 here and not there. What becomes of infinities and NaN is tested in TensorOptimizerTests.
        bool Overflows(int element) => Enumerable.Range(0, expected.Length).Any(i =>
            !(Math.Max(Math.Abs(expected[i][element]), Math.Abs(before[i][element])) <= _largest / 8));
    }

    private double Error(double expected, double found, double was, double[] around)
    {
        if (found.Equals(expected))
            return 0;
        if (!Array.TrueForAll(around, double.IsFinite))
            return 0; // on the edge between a number and none, such as the root of what is left of a difference: either answer is right
        var unit =
            around.Max(result => Math.Abs(result - expected)) / Change + _halfUlp * Math.Max(Math.Abs(expected), Math.Abs(was)) + _smallest;
        var error = Math.Abs(found - expected) / unit;
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }
}
