using System.Text.Json.Nodes;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>What is submitted, and what not, and what is said of it, with programs that answer in Slurm's place.</summary>
public sealed class SubmitTests : IDisposable
{
    private const string Study =
        """
        study: pool
        kind: training
        question: What becomes of them?
        base: {data: objects-clean, size: 16, classes: 2, images: 40, testImages: 20, width: 0.0625, batchSize: 10, iterations: 60}
        sweep: {optimizer: [adam], regularization: [l2], lambda: [1e-3, 1e-2]}
        seeds: 2
        profiles: {standard: {}, more: {seeds: 3}}
        """;

    private readonly Workspace _workspace = new();
    private readonly FakeSlurm _slurm;

    public SubmitTests()
    {
        _slurm = new FakeSlurm(_workspace);
        _workspace.Write("study.yaml", Study);
    }

    public void Dispose() => _workspace.Dispose();

    [UnixFact]
    public void What_is_queued_running_or_done_is_not_submitted_again()
    {
        Assert.Equal(
            (0, "pool, profile standard: 4 trials (4 not submitted)\nsubmitted 4 trials as job 41: runs/pool/slurm/1/job.sh\n", ""),
            Submit());
        var submission = Assert.Single(Submissions());
        Assert.Equal(submission.Trials, SpecificationsOf(1));
        Assert.Equal(("41", 4), (submission.Job, submission.Trials.Length));

        var name = submission.Name;
        _slurm.Queue(
            (name, 1, "RUNNING", "None"), (name, 2, "PENDING", "JobArrayTaskLimit"), (name, 3, "COMPLETING", "None"),
            (name, 4, "CONFIGURING", "None"));
        Assert.Equal((0, "pool, profile standard: 4 trials (2 running, 2 queued)\nthere is nothing to submit\n", ""), Submit());

        // One is done, one is gone with a log, one without, and one has come in by another profile.
        Record(submission.Trials[0], TrialStatus.Diverged);
        Record(submission.Trials[3], TrialStatus.Failed);
        _workspace.Write("runs/pool/slurm/1/3.log", Progress(0) + "optdyn: no memory\n");
        _slurm.Queue((name, 2, "RUNNING", "None"), (name, 1, "COMPLETED", "None"), (name, 3, "FAILED", "NonZeroExitCode"));
        Assert.Equal(
            (
                0,
                "pool, profile more: 6 trials (1 done, 1 running, 2 failed, 2 not submitted)\nsubmitted 4 trials as job 42: "
                    + "runs/pool/slurm/2/job.sh\n",
                ""),
            Submit("--profile", "more"));
        Assert.Equal([submission.Trials[2], submission.Trials[3]], Submissions()[1].Trials.Intersect(submission.Trials));
        Assert.Equal(2, _slurm.Submitted);
    }

    [UnixFact]
    public void Status_tells_of_each_trial()
    {
        Submit();
        var submission = Submissions()[0];
        _slurm.Queue((submission.Name, 1, "RUNNING", "None"), (submission.Name, 2, "PENDING", "Resources"));
        _workspace.Write("runs/pool/slurm/1/1.log", Progress(0) + Progress(40, "loss 0.1"));
        _workspace.Write("runs/pool/slurm/1/3.log", Progress(0) + "Unhandled exception.\nAborted\n");
        _workspace.Write(
            "runs/pool/slurm/1/4.log", "slurmstepd: error: *** JOB 41 ON a CANCELLED AT 2026-11-24T20:38:24 DUE TO TIME LIMIT ***\n");
        _slurm.Answers("sacct", "echo '41_3|OUT_OF_MEMORY'; echo '41_4|TIMEOUT'; echo '41_[5-7]|PENDING'");
        const string Expected =
            """
            pool, profile standard: 4 trials (1 running, 1 queued, 1 stopped, 1 failed)
              λ 1e-3, seed 1  running        40 of 60 iterations, loss 0.1
              λ 1e-3, seed 2  queued         Resources
              λ 0.01, seed 1  failed         OUT_OF_MEMORY, runs/pool/slurm/1/3.log
                | Unhandled exception.
                | Aborted
              λ 0.01, seed 2  stopped        TIMEOUT

            """;
        Assert.Equal((0, Expected, ""), Said(_slurm.Run(true, "status", "study.yaml")));

        // With nothing in the queue, and no accounts; one trial is done.
        _slurm.Queue();
        _slurm.Answers("sacct", "exit 1");
        Record(submission.Trials[0], TrialStatus.Diverged);
        Assert.Contains(
            "\n  λ 1e-3, seed 1  done           diverged, why\n  λ 1e-3, seed 2  not submitted\n",
            Said(_slurm.Run(true, "status", "study.yaml")).Output, StringComparison.Ordinal);
        Assert.Equal(
            (
                1, "pool, profile standard: 4 trials, 1 of them with a record\n",
                "optdyn: 3 of 4 trials have no record: λ 1e-3, seed 2; λ 0.01, seed 1; λ 0.01, seed 2\n"),
            Said(_slurm.Run(false, "collect", "study.yaml", "--reports", "reports")));
        Assert.False(Directory.Exists(_workspace.PathOf("reports")));
    }

    /// <summary>Killed after Slurm has the job, and before it has noted its id: the job is found by its name.</summary>
    [UnixFact]
    public void A_job_whose_id_was_lost_is_found_by_its_name()
    {
        Submit();
        var path = _workspace.PathOf("runs/pool/slurm/1/submission.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        json["job"] = null;
        File.WriteAllText(path, json.ToJsonString());
        _slurm.Queue([.. Enumerable.Range(1, 4).Select(task => ((string)json["name"]!, task, "PENDING", "Priority"))]);
        Assert.Equal((0, "pool, profile standard: 4 trials (4 queued)\nthere is nothing to submit\n", ""), Submit());

        File.WriteAllText(path, "{");
        var (exitCode, output, errors) = Submit();
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Matches("^optdyn: .*runs/pool/slurm/1/submission.json: expected what 'optdyn submit' wrote: .+\n$", errors);
    }

    [UnixFact]
    public void What_Slurm_refuses_is_said_and_can_be_submitted_then()
    {
        Assert.Matches(
            "^optdyn: 'sbatch' cannot be started: this has to run where Slurm's programs are on the PATH .*\n$",
            Said(_slurm.Run(false, "submit", "study.yaml", "--slurm")).Errors);
        _slurm.Answers(
            "sbatch",
            "echo 'sbatch: error: invalid partition specified: nope' >&2; echo 'sbatch: error: Batch job submission failed: Invalid "
                + "partition name specified' >&2; exit 1");
        var (exitCode, _, errors) = Submit();
        Assert.Equal(1, exitCode);
        Assert.Matches(
            "^optdyn: sbatch refuses '.*/runs/pool/slurm/2/job.sh': invalid partition specified: nope; Batch job submission failed: "
                + "Invalid partition name specified\n$",
            errors);

        _slurm.Answers("squeue", "echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2; exit 1");
        Assert.Equal(
            (1, "", "optdyn: squeue does not say what is queued or running: Unable to contact slurm controller (connect failure)\n"),
            Submit());
        _slurm.Answers("sbatch", "echo '43;cluster'");
        _slurm.Queue();
        Assert.Equal(
            (0, "pool, profile standard: 4 trials (4 not submitted)\nsubmitted 4 trials as job 43: runs/pool/slurm/3/job.sh\n", ""),
            Submit());
    }

    [Fact]
    public void A_study_of_seconds_is_not_submitted()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "low-gradient", "study.yaml");
        _workspace.Run("submit", path, "--slurm")
            .IsRefused("submit: the trials of low-gradient take seconds each, too little for a task of Slurm's: "
                + "'optdyn run low-gradient' runs them");
        _workspace.Run("submit", "@study.yaml").IsRefused("submit: expected the option --slurm (see 'optdyn submit --help')");
        _workspace.Run("submit", "@study.yaml", "--slurm", "--time", "soon")
            .IsRefused(
                "--time: expected a time of Slurm's such as 30 (minutes), 2:00:00 or 1-12, found 'soon' (see 'optdyn submit --help')");
    }

    private static string Progress(long done, string note = "") =>
        new ProgressMessage(new RunProgress(new TrialSteps(done, 60), note)).ToJson() + "\n";

    private (int ExitCode, string Output, string Errors) Submit(params string[] more) =>
        Said(_slurm.Run(true, ["submit", "study.yaml", "--slurm", .. more]));

    private static (int ExitCode, string Output, string Errors) Said(Workspace.Outcome outcome) =>
        (outcome.ExitCode, outcome.Output, outcome.Errors);

    private IReadOnlyList<Submission> Submissions() => Submission.ReadAll(new RunStore(_workspace.PathOf("runs")), "pool");

    private IEnumerable<string> SpecificationsOf(int submission) =>
        File.ReadLines(_workspace.PathOf($"runs/pool/slurm/{submission}/specifications.jsonl"))
            .Select(Read)
            .Select(specification => specification.Id);

    private static TrialSpecification Read(string line)
    {
        using var json = System.Text.Json.JsonDocument.Parse(line);
        return TrialSpecification.From(json.RootElement);
    }

    private void Record(string id, TrialStatus status)
    {
        var trial = ((TrainingStudy)StudyFile.Read(
            Registry.Standard, _workspace.PathOf("study.yaml"), "standard")).Trials.Single(trial => trial.Specification.Id == id);
        new RunStore(_workspace.PathOf("runs"))
            .Write(new TrialRecord("pool", trial.Specification, ThisProgram.OnTheCpu(), DateTime.UtcNow, 1, status, "why", []));
    }
}
