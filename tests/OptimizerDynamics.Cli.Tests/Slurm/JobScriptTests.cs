using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>What a study asks of Slurm, and the script that asks for it.</summary>
public sealed class JobScriptTests : IDisposable
{
    private const string Study =
        """
        study: pool
        kind: training
        question: What becomes of them?
        base: {data: objects-clean, batchSize: 10, iterations: 60, optimizer: adam, regularization: none}
        seeds: 3
        slurm:
          time: 2:00:00
          memory: 4G
          partition: gpu
          gres: gpu:1
          atOnce: 2
          lines: ["#SBATCH --qos=long", module load cuda]
        profiles:
          standard: {}
          short: {slurm: {time: 10, cpus: 4, warning: 30, lines: [echo short]}}
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_script_is_this()
    {
        var settings = Read("standard").Slurm.With([KeyValuePair.Create("account", "vision")]);
        var program = new ProgramCommand("/opt/ada's/dotnet", ["exec", "/opt/optdyn.dll"]);
        var run = new SlurmRun(new RunStore("/data/50 %/runs"), program, settings)
        {
            Device = "cuda",
            CheckpointEvery = 500,
            WorkingDirectory = "/home/ada's",
        };
        var script = new JobScript("pool", "optdyn-pool-12345678", 3, "/data/50 %/runs/pool/slurm/1", run);
        const string Expected =
            """
            #!/bin/bash
            # Each task of this job array runs the trial in its line of specifications.jsonl.
            # Written and submitted by 'optdyn submit'. The tasks' logs are beside it; records and checkpoints go to the run store.
            #SBATCH --job-name=optdyn-pool-12345678
            #SBATCH --array=1-3%2
            #SBATCH --output="/data/50 %%/runs/pool/slurm/1/%a.log"
            #SBATCH --open-mode=append
            #SBATCH --chdir="/home/ada's"
            #SBATCH --ntasks=1
            #SBATCH --requeue
            #SBATCH --time=2:00:00
            #SBATCH --mem=4G
            #SBATCH --partition=gpu
            #SBATCH --account=vision
            #SBATCH --cpus-per-task=1
            #SBATCH --gres=gpu:1
            #SBATCH --signal=B:TERM@60
            #SBATCH --qos=long
            set -euo pipefail
            module load cuda

            # Warned by TERM that its time is nearly over, the trial leaves a checkpoint and ends; the next 'optdyn submit' resumes it.
            export OMP_NUM_THREADS="$SLURM_CPUS_PER_TASK" MKL_NUM_THREADS="$SLURM_CPUS_PER_TASK"
            exec '/opt/ada'\''s/dotnet' exec /opt/optdyn.dll trial \
                --study pool --out '/data/50 %/runs' \
                --device cuda --threads "$SLURM_CPUS_PER_TASK" \
                --specification '/data/50 %/runs/pool/slurm/1/specifications.jsonl' \
                --line "$SLURM_ARRAY_TASK_ID" --checkpoint-every 500 \
                --progress-every 15 --unless-recorded

            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), script.Text());
    }

    [Fact]
    public void A_profile_replaces_what_it_names_and_options_replace_both()
    {
        var settings = Read("short").Slurm;
        Assert.Equal("echo short", Assert.Single(settings.Lines));
        Assert.Equal(("10", "4G", "4", "30", "2"), (settings.Values["time"], settings.Values["memory"], settings.Values["cpus"], settings.Values["warning"], settings.Values["atOnce"]));
        Assert.Equal(("1", "60"), (Read("standard").Slurm.Values["cpus"], Read("standard").Slurm.Values["warning"]));

        var shown = _workspace.Run("submit", "@study.yaml", "--slurm", "--profile", "short", "--dry-run", "--time", "1-12", "--at-once", "7", "--out", "@runs", "--device", "cuda:1");
        Assert.Equal((0, ""), (shown.ExitCode, shown.Errors));
        Assert.All(["#SBATCH --array=1-3%7\n", "#SBATCH --time=1-12\n", "#SBATCH --mem=4G\n", "#SBATCH --cpus-per-task=4\n", "\necho short\n", " --device cuda:1 "], text => Assert.Contains(text, shown.Output, StringComparison.Ordinal));
        Assert.False(Directory.Exists(_workspace.PathOf("runs")));
    }

    [Theory]
    [InlineData("memory: 4G", "memori: 4G", "study.yaml:8:3: unknown key 'memori' in the Slurm settings; the nearest valid key is 'memory' (expected: time, memory, partition, account, cpus, gpus, gres, atOnce, warning, lines)")]
    [InlineData("memory: 4G", "memory: much", "study.yaml:8:11: memory: expected a size such as 4G or 500M, found 'much'")]
    [InlineData("time: 2:00:00", "time: 2 h", "study.yaml:7:9: time: expected a time of Slurm's such as 30 (minutes), 2:00:00 or 1-12, found '2 h'")]
    [InlineData("atOnce: 2", "atOnce: 0", "study.yaml:11:11: atOnce: expected an integer of at least 1, found '0'")]
    [InlineData("partition: gpu", "partition: \"gpu\\n#SBATCH --x\"", "study.yaml:9:14: partition: expected a partition's name, found 'gpu #SBATCH --x'")]
    [InlineData("gres: gpu:1", "gres: [gpu]", "study.yaml:10:9: gres: expected generic resources such as gpu:1, found a list")]
    [InlineData("cpus: 4", "cpu: 4", "study.yaml:15:29: unknown key 'cpu' in the Slurm settings; the nearest valid key is 'cpus' (expected: time, memory, partition, account, cpus, gpus, gres, atOnce, warning, lines)")]
    [InlineData("slurm:\n", "slrm:\n", "study.yaml:6:1: unknown key 'slrm' in the study; the nearest valid key is 'slurm' (expected: study, kind, question, base, sweep, variants, settings, seeds, report, slurm, profiles)")]
    public void A_fault_is_named_with_its_place(string good, string bad, string message)
    {
        _workspace.Write("study.yaml", Study.ReplaceLineEndings("\n").Replace(good, bad, StringComparison.Ordinal));
        _workspace.Run("submit", "@study.yaml", "--slurm", "--out", "@runs").IsRefused(message);
        Assert.False(Directory.Exists(_workspace.PathOf("runs")));
    }

    private TrainingStudy Read(string profile) => (TrainingStudy)StudyFile.Read(Registry.Standard, _workspace.Write("study.yaml", Study), profile);
}
