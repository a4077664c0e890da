using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace OptimizerDynamics.Experiments;

/// <summary>One thing that a task can ask of Slurm.</summary>
/// <param name="Key">Its key in a study's section <c>slurm</c>.</param>
/// <param name="Option">The option of <c>optdyn submit</c> that replaces it.</param>
/// <param name="Directive">What it becomes in a job script, with the value in place of <c>{0}</c>; null where it is part of another
/// directive.</param>
/// <param name="Expected">What is expected, for messages.</param>
/// <param name="Meaning">What it limits or asks for, a sentence for help.</param>
public sealed partial record SlurmSetting(string Key, string Option, string? Directive, string Expected, string Meaning)
{
    private Func<Regex> Pattern { get; init; } = Word;

    /// <summary>All of them, in the order of a job script.</summary>
    public static ImmutableArray<SlurmSetting> All { get; } =
    [
        new("time", "--time", "--time={0}", "a time of Slurm's such as 30 (minutes), 2:00:00 or 1-12", "Time limit of a task.")
        {
            Pattern = Time,
        },
        new("memory", "--memory", "--mem={0}", "a size such as 4G or 500M", "Memory of a task.") { Pattern = Size },
        new("partition", "--partition", "--partition={0}", "a partition's name", "The partition."),
        new("account", "--account", "--account={0}", "an account's name", "The account that is charged."),
        new("cpus", "--cpus", "--cpus-per-task={0}", "an integer of at least 1", "Processors of a task, and threads it computes with.")
        {
            Pattern = Count,
        },
        new("gpus", "--gpus", "--gpus={0}", "a number of GPUs, with or without their type: 1, a100:1", "GPUs of a task."),
        new("gres", "--gres", "--gres={0}", "generic resources such as gpu:1", "Generic resources of a task."),
        new("atOnce", "--at-once", null, "an integer of at least 1", "How many tasks run at a time.") { Pattern = Count },
        new(
            "warning", "--warning", "--signal=B:TERM@{0}", "seconds, an integer of at least 1 and of five digits at most",
            "Seconds before its time limit at which a task leaves a checkpoint and ends.")
        {
            Pattern = Count,
        },
    ];

    /// <summary>
    /// Whether a value can be used: it is of the form expected, and cannot be mistaken for anything else in a job script.
    /// </summary>
    /// <param name="value">The value.</param>
    public bool Accepts(string value) => Pattern().IsMatch(value);

    [GeneratedRegex(@"^([0-9]+|[0-9]+:[0-9]{1,2}(:[0-9]{1,2})?|[0-9]+-[0-9]{1,2}(:[0-9]{1,2}){0,2})\z")]
    private static partial Regex Time();

    [GeneratedRegex(@"^[1-9][0-9]*[KMGT]?\z")]
    private static partial Regex Size();

    [GeneratedRegex(@"^[1-9][0-9]{0,4}\z")]
    private static partial Regex Count();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.,:=@/+-]*\z")]
    private static partial Regex Word();
}
