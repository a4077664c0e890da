using System.Diagnostics;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Benchmarks;

/// <summary>The seconds that a trial spends in its backend, by what it asks for.</summary>
internal sealed record TrialTimes
{
    /// <summary>In training steps.</summary>
    public double Steps { get; set; }

    /// <summary>In surveys of features: the early one, and the last, which is the evaluation on the training set, too.</summary>
    public double Surveys { get; set; }

    /// <summary>In evaluations on the test set, of the network and of what is pruned of it.</summary>
    public double Evaluations { get; set; }

    /// <summary>In taking the time of inference.</summary>
    public double Timing { get; set; }

    /// <summary>The seconds so far; those that follow count from 0.</summary>
    public TrialTimes Taken()
    {
        var taken = this with { };
        (Steps, Surveys, Evaluations, Timing) = (0, 0, 0, 0);
        return taken;
    }
}

/// <summary>A backend that keeps the time.</summary>
/// <param name="inner">Computes.</param>
/// <param name="times">Receives the times.</param>
internal sealed class TimedBackend(ITrainingBackend inner, TrialTimes times) : ITrainingBackend
{
    public string Name => inner.Name;

    public IBackendNetwork Create(NetworkGraph graph, NetworkInput input) => new TimedNetwork(inner.Create(graph, input), times);

    public ITrainingNetwork CreateForTraining(NetworkGraph graph, NetworkInput input, Chain chain, long iterations) =>
        new TimedTrainingNetwork(inner.CreateForTraining(graph, input, chain, iterations), times);

    private class TimedNetwork(IBackendNetwork inner, TrialTimes times) : IBackendNetwork
    {
        public NetworkGraph Graph => inner.Graph;

        public void Load(ReadOnlySpan<float> parameters, ReadOnlySpan<float> statistics) => inner.Load(parameters, statistics);

        public void Read(Span<float> parameters, Span<float> statistics) => inner.Read(parameters, statistics);

        public double Evaluate(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits)
        {
            var start = Stopwatch.GetTimestamp();
            var loss = inner.Evaluate(pixels, labels, logits);
            times.Evaluations += Stopwatch.GetElapsedTime(start).TotalSeconds;
            return loss;
        }

        public void Observe(ReadOnlySpan<byte> pixels, Span<float> largest, Span<float> means)
        {
            var start = Stopwatch.GetTimestamp();
            inner.Observe(pixels, largest, means);
            times.Surveys += Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        public double Evaluate(
            ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits, Span<float> largest, Span<float> means)
        {
            var start = Stopwatch.GetTimestamp();
            var loss = inner.Evaluate(pixels, labels, logits, largest, means);
            times.Surveys += Stopwatch.GetElapsedTime(start).TotalSeconds;
            return loss;
        }

        public double Time(ReadOnlySpan<byte> pixels)
        {
            var start = Stopwatch.GetTimestamp();
            var seconds = inner.Time(pixels);
            times.Timing += Stopwatch.GetElapsedTime(start).TotalSeconds;
            return seconds;
        }

        public void Dispose() => inner.Dispose();
    }

    private sealed class TimedTrainingNetwork(ITrainingNetwork inner, TrialTimes times) : TimedNetwork(inner, times), ITrainingNetwork
    {
        private readonly ITrainingNetwork _inner = inner;
        private readonly TrialTimes _times = times;

        public double TakeStep(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits)
        {
            var start = Stopwatch.GetTimestamp();
            var loss = _inner.TakeStep(pixels, labels, logits);
            _times.Steps += Stopwatch.GetElapsedTime(start).TotalSeconds;
            return loss;
        }

        public bool MeasureDecay() => _inner.MeasureDecay();

        public void ReadDecay(DecaySums sums) => _inner.ReadDecay(sums);

        public void LoadDecay(DecaySums sums) => _inner.LoadDecay(sums);

        public void SaveOptimizer(Stream destination) => _inner.SaveOptimizer(destination);

        public void LoadOptimizer(Stream source) => _inner.LoadOptimizer(source);
    }
}
