using System.CommandLine;
using OptimizerDynamics.Records;

namespace OptimizerDynamics.Cli.Studies;

/// <summary>What the commands about a study have in common.</summary>
internal static class StudyOptions
{
    /// <summary>The profile that the committed report is made of.</summary>
    public const string Standard = "standard";

    /// <summary>Which profile is meant.</summary>
    public static Option<string> Profile() => new("--profile") { Description = "Which of the study's profiles.", DefaultValueFactory = _ => Standard, HelpName = "name" };

    /// <summary>Where the trials' records are kept.</summary>
    public static Option<string> Folder() => new("--out") { Description = "Where the trials' records are kept.", DefaultValueFactory = _ => "runs", HelpName = "dir" };

    /// <summary>Where the report goes.</summary>
    public static Option<string?> Reports() => new("--reports") { Description = "Where the report goes.", HelpName = "dir" };

    /// <summary>A study that can be submitted.</summary>
    /// <exception cref="InputException">Its trials are no trainings.</exception>
    public static TrainingStudy Training(IStudy study, string command) => study as TrainingStudy
        ?? throw new InputException($"{command}: the trials of {study.Name} are no trainings but seconds of work, too little for a task each: 'optdyn run {study.Name}' runs them");
}
