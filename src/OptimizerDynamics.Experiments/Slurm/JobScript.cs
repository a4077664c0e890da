using System.Globalization;
using System.Text;

namespace OptimizerDynamics.Experiments;

/// <summary>The bash script of a job array whose tasks run a trial each.</summary>
/// <remarks>
/// <para>The trial takes the shell's place (<c>exec</c>): the signal that Slurm sends ahead of the time limit to the batch shell, and to
/// nothing else, reaches it.</para>
/// <para>Whatever a study, a path or an option is called, it stands in a quoted word of the last command or in a quoted value of a
/// directive, and in no comment: nothing of it is run. The study's own lines (<see cref="SlurmSettings.Lines"/>) are commands, and run as
/// they are.</para>
/// </remarks>
/// <param name="Study">The study's name.</param>
/// <param name="Name">The job's name.</param>
/// <param name="Tasks">The number of trials, at least 1.</param>
/// <param name="Folder">The folder of script, specifications and logs.</param>
/// <param name="Run">Store, program, device and Slurm's settings.</param>
public sealed record JobScript(string Study, string Name, int Tasks, string Folder, SlurmRun Run)
{
    /// <summary>The names of the files: the script, and a line with a specification for each task.</summary>
    public const string FileName = "job.sh", SpecificationsName = "specifications.jsonl";

    private const string Directive = "#SBATCH", SecondsBetweenProgress = "15", Threads = "\"$SLURM_CPUS_PER_TASK\"";

    /// <summary>A task's log.</summary>
    /// <param name="folder">The submission's folder.</param>
    /// <param name="task">The task, counted from 1.</param>
    public static string LogOf(string folder, int task) => Path.Combine(folder, $"{task}.log");

    /// <summary>The script.</summary>
    /// <exception cref="InputException">A directive cannot say a value: it has a quotation mark, a backslash or a control character in it;
    /// or a word of the command has a NUL.</exception>
    public string Text() => string.Join('\n',
    [
        "#!/bin/bash",
        $"# Each task of this job array runs the trial in its line of {SpecificationsName}.",
        "# Written and submitted by 'optdyn submit'. The tasks' logs are beside it; records and checkpoints go to the run store.",
        .. Directives().Select(directive => $"{Directive} --{directive.Option}{Value(directive.Option, directive.Value)}"),
        .. Run.Settings.Lines.Where(IsDirective),
        "set -euo pipefail",
        .. Run.Settings.Lines.Where(line => !IsDirective(line)),
        "",
        "# Warned by TERM that its time is nearly over, the trial leaves a checkpoint and ends; the next 'optdyn submit' resumes it.",
        $"export OMP_NUM_THREADS={Threads} MKL_NUM_THREADS={Threads}",
        $"exec {string.Join(' ', Run.Program.Words.Prepend(Run.Program.Path).Append(TrialProtocol.Command).Select(Quoted))} \\",
        $"    {TrialProtocol.StudyOption} {Quoted(Study)}{PlanOption} {TrialProtocol.StoreOption} {Quoted(Run.Store.Folder)} \\",
        $"    {TrialProtocol.DeviceOption} {Quoted(Run.Device)} {TrialProtocol.ThreadsOption} {Threads} \\",
        $"    {TrialProtocol.SpecificationOption} {Quoted(Path.Combine(Folder, SpecificationsName))} \\",
        $"    {TrialProtocol.LineOption} \"$SLURM_ARRAY_TASK_ID\" {TrialProtocol.CheckpointOption} {Number(Run.CheckpointEvery)} \\",
        $"    {TrialProtocol.ProgressOption} {SecondsBetweenProgress} {TrialProtocol.UnlessRecordedOption}",
        "",
    ]);

    private string PlanOption => Run.Plan is null ? "" : $" {TrialProtocol.PlanOption} {Quoted(Run.Plan)}";

    private IEnumerable<(string Option, string? Value)> Directives()
    {
        var settings = Run.Settings.Values;
        return
        [
            ("job-name", Name),
            ("array", $"1-{Number(Tasks)}{(settings.TryGetValue("atOnce", out var atOnce) ? $"%{atOnce}" : "")}"),
            ("output", $"{Folder.Replace("%", "%%", StringComparison.Ordinal)}/%a.log"),
            ("open-mode", "append"),
            ("chdir", Run.WorkingDirectory),
            ("ntasks", "1"),
            ("requeue", null),
            .. SlurmSetting.All.Where(setting => setting.Directive is not null && settings.ContainsKey(setting.Key))
                .Select(setting => Split(setting.Directive!.Replace("{0}", settings[setting.Key], StringComparison.Ordinal))),
        ];
    }

    private static (string Option, string? Value) Split(string directive)
    {
        var at = directive.IndexOf('=', StringComparison.Ordinal);
        return (directive[2..at], directive[(at + 1)..]);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool IsDirective(string line) => line.StartsWith(Directive, StringComparison.Ordinal);

    private static bool IsPlain(string word) => word.Length > 0
        && word.All(character => char.IsAsciiLetterOrDigit(character) || "/._-+:=@,%".Contains(character, StringComparison.Ordinal));

    /// <summary>A value of a directive. Slurm knows quotation marks there, but nothing that stands for one, or for a line's end.</summary>
    private static string Value(string option, string? value)
    {
        if (value is null)
            return "";
        if (IsPlain(value))
            return $"={value}";
        return value.Any(character => character is '"' or '\\' or '\u0085' or '\u2028' or '\u2029' || char.IsControl(character))
            ? throw new InputException(
                $"--{option} of a job script cannot be {Shown(value)}: it has a quotation mark, a backslash or a control character in it")
            : $"=\"{value}\"";
    }

    private static string Shown(string value) =>
        $"'{string.Concat(value.Select(character => char.IsControl(character) ? '?' : character))}'";

    /// <summary>A word that bash takes as it is. One with control characters is written with their codes.</summary>
    private static string Quoted(string word)
    {
        if (word.Contains('\0', StringComparison.Ordinal))
            throw new InputException($"a word of a job script cannot be {Shown(word)}: it has a NUL in it");
        if (IsPlain(word))
            return word;
        return word.Any(char.IsControl)
            ? $"$'{string.Concat(word.Select(Escaped))}'"
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    private static string Escaped(char character) => character switch
    {
        '\'' or '\\' => $"\\{character}",
        _ when char.IsControl(character) => string.Concat(Encoding.UTF8.GetBytes([character]).Select(code => $"\\x{code:x2}")),
        _ => character.ToString(),
    };
}

/// <summary>How the tasks of a job array run.</summary>
/// <param name="Store">Where their records and checkpoints go: a folder that the nodes share, by its full path.</param>
/// <param name="Program">What speaks <see cref="TrialProtocol"/>: <c>optdyn</c>, without its command.</param>
/// <param name="Settings">What they ask Slurm for.</param>
public sealed record SlurmRun(RunStore Store, ProgramCommand Program, SlurmSettings Settings)
{
    /// <summary>Where they compute: <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>The hash of the study's plan, which records carry; null where it has none.</summary>
    public string? Plan { get; init; }

    /// <summary>Iterations between checkpoints, at least 1.</summary>
    public long CheckpointEvery { get; init; } = 1000;

    /// <summary>The folder they run in, by its full path.</summary>
    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;
}
