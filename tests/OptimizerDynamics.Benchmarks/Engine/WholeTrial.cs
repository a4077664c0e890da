using System.Diagnostics;
using System.Text.Json;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Benchmarks;

/// <summary>A trial of a study, as the processes of a study run it.</summary>
/// <param name="Name">What tells it from the others.</param>
/// <param name="Study">The study.</param>
/// <param name="Choose">Which of the study's trials at <c>quick</c>, and what is changed of it.</param>
/// <param name="IsCrowded">Whether it runs once more in as many processes at a time as there are processors, as a study runs: then nobody
/// draws images on another's core.</param>
internal sealed record WholeTrial(
    string Name, string Study, Func<IEnumerable<TrainingTrial>, TrainingTrial> Choose, bool IsCrowded = false)
{
    private const string Adam = "adam";

    /// <summary>What is measured: short trials of three studies, and one of 60,000 iterations, where steps are shortest.</summary>
    public static IReadOnlyList<WholeTrial> All { get; } =
    [
        new("regularizers, quick, clean", "regularizers", WithL2, IsCrowded: true),
        new("task-difficulty, quick, cluttered", "task-difficulty", trials => trials.First(trial => trial.Data == "objects-cluttered"),
            IsCrowded: true),
        new("batch-size, quick, mini-batch 10", "batch-size", trials => trials.First(trial => trial.BatchSize == 10)),
        new("regularizers, width 1/16, 60,000 iterations", "regularizers", trials => WithL2(trials)
            .With(TrainingParameters.Width, 1 / 16.0).With(TrainingParameters.Iterations, 60_000)),
    ];

    /// <summary>The trial's specification, as the process of a trial is given it.</summary>
    public string Specification => Choose(((TrainingStudy)StudyFile.Read(
        Registry.Standard, Path.Combine("experiments", Study, "study.yaml"), "quick")).Trials).Specification.Canonical;

    /// <summary>Runs a trial in this process, with the engine, into a folder that is deleted; and then once more with the next seed, as
    /// the process of a study runs trial after trial.</summary>
    /// <param name="specification">The trial's specification.</param>
    /// <returns>The seconds spent, by what for: of the first from its process's start, and of the other.</returns>
    public static IReadOnlyList<WholeTrialTimes> Run(string specification)
    {
        var first = TrainingTrial.From(Registry.Standard, TrialSpecification.From(JsonElement.Parse(specification)));
        var (times, folder) = (new TrialTimes(), Directory.CreateTempSubdirectory("optdyn-trial-"));
        try
        {
            using var engine = new TrainingEngine(
                Registry.Standard, new TimedBackend(new CpuBackend(), times), RunEnvironment.Of(typeof(CpuBackend).Assembly));
            var store = new RunStore(folder.FullName);
            var cold = Run(first, engine, store) with { Backend = times.Taken() };
            var start = Process.GetCurrentProcess().StartTime;
            cold = cold with { Whole = (DateTime.Now - start).TotalSeconds };
            return [cold, Run(first.With(TrainingParameters.Seed, first.Seed + 1), engine, store) with { Backend = times.Taken() }];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static WholeTrialTimes Run(TrainingTrial trial, TrainingEngine engine, RunStore store)
    {
        var watch = Stopwatch.StartNew();
        _ = engine.Images.Of(new(trial.Data, engine.FolderOf(trial.Data), trial.Size, trial.Images, trial.TestImages, trial.Classes));
        var images = watch.Elapsed.TotalSeconds;
        _ = new TrainingRunner(TrainingTrial.Kind, store, engine).Run([trial], new Unheard(), CancellationToken.None);
        return new WholeTrialTimes(trial.Iterations, images, new TrialTimes(), watch.Elapsed.TotalSeconds);
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
/// <param name="Iterations">Its training steps.</param>
/// <param name="Images">In drawing or reading its images.</param>
/// <param name="Backend">In its backend.</param>
/// <param name="Whole">From its start to its end.</param>
internal sealed record WholeTrialTimes(long Iterations, double Images, TrialTimes Backend, double Whole)
{
    /// <summary>Beside training steps.</summary>
    public double Beside => Whole - Backend.Steps;

    /// <summary>In everything that has no column: the start of the program and its compilation, mini-batches, curves, checkpoints, the
    /// record.</summary>
    public double Rest => Beside - Images - Backend.Surveys - Backend.Evaluations - Backend.Timing;
}
