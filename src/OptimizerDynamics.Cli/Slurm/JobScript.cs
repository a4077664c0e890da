using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>The bash script of a job array whose tasks run a trial each.</summary>
/// <remarks>The trial takes the shell's place (<c>exec</c>): the signal that Slurm sends ahead of the time limit to the batch shell, and to nothing else, reaches it.</remarks>
/// <param name="Study">The study's name.</param>
/// <param name="Profile">Its profile.</param>
/// <param name="Name">The job's name.</param>
/// <param name="Tasks">How many trials there are.</param>
/// <param name="Folder">The folder of script, specifications and logs.</param>
/// <param name="Store">The folder of records and checkpoints.</param>
/// <param name="WorkingDirectory">Where the tasks run.</param>
/// <param name="Device">Where they compute.</param>
/// <param name="CheckpointEvery">Iterations between checkpoints.</param>
/// <param name="Settings">What they ask for.</param>
internal sealed record JobScript(
    string Study, string Profile, string Name, int Tasks, string Folder, string Store, string WorkingDirectory, string Device, long CheckpointEvery, SlurmSettings Settings)
{
    /// <summary>The names of the files: the script, and a line with a specification for each task.</summary>
    public const string FileName = "job.sh", SpecificationsName = "specifications.jsonl";

    private const string Directive = "#SBATCH", SecondsBetweenProgress = "15";

    /// <summary>A task's log.</summary>
    public static string LogOf(string folder, int task) => Path.Combine(folder, $"{task}.log");

    /// <summary>The script.</summary>
    /// <param name="program">What runs <c>optdyn</c>: the program and its first words.</param>
    public string Text((string Program, string[] Words) program) => string.Join('\n',
    [
        "#!/bin/bash",
        $"# {Study}, profile {Profile}: each task of this job array runs the trial in its line of {SpecificationsName}.",
        "# Written and submitted by 'optdyn submit'. The tasks' logs are beside it; records and checkpoints go to the run store.",
        .. Directives().Select(directive => $"{Directive} {directive}"),
        .. Settings.Lines.Where(IsDirective),
        "set -euo pipefail",
        .. Settings.Lines.Where(line => !IsDirective(line)),
        "",
        "# Warned by TERM that its time is nearly over, the trial leaves a checkpoint and ends; the next 'optdyn submit' takes it up again.",
        "export OMP_NUM_THREADS=\"$SLURM_CPUS_PER_TASK\" MKL_NUM_THREADS=\"$SLURM_CPUS_PER_TASK\"",
        $"exec {string.Join(' ', program.Words.Prepend(program.Program).Append(TrialCommand.Name).Select(Quoted))} \\",
        $"    --study {Quoted(Study)} --out {Quoted(Store)} --device {Device} --threads \"$SLURM_CPUS_PER_TASK\" \\",
        $"    --specification {Quoted(Path.Combine(Folder, SpecificationsName))} --line \"$SLURM_ARRAY_TASK_ID\" \\",
        $"    --checkpoint-every {CheckpointEvery} --progress-every {SecondsBetweenProgress} {TrialCommand.UnlessRecorded}",
        "",
    ]);

    private IEnumerable<string> Directives() =>
    [
        $"--job-name={Name}",
        $"--array=1-{Tasks}{(Settings.Values.TryGetValue("atOnce", out var atOnce) ? $"%{atOnce}" : "")}",
        $"--output=\"{Folder.Replace("%", "%%", StringComparison.Ordinal)}/%a.log\"",
        "--open-mode=append",
        $"--chdir=\"{WorkingDirectory}\"",
        "--ntasks=1",
        "--requeue",
        .. SlurmSetting.All.Where(setting => setting.Directive is not null && Settings.Values.ContainsKey(setting.Key))
            .Select(setting => setting.Directive!.Replace("{0}", Settings.Values[setting.Key], StringComparison.Ordinal)),
    ];

    private static bool IsDirective(string line) => line.StartsWith(Directive, StringComparison.Ordinal);

    /// <summary>A word that bash takes as it is.</summary>
    private static string Quoted(string word) => word.All(character => char.IsAsciiLetterOrDigit(character) || "/._-+:=@,".Contains(character, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
