using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>What trains networks for a study: this library loads none, so that whoever composes a program hands one in.</summary>
public interface ITrainingEngine : IDisposable
{
    /// <summary>What records say of the program, its libraries and its device.</summary>
    RunEnvironment Environment { get; }

    /// <summary>How many threads it computes with.</summary>
    int Threads { get; }

    /// <summary>Reads the data of a trial and initializes its network.</summary>
    /// <param name="trial">The trial.</param>
    /// <exception cref="InputException">The trial cannot be run as it is: its data are missing or damaged, or its numbers do not
    /// fit.</exception>
    ITraining Create(TrainingTrial trial);

    /// <summary>Packs trainings into one network. While they are packed, they must not be stepped themselves.</summary>
    /// <param name="trainings">Trainings of this engine: as far as each other, of one architecture, mini-batch size and length.</param>
    /// <exception cref="ArgumentException">They cannot be packed; the message says why.</exception>
    IPackedTrainings Pack(IReadOnlyList<ITraining> trainings);
}

/// <summary>A trial's training, from its initialization or a checkpoint to its result.</summary>
public interface ITraining : IDisposable
{
    /// <summary>The names of the network's feature layers.</summary>
    IReadOnlyList<string> Layers { get; }

    /// <summary>How many steps were taken, and how many there are in all.</summary>
    TrialSteps Steps { get; }

    /// <summary>Whether all steps were taken, or the training has diverged.</summary>
    bool IsCompleted { get; }

    /// <summary>Why it diverged, in a step or as <see cref="Measure"/> shows; null unless it did.</summary>
    string? Divergence { get; }

    /// <summary>What a reader of the results has to know of the data; null when there is nothing.</summary>
    string? Remark { get; }

    /// <summary>What was seen on the way, by iteration.</summary>
    IReadOnlyList<CurvePoint> Curve { get; }

    /// <summary>Takes a step.</summary>
    void TakeStep();

    /// <summary>Writes all that is needed to resume.</summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    void SaveState(Stream destination);

    /// <summary>Resumes where <see cref="SaveState"/> stopped.</summary>
    /// <param name="source">What was written; left open.</param>
    /// <exception cref="CheckpointException">It is the state of another training, or damaged. This one is as it was.</exception>
    void LoadState(Stream source);

    /// <summary>Measures the trained network.</summary>
    /// <returns>The result; null where the training has diverged, which may show only here.</returns>
    TrainingResult? Measure();
}

/// <summary>Several trainings whose networks are packed into one: a step of it is a step of each.</summary>
public interface IPackedTrainings : IDisposable
{
    /// <summary>Takes a step of every training that is not completed.</summary>
    void TakeStep();
}
