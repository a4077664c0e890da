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
        base: {engine: libtorch, data: objects-clean, batchSize: 10, iterations: 60, optimizer: adam, regularization: none}
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
        Assert.Equal(
            ("10", "4G", "4", "30", "2"),
            (
                settings.Values["time"], settings.Values["memory"], settings.Values["cpus"], settings.Values["warning"],
                settings.Values["atOnce"]));
        Assert.Equal(("1", "60"), (Read("standard").Slurm.Values["cpus"], Read("standard").Slurm.Values["warning"]));
    }

    /// <summary>
    /// What is shown is what would be submitted, and Slurm is asked about it: the exit code says the same as the real one's.
    /// </summary>
    [UnixFact]
    public void A_dry_run_shows_the_script_and_fails_where_submitting_would()
    {
        _workspace.Write("study.yaml", Study);
        var slurm = new FakeSlurm(_workspace);
        string[] words =
        [
            "submit", "study.yaml", "--slurm", "--profile", "short", "--dry-run", "--time", "1-12", "--at-once", "7", "--out", "runs",
            "--device", "cuda:1",
        ];
        var shown = slurm.Run(true, words);
        Assert.Equal((0, ""), (shown.ExitCode, shown.Errors));
        Assert.All(
            [
                "#SBATCH --array=1-3%7\n", "#SBATCH --time=1-12\n", "#SBATCH --mem=4G\n", "#SBATCH --cpus-per-task=4\n", "\necho short\n",
                " --device cuda:1 "],
            text => Assert.Contains(text, shown.Output, StringComparison.Ordinal));
        Assert.Equal(shown.Output, File.ReadAllText(_workspace.PathOf("bin/tested")));
        Assert.False(Directory.Exists(_workspace.PathOf("runs")));

        slurm.Answers("sbatch", "cat >/dev/null; echo 'sbatch: error: invalid partition specified: nope' >&2; exit 1");
        var refused = slurm.Run(true, words);
        Assert.Equal(
            (1, shown.Output.Length, "optdyn: sbatch would refuse the job: invalid partition specified: nope\n"),
            (refused.ExitCode, refused.Output.Length, refused.Errors));
        Assert.Equal((1, 1), (slurm.Run(false, words).ExitCode, slurm.Run(false, [.. words.Where(word => word != "--dry-run")]).ExitCode));
    }

    /// <summary>Whatever a study, a path or an option is called, none of it is run, nor read as a directive.</summary>
    [UnixFact]
    public void A_name_is_never_run_as_a_command()
    {
        var pwned = _workspace.PathOf("pwned");
        string[] names =
        [
            $"a\ntouch {pwned}; true", $"a\n#SBATCH --wrap='touch {pwned}'", $"$(touch {pwned})", $"`touch {pwned}`",
            $"'; touch {pwned}; '",
            $"\"; touch {pwned}; \"", $"a\rtouch {pwned}", $"\\'; touch {pwned}", $"a && touch {pwned} #", "--help", "日本 λ",
        ];
        foreach (var name in names)
        {
            var program = new ProgramCommand("/bin/echo", [name]);
            var run = new SlurmRun(new RunStore("/runs/" + name), program, SlurmSettings.Default)
            {
                Device = name,
                WorkingDirectory = "/home",
            };
            var text = new JobScript(name, "optdyn-job", 1, "/runs/slurm/1", run).Text();
            Assert.DoesNotContain("touch", string.Concat(text.Split('\n').Where(line => line.StartsWith('#'))), StringComparison.Ordinal);
            var path = _workspace.Write("job.sh", text);
            using var bash = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("bash", [path])
            {
                RedirectStandardOutput = true,
                Environment = { ["SLURM_CPUS_PER_TASK"] = "1", ["SLURM_ARRAY_TASK_ID"] = "1" },
            })!;
            var said = bash.StandardOutput.ReadToEnd();
            bash.WaitForExit();
            Assert.Equal(0, bash.ExitCode);
            Assert.StartsWith(
                $"{name} trial --study {name} --out /runs/{name} --device {name} --threads 1 ", said, StringComparison.Ordinal);
            Assert.False(File.Exists(pwned));
        }
    }

    /// <summary>
    /// Slurm has no sign for a quotation mark or a line's end in a directive: what has one is refused, and no folder is left.
    /// </summary>
    [Theory]
    [InlineData("/home/a\"b")]
    [InlineData("/home/a\\b")]
    [InlineData("/home/a\n#SBATCH --wrap=id")]
    public void A_directive_says_no_value_that_could_end_it(string folder)
    {
        var run = new SlurmRun(new RunStore("/runs"), new ProgramCommand("optdyn", []), SlurmSettings.Default)
        {
            WorkingDirectory = folder,
        };
        var error = Assert.Throws<InputException>(() => new JobScript("pool", "optdyn-job", 1, "/runs/slurm/1", run).Text());
        Assert.StartsWith("--chdir of a job script cannot be '/home/a", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(
        "memory: 4G", "memori: 4G",
        "study.yaml:8:3: unknown key 'memori' in the Slurm settings; the nearest valid key is 'memory' (expected: time, memory, partition, "
            + "account, cpus, gpus, gres, atOnce, warning, lines)")]
    [InlineData("memory: 4G", "memory: much", "study.yaml:8:11: memory: expected a size such as 4G or 500M, found 'much'")]
    [InlineData(
        "time: 2:00:00", "time: 2 h",
        "study.yaml:7:9: time: expected a time of Slurm's such as 30 (minutes), 2:00:00 or 1-12, found '2 h'")]
    [InlineData("atOnce: 2", "atOnce: 0", "study.yaml:11:11: atOnce: expected an integer of at least 1, found '0'")]
    [InlineData(
        "partition: gpu", "partition: \"gpu\\n#SBATCH --x\"",
        "study.yaml:9:14: partition: expected a partition's name, found 'gpu #SBATCH --x'")]
    [InlineData("gres: gpu:1", "gres: [gpu]", "study.yaml:10:9: gres: expected generic resources such as gpu:1, found a list")]
    [InlineData(
        "cpus: 4", "cpu: 4",
        "study.yaml:15:29: unknown key 'cpu' in the Slurm settings; the nearest valid key is 'cpus' (expected: time, memory, partition, "
            + "account, cpus, gpus, gres, atOnce, warning, lines)")]
    [InlineData(
        "slurm:\n", "slrm:\n",
        "study.yaml:6:1: unknown key 'slrm' in the study; the nearest valid key is 'slurm' (expected: study, kind, question, base, sweep, "
            + "variants, settings, seeds, report, slurm, profiles)")]
    public void A_fault_is_named_with_its_place(string good, string bad, string message)
    {
        _workspace.Write("study.yaml", Study.ReplaceLineEndings("\n").Replace(good, bad, StringComparison.Ordinal));
        _workspace.Run("submit", "@study.yaml", "--slurm", "--out", "@runs").IsRefused(message);
        Assert.False(Directory.Exists(_workspace.PathOf("runs")));
    }

    private TrainingStudy Read(string profile) =>
        (TrainingStudy)StudyFile.Read(Registry.Standard, _workspace.Write("study.yaml", Study), profile);
}
