using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>What the commands about a study have in common.</summary>
internal static class StudyOptions
{
    /// <summary>The profile that the committed report is made of.</summary>
    public const string Standard = "standard";

    /// <summary>The option that names a folder for TensorBoard.</summary>
    public const string Events = TrialProtocol.EventsOption;

    /// <summary>The largest number of trials that run at a time.</summary>
    public const int MostJobs = 4096;

    /// <summary>The largest number of trainings that are packed into one network.</summary>
    public const int MostPacked = 4096;

    /// <summary>Which study is meant.</summary>
    public static Argument<string> Study() => new("study") { Description = "A study's name, or its file." };

    /// <summary>Which profile is meant.</summary>
    public static Option<string> Profile(string otherwise = Standard) =>
        new("--profile") { Description = "Which of the study's profiles.", DefaultValueFactory = _ => otherwise, HelpName = "name" };

    /// <summary>Where the trials' records are kept.</summary>
    public static Option<string> Folder() =>
        CommandOptions.Folder(TrialProtocol.StoreOption, "Where the trials' records are kept.", "runs");

    /// <summary>Where the report goes.</summary>
    public static Option<string?> Reports() => CommandOptions.Folder("--reports", "Where the report goes.");

    /// <summary>Whether what has been run is run again.</summary>
    public static Option<bool> Force() => new("--force") { Description = "Run trials again that have a record." };

    /// <summary>Whether nothing is shown.</summary>
    public static Option<bool> Quiet(string but = "errors") => new("--quiet") { Description = $"Say nothing but {but}." };

    /// <summary>Where trainings compute.</summary>
    public static Option<string> Device() => CommandOptions.Device("Where trainings compute: cpu, cuda or cuda:n.");

    /// <summary>How many trials run at a time.</summary>
    public static Option<long> Jobs() => CommandOptions.WholeNumber(
        "--jobs", "How many trials at a time, each on one thread; the number of processors when left out.", Environment.ProcessorCount, 1,
        MostJobs);

    /// <summary>How many trainings are packed into one network.</summary>
    public static Option<long> Pack() => CommandOptions.WholeNumber(
        TrialProtocol.PackOption,
        "How many trainings that differ in optimizer, settings and seed only share one network and one process: for a small network on a "
        + "large GPU.",
        1, 1, MostPacked);

    /// <summary>A study that can be submitted.</summary>
    /// <exception cref="InputException">Its trials are too short for a task each.</exception>
    public static IStudy Submittable(IStudy study, string command) => study.Kind.RunsInProcesses ? study : throw new InputException(
        $"{command}: the trials of {study.Name} are no trainings but seconds of work, too little for a task each: 'optdyn run "
            + $"{study.Name}' "
        + "runs them");
}
