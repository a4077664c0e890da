using System.Globalization;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments.Tests;

/// <summary>An engine that counts instead of training: its loss is one over the step.</summary>
internal sealed class FakeEngine : ITrainingEngine
{
    /// <summary>What happens at each step.</summary>
    public Action<long> AtStep { get; set; } = _ => { };

    /// <summary>How many networks were packed together, for each pack.</summary>
    public List<int> Packs { get; } = [];

    /// <summary>How many steps were taken in all.</summary>
    public long Steps { get; private set; }

    public RunEnvironment Environment { get; } = RunEnvironment.Of(typeof(FakeEngine).Assembly);

    public int Threads => 3;

    public ITraining Create(TrainingTrial trial) =>
        trial.BatchSize > 20 ? throw new InputException("batchSize: too large") : new Counting(this, trial);

    public IPackedTrainings Pack(IReadOnlyList<ITraining> trainings)
    {
        Packs.Add(trainings.Count);
        return new Pack_(trainings);
    }

    public void Dispose()
    {
        // It holds nothing.
    }

    private sealed class Pack_(IReadOnlyList<ITraining> trainings) : IPackedTrainings
    {
        public void TakeStep()
        {
            foreach (var training in trainings.Where(training => !training.IsCompleted))
                training.TakeStep();
        }

        public void Dispose()
        {
            // It holds nothing.
        }
    }

    private sealed class Counting(FakeEngine engine, TrainingTrial trial) : ITraining
    {
        private readonly List<CurvePoint> _curve = [PointOf(0)];
        private long _done;

        public IReadOnlyList<string> Layers => ["C1"];

        public TrialSteps Steps => new(_done, trial.Iterations);

        public bool IsCompleted => _done == trial.Iterations;

        public string? Divergence => null;

        public string? Remark => null;

        public IReadOnlyList<CurvePoint> Curve => _curve;

        public void TakeStep()
        {
            engine.Steps++;
            _curve.Add(PointOf(++_done));
            engine.AtStep(_done);
        }

        public void SaveState(Stream destination)
        {
            using var writer = new StreamWriter(destination, leaveOpen: true);
            writer.Write(_done.ToString(CultureInfo.InvariantCulture));
        }

        public void LoadState(Stream source)
        {
            _done = long.Parse(new StreamReader(source).ReadToEnd(), CultureInfo.InvariantCulture);
            _curve.AddRange(Enumerable.Range(1, (int)_done).Select(step => PointOf(step)));
        }

        public TrainingResult Measure() => MadeUp.Result([.. _curve]);

        public void Dispose()
        {
            // It holds nothing.
        }

        private static CurvePoint PointOf(long step) =>
            CurvePoint.Of(step, step == 0 ? double.NaN : 1.0 / step, step == 0 ? double.NaN : 0.5, [[1.0, 1e-4]], [[0.0, 0.1]]);
    }
}
