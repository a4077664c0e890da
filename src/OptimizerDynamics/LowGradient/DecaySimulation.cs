using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace OptimizerDynamics;

/// <summary>
/// The low-gradient experiment: parameters that an optimizer goes on regularizing after their gradient fell silent, many at a time, each a
/// lane of one vector.
/// </summary>
/// <remarks>
/// Runs any chain by the CPU interpreter, in double. Lanes differ in λ, gradient and seed, and share the optimizer. A lane's numbers do not
/// depend on its neighbours nor on threads: the same lane alone gives the same bits.
/// </remarks>
public sealed class DecaySimulation
{
    private readonly DecayLane[] _lanes;
    private readonly CpuOptimizer<double> _optimizer;
    private readonly double[] _theta, _gradients, _noiseBefore, _noiseAfter, _active;
    private readonly double[] _atTransition, _half, _halfLife, _timeToThreshold;
    private readonly List<(int Seed, int Start, int Length)> _stretches = [];
    private readonly CounterRandom[] _seeds;
    private readonly (double Uniform, double Normal)[] _drawn;
    private readonly long _transition;
    private readonly double _threshold;
    private readonly bool _isSparse;
    private readonly (int Lane, ActiveImageCount Active)[] _batched;
    private readonly int[] _seedOf;

    /// <summary>Prepares a simulation.</summary>
    /// <param name="chain">The optimizer; the λ of its <see cref="AddDecayedWeights"/>, <see cref="AddSign"/> and
    /// <see cref="SoftThreshold"/> is multiplied by each lane's (so write 1 there, or the schedule's or learning rate's factor).</param>
    /// <param name="lanes">At least one; all with the same transition. The simulation is fastest where lanes of the same seed are
    /// neighbours.</param>
    /// <param name="iterations">Length of the run that schedules see, at least 1.</param>
    /// <param name="initialValue">θ before the first iteration; 1 in the paper.</param>
    /// <param name="threshold">The magnitude below which a parameter counts as gone, above 0; 1e-3 is the paper's for γ.</param>
    /// <exception cref="ArgumentException">There is no lane, one has no gradient process, or two have different transitions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public DecaySimulation(Chain chain, IEnumerable<DecayLane> lanes, long iterations, double initialValue = 1, double threshold = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(lanes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(iterations);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        Interval.Finite.Require(initialValue, nameof(initialValue));
        _lanes = [.. lanes];
        Require(_lanes);
        (Iterations, _threshold, _transition) = (iterations, threshold, _lanes[0].Process.Transition);
        _optimizer = new CpuOptimizer<double>(
            Chain.Create([.. chain.Select(ByLane.Of).OfType<UpdateRule>()]),
            ParameterLayout.Vector(_lanes.Length), iterations, new CpuOptions { MaxThreads = 1 });
        foreach (var rule in _optimizer.Rules)
        {
            if (rule.Rule is ByLane regularization)
                Of(lane => regularization.Factor * lane.Lambda).CopyTo(rule.Vectors[0], 0);
        }

        (_noiseBefore, _noiseAfter, _active) =
            (Of(lane => lane.Process.NoiseBefore), Of(lane => lane.Process.NoiseAfter), Of(lane => lane.Process.ActiveFraction));
        _isSparse = Array.Exists(_active, fraction => fraction < 1);
        _batched =
        [
            .. _lanes.Index().Where(lane => lane.Item.Process.BatchSize > 1)
                .Select(lane => (lane.Index, new ActiveImageCount(lane.Item.Process))),
        ];
        _seedOf = new int[_lanes.Length];
        _theta = Of(_ => initialValue);
        _gradients = new double[_lanes.Length];
        (_atTransition, _half) = (Of(_ => double.NaN), new double[_lanes.Length]);
        (_halfLife, _timeToThreshold) = (Of(_ => double.PositiveInfinity), Of(_ => double.PositiveInfinity));
        _seeds = [.. _lanes.Select(lane => lane.Seed).Distinct().Select(seed => new CounterRandom(seed))];
        _drawn = new (double, double)[_seeds.Length];
        FindStretches();
        if (_transition == 0)
            BeginToCount();
    }

    /// <summary>Length of the run that schedules see.</summary>
    public long Iterations { get; }

    /// <summary>Number of iterations simulated.</summary>
    public long Step => _optimizer.StepCount;

    /// <summary>θ of each lane, as it stands.</summary>
    public ReadOnlySpan<double> Parameters => _theta;

    /// <summary>What has become of each lane so far.</summary>
    public DecayOutcome[] Outcomes()
    {
        return
        [
            .. Enumerable.Range(0, _lanes.Length)
            .Select(i => new DecayOutcome(_atTransition[i], Time(_halfLife, i), Time(_timeToThreshold, i), Math.Abs(_theta[i]))),
        ];

        // A lane that diverged did not survive: that it never came below is not known.
        double Time(double[] times, int i) => double.IsFinite(_theta[i]) || double.IsFinite(times[i]) ? times[i] : double.NaN;
    }

    /// <summary>The chain of a named optimizer with a regularization of λ = 1, which lanes then multiply.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="values">Its settings by key, without its regularizations; the defaults, the paper's, hold for what is left
    /// out.</param>
    /// <param name="regularization">What draws θ towards 0, with λ = 1.</param>
    /// <param name="schedule">The schedule multiplier; constant when null.</param>
    /// <exception cref="ArgumentException">The values have a regularization's λ, or cannot be used.</exception>
    public static Chain UnitChain(
        NamedOptimizer optimizer, IReadOnlyDictionary<string, double> values, Regularization regularization, Schedule? schedule = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(values);
        var all = new Dictionary<string, double>(values);
        foreach (var form in Enum.GetValues<Regularization>())
        {
            if (CommonSettings.Of(form)?.Key is not { } key)
                continue;
            if (all.ContainsKey(key))
                throw new ArgumentException($"{key} is the lanes' λ: leave it out.", nameof(values));
            // All are given, because the default of one need not be 0 (AdamW's weight decay).
            if (form == regularization || optimizer.Settings.Any(setting => setting.Key == key))
                all.Add(key, form == regularization ? 1 : 0);
        }

        return optimizer.Build(all, schedule);
    }

    /// <summary>Does iterations.</summary>
    /// <param name="count">The number of iterations, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or goes beyond the run's length.</exception>
    public void Run(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Iterations - Step);
        for (; count > 0; count--)
        {
            Draw(Step);
            _optimizer.Step(_theta, _gradients);
            if (Step == _transition)
                BeginToCount();
            else if (Step > _transition)
                Look(Step - _transition);
        }
    }

    private static void Require(DecayLane[] lanes)
    {
        if (lanes.Length == 0)
            throw new ArgumentException("A simulation needs at least one lane.", nameof(lanes));
        if (Array.Exists(lanes, lane => lane.Process is null))
            throw new ArgumentException("Every lane needs a gradient process.", nameof(lanes));
        if (Array.Exists(lanes, lane => lane.Process.Transition != lanes[0].Process.Transition))
            throw new ArgumentException("All lanes of a simulation have the same transition.", nameof(lanes));
        foreach (var lane in lanes)
            Interval.NonNegative.Require(lane.Lambda, nameof(lane.Lambda));
    }

    private double[] Of(Func<DecayLane, double> value) => Array.ConvertAll(_lanes, lane => value(lane));

    private void FindStretches()
    {
        for (int start = 0, end; start < _lanes.Length; start = end)
        {
            for (end = start + 1; end < _lanes.Length && _lanes[end].Seed == _lanes[start].Seed;)
                end++;
            var seed = _lanes[start].Seed;
            _stretches.Add((Array.FindIndex(_seeds, random => random.Seed == seed), start, end - start));
            _seedOf.AsSpan(start, end - start).Fill(_stretches[^1].Seed);
        }
    }

    /// <summary>The gradients of an iteration: <see cref="GradientProcess.At"/> for each lane.</summary>
    private void Draw(long iteration)
    {
        var noise = iteration < _transition ? _noiseBefore : _noiseAfter;
        for (var i = 0; i < _seeds.Length; i++)
            _drawn[i] = _seeds[i].At((ulong)iteration);
        foreach (var (seed, start, length) in _stretches)
        {
            var (uniform, normal) = _drawn[seed];
            var gradients = _gradients.AsSpan(start, length);
            TensorPrimitives.Multiply(noise.AsSpan(start, length), normal, gradients);
            if (_isSparse && iteration >= _transition)
                Silence(gradients, _active.AsSpan(start, length), uniform);
        }

        foreach (var (lane, active) in _batched)
        {
            var (uniform, normal) = _drawn[_seedOf[lane]];
            _gradients[lane] = _lanes[lane].Process.Drawn(uniform, normal, iteration, active);
        }
    }

    /// <summary>g ← 0 in the lanes that are not active in this iteration: those with p ≤ u.</summary>
    private static void Silence(Span<double> gradients, ReadOnlySpan<double> active, double uniform)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(gradients);
        var fractions = MemoryMarshal.Cast<double, Vector<double>>(active);
        var reached = new Vector<double>(uniform);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = Vector.ConditionalSelect(Vector.LessThan(reached, fractions[i]), vectors[i], Vector<double>.Zero);
        for (var i = vectors.Length * Vector<double>.Count; i < gradients.Length; i++)
        {
            if (uniform >= active[i])
                gradients[i] = 0;
        }
    }

    private void BeginToCount()
    {
        TensorPrimitives.Abs(_theta, _atTransition);
        TensorPrimitives.Multiply(_atTransition, 0.5, _half);
        for (var i = 0; i < _lanes.Length; i++)
        {
            if (_atTransition[i] < _threshold)
                _timeToThreshold[i] = 0;
        }
    }

    /// <summary>Notes the lanes that have come below half, and below the threshold, for the first time.</summary>
    private void Look(long iteration)
    {
        var now = new Vector<double>(iteration);
        var threshold = new Vector<double>(_threshold);
        var theta = MemoryMarshal.Cast<double, Vector<double>>(_theta.AsSpan());
        var half = MemoryMarshal.Cast<double, Vector<double>>(_half.AsSpan());
        var halfLife = MemoryMarshal.Cast<double, Vector<double>>(_halfLife.AsSpan());
        var timeToThreshold = MemoryMarshal.Cast<double, Vector<double>>(_timeToThreshold.AsSpan());
        for (var i = 0; i < theta.Length; i++)
        {
            var magnitude = Vector.Abs(theta[i]);
            halfLife[i] = Vector.ConditionalSelect(Vector.LessThanOrEqual(magnitude, half[i]), Vector.Min(halfLife[i], now), halfLife[i]);
            timeToThreshold[i] =
                Vector.ConditionalSelect(Vector.LessThan(magnitude, threshold), Vector.Min(timeToThreshold[i], now), timeToThreshold[i]);
        }

        for (var i = theta.Length * Vector<double>.Count; i < _theta.Length; i++)
        {
            if (Math.Abs(_theta[i]) <= _half[i])
                _halfLife[i] = Math.Min(_halfLife[i], iteration);
            if (Math.Abs(_theta[i]) < _threshold)
                _timeToThreshold[i] = Math.Min(_timeToThreshold[i], iteration);
        }
    }
}
