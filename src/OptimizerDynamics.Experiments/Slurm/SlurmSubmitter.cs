namespace OptimizerDynamics.Experiments;

/// <summary>Submits the trials of a study to Slurm, as job arrays with a task each.</summary>
/// <param name="study">The study's name.</param>
/// <param name="run">How the tasks run.</param>
public sealed class SlurmSubmitter(string study, SlurmRun run)
{
    /// <summary>The last task's number that Slurm takes where nothing else is configured.</summary>
    private const int MostTasks = 1000;

    /// <summary>Keeps others from submitting trials of the study meanwhile.</summary>
    /// <exception cref="FailureException">Another process is at it.</exception>
    public FileLock Lock() => FileLock.Take(Path.Combine(Submission.FolderOf(run.Store, study), "submit.lock"))
        ?? throw new FailureException("another 'optdyn submit' of this study is at work");

    /// <summary>Submits trials.</summary>
    /// <param name="trials">Trials that no job has.</param>
    /// <returns>What was submitted, one after another as it was.</returns>
    /// <exception cref="FailureException">Slurm is not here, or refuses.</exception>
    /// <exception cref="InputException">A job script cannot name a folder.</exception>
    public IEnumerable<Submission> Submit(IReadOnlyList<IStudyTrial> trials)
    {
        foreach (var chunk in trials.Chunk(MostTasks))
            yield return SubmitOne(chunk);
    }

    /// <summary>The scripts of the jobs that <see cref="Submit"/> would submit; nothing is written, but Slurm is asked.</summary>
    /// <param name="trials">Trials that no job has.</param>
    /// <returns>The scripts, each before Slurm is asked whether it would take it.</returns>
    /// <exception cref="FailureException">Slurm is not here, or would refuse.</exception>
    /// <exception cref="InputException">A job script cannot name a folder.</exception>
    public IEnumerable<string> Test(IReadOnlyList<IStudyTrial> trials)
    {
        foreach (var chunk in trials.Chunk(MostTasks))
        {
            var script = ScriptOf(Path.Combine(Submission.FolderOf(run.Store, study), "NUMBER"), chunk.Length).Text();
            yield return script;
            SlurmTools.Test(script);
        }
    }

    private Submission SubmitOne(IStudyTrial[] trials)
    {
        // Made before the folder is: what cannot be said leaves none.
        ScriptOf(Submission.FolderOf(run.Store, study), trials.Length).Text();
        var folder = Submission.NextFolder(run.Store, study);
        var (script, path) = (ScriptOf(folder, trials.Length), Path.Combine(folder, JobScript.FileName));
        var specifications = string.Concat(trials.Select(trial => trial.Specification.Canonical + "\n"));
        AtomicFile.Write(Path.Combine(folder, JobScript.SpecificationsName), specifications);
        AtomicFile.Write(path, script.Text());
        // Written before Slurm is asked: whatever happens then, the job can be found by its name.
        var submission = new Submission(folder, script.Name, null, DateTime.UtcNow, [.. trials.Select(trial => trial.Specification.Id)]);
        submission.Write();
        submission = submission with { Job = SlurmTools.Submit(path) };
        submission.Write();
        return submission;
    }

    private JobScript ScriptOf(string folder, int tasks) => new(study, NameOfJob(), tasks, folder, run);

    /// <summary>A job's name that no other has.</summary>
    private string NameOfJob()
    {
        var safe = study.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '-');
        return $"optdyn-{string.Concat(safe)}-{Guid.NewGuid().ToString("N")[..8]}";
    }
}
