using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>A kind of study: reads its files, runs its trials and, where a project that knows pages adds that, reports on them.</summary>
/// <remarks>Registered as one object in a <see cref="Registry"/>; nothing outside its own files asks which kind a study is.</remarks>
public interface IStudyKind
{
    /// <summary>Its name: the value of <c>kind</c> in a study file, such as <c>training</c>.</summary>
    string Name { get; }

    /// <summary>
    /// The sections that a file of this kind can have, besides <c>study</c>, <c>kind</c>, <c>question</c> and <c>profiles</c>.
    /// </summary>
    ImmutableArray<string> Sections { get; }

    /// <summary>
    /// Whether each trial is long enough for a process of its own, or for a task of a cluster's: an <see cref="ITrialExecutor"/> runs
    /// those.
    /// </summary>
    bool RunsInProcesses { get; }

    /// <summary>Reads a study at one of its profiles.</summary>
    /// <param name="source">The file, the profile and the registry that gives names their meaning.</param>
    /// <exception cref="InputException">A key, type, value or combination cannot be used.</exception>
    IStudy Read(StudySource source);

    /// <summary>Refuses what no profile of a study by itself shows to be wrong.</summary>
    /// <param name="map">The file.</param>
    /// <param name="profiles">The study at each of its profiles.</param>
    /// <exception cref="InputException">Something in the file is meant by no profile.</exception>
    void RequireConsistent(YamlMap map, IReadOnlyList<IStudy> profiles)
    {
    }

    /// <summary>Runs trials and writes a record for each.</summary>
    /// <param name="run">The trials, where their records go, and what runs them.</param>
    /// <returns>The records.</returns>
    IReadOnlyCollection<TrialRecord> Run(StudyRun run);

    /// <summary>Reads a trial from what its record says of it, where <see cref="RunsInProcesses"/>.</summary>
    /// <param name="registry">What names in the specification mean.</param>
    /// <param name="specification">The specification of a trial of this kind.</param>
    /// <exception cref="FormatException">It describes no such trial; the message says why.</exception>
    IStudyTrial ReadTrial(Registry registry, TrialSpecification specification) => throw NoProcesses();

    /// <summary>
    /// Runs trials in this process, where <see cref="RunsInProcesses"/>: an executor asks for it, here or in another process.
    /// </summary>
    /// <param name="run">The trials, and what they are run with.</param>
    /// <returns>Their records, which have been written; null for a trial that another process is running.</returns>
    /// <exception cref="InputException">A trial cannot be run as it is.</exception>
    /// <exception cref="TrialStoppedException">They were asked to end, and left checkpoints.</exception>
    IReadOnlyList<TrialRecord?> RunHere(TrialRun run) => throw NoProcesses();

    /// <summary>
    /// Writes, into a trial's folder, the file in which TensorBoard finds a record's curves; null where records of this kind have none.
    /// </summary>
    Action<string, TrialRecord>? WriteEvents => null;

    private NotSupportedException NoProcesses() => new($"Trials of kind '{Name}' are not run in processes of their own.");
}

/// <summary>A study file at a profile.</summary>
/// <param name="Registry">The meaning of names in the file.</param>
/// <param name="Map">The file.</param>
/// <param name="Profiles">Its section <c>profiles</c>.</param>
/// <param name="Profile">The name of the profile that is read.</param>
/// <param name="Name">The study's name.</param>
/// <param name="Question">The question that it answers.</param>
public sealed record StudySource(Registry Registry, YamlMap Map, YamlMap Profiles, string Profile, string Name, string Question);

/// <summary>Trials to be run, with run store, executor and progress.</summary>
/// <param name="Study">The study.</param>
/// <param name="Trials">Those of its trials that are to be run, no two alike.</param>
/// <param name="Store">Takes the records.</param>
/// <param name="Environment">The program and libraries of this process, for records.</param>
/// <param name="Jobs">The largest number of trials that run at a time, at least 1.</param>
/// <param name="Executor">Runs trials that are long enough for it.</param>
/// <param name="Progress">Takes the trials' progress, from any thread.</param>
/// <param name="End">Asks for an end before all trials are done.</param>
public sealed record StudyRun(
    IStudy Study,
    ImmutableArray<IStudyTrial> Trials,
    RunStore Store,
    RunEnvironment Environment,
    int Jobs,
    ITrialExecutor Executor,
    IProgress<TrialProgress> Progress,
    CancellationToken End);

/// <summary>Runs trials that are long enough for processes of their own, somewhere: in this process, in others, on a cluster.</summary>
/// <remarks>The executors of this project run trainings.</remarks>
public interface ITrialExecutor
{
    /// <summary>Runs trials, and writes a record for each as soon as there is one.</summary>
    /// <param name="run">The trials.</param>
    /// <returns>Their records: a trial that failed has one that says why.</returns>
    /// <exception cref="OperationCanceledException">It was asked to end before all were done; what was not completed has left a
    /// checkpoint.</exception>
    /// <exception cref="IOException">A record cannot be written.</exception>
    IReadOnlyCollection<TrialRecord> Run(StudyRun run);
}
