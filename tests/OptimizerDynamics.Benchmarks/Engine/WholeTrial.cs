using System.Diagnostics;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Benchmarks;

/// <summary>A trial of a study, from the first to the last thing that its process does.</summary>
/// <param name="Name">What tells it from the others.</param>
/// <param name="Study">The study.</param>
/// <param name="Choose">Which of the study's trials at <c>quick</c>, and what is changed of it.</param>
internal sealed record WholeTrial(string Name, string Study, Func<IEnumerable<TrainingTrial>, TrainingTrial> Choose)
{
    private const string Adam = "adam";

    /// <summary>What is measured: short trials of three studies, and one of 60,000 iterations, where steps are shortest.</summary>
    public static IReadOnlyList<WholeTrial> All { get; } =
    [
        new("regularizers, quick", "regularizers", WithL2),
        new("task-difficulty, quick, cluttered", "task-difficulty", trials => trials.First(trial => trial.Data == "objects-cluttered")),
        new("batch-size, quick, mini-batch 10", "batch-size", trials => trials.First(trial => trial.BatchSize == 10)),
        new("regularizers, width 1/16, 60,000 iterations", "regularizers", trials => WithL2(trials)
            .With(TrainingParameters.Width, 1 / 16.0).With(TrainingParameters.Iterations, 60_000)),
    ];

    /// <summary>Runs it in this process, with the engine, into a folder that is deleted.</summary>
    /// <returns>The seconds spent, by what for.</returns>
    public WholeTrialTimes Run()
    {
        var study = (TrainingStudy)StudyFile.Read(
            Registry.Standard, Path.Combine("experiments", Study, "study.yaml"), "quick");
        var (trial, times, folder) = (Choose(study.Trials), new TrialTimes(), Directory.CreateTempSubdirectory("optdyn-trial-"));
        try
        {
            using var engine = new TrainingEngine(
                Registry.Standard, new TimedBackend(new CpuBackend(), times), RunEnvironment.Of(typeof(CpuBackend).Assembly));
            var watch = Stopwatch.StartNew();
            _ = engine.Images.Of(new(trial.Data, engine.FolderOf(trial.Data), trial.Size, trial.Images, trial.TestImages, trial.Classes));
            var images = watch.Elapsed.TotalSeconds;
            _ = new TrainingRunner(Study, new RunStore(folder.FullName), engine).Run([trial], new Unheard(), CancellationToken.None);
            return new WholeTrialTimes(Name, trial.Iterations, images, times);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TrainingTrial WithL2(IEnumerable<TrainingTrial> trials) =>
        trials.First(trial => trial.Optimizer.Name == Adam && trial.Regularization == Regularization.L2);

    private sealed class Unheard : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
        }
    }
}

/// <summary>The seconds that a trial took.</summary>
/// <param name="Name">The trial.</param>
/// <param name="Iterations">Its training steps.</param>
/// <param name="Images">In drawing or reading its images.</param>
/// <param name="Backend">In its backend.</param>
/// <param name="Whole">From the start of its process to its end.</param>
internal sealed record WholeTrialTimes(string Name, long Iterations, double Images, TrialTimes Backend, double Whole = 0)
{
    /// <summary>Beside training steps.</summary>
    public double Beside => Whole - Backend.Steps;

    /// <summary>In everything that has no column: starting the program and compiling it, mini-batches, curves, checkpoints, the
    /// record.</summary>
    public double Rest => Beside - Images - Backend.Surveys - Backend.Evaluations - Backend.Timing;
}
