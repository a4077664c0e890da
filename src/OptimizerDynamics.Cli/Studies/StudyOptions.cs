using System.CommandLine;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Cli;

/// <summary>Options that several commands about studies have.</summary>
internal static class StudyOptions
{
    private const int MostJobs = 4096;

    /// <summary>The largest number of trainings that are packed into one network.</summary>
    public const int MostPacked = 4096;

    /// <summary>The profile of a study.</summary>
    /// <param name="otherwise">The profile where none is named.</param>
    public static Option<string> Profile(string otherwise) =>
        new("--profile") { Description = "Which of the study's profiles.", DefaultValueFactory = _ => otherwise, HelpName = "name" };

    /// <summary>Where the trials' records are kept.</summary>
    public static Option<string> Store() =>
        CommandOptions.Folder(TrialProtocol.StoreOption, "Where the trials' records are kept.", RunStore.Usual);

    /// <summary>Where the records of a study's trials are kept that may be named by its file; null where that is not said:
    /// <see cref="KnownStudy.Store"/>.</summary>
    public static Option<string?> StoreOfStudy() => CommandOptions.Folder(
        TrialProtocol.StoreOption, $"Where the trials' records are kept; '{RunStore.Usual}' when left out, beside a study's file if it "
            + "is named by that.");

    /// <summary>Where the report goes.</summary>
    public static Option<string?> Reports() => CommandOptions.Folder("--reports", "Where the report goes.");

    /// <summary>Whether nothing is shown.</summary>
    /// <param name="but">What is shown nevertheless.</param>
    public static Option<bool> Quiet(string but = "errors") => new("--quiet") { Description = $"Say nothing but {but}." };

    /// <summary>What computes trainings.</summary>
    public static Option<string?> Engine()
    {
        var option = new Option<string?>("--engine")
        {
            Description = "What computes trainings, in place of the study's engine: cpu or libtorch.",
            HelpName = "name",
        };
        option.CompletionSources.Add(CpuBackend.ShortName, EngineParameter.Libtorch);
        return option;
    }

    /// <summary>The study on the engine that the option names, if any.</summary>
    /// <param name="study">The study.</param>
    /// <param name="engine">The option's value.</param>
    /// <exception cref="InputException">There is no such engine, or it does not compute the study's networks.</exception>
    public static IStudy WithEngine(IStudy study, string? engine) => engine is null ? study : study.WithEngine(engine, "--engine");

    /// <summary>The number of trials that run at a time.</summary>
    public static Option<long> Jobs() => CommandOptions.WholeNumber(
        "--jobs", "How many trials at a time, each on one thread; the number of processors when left out.",
        Environment.ProcessorCount, 1, MostJobs);

    /// <summary>Where trainings compute.</summary>
    public static Option<string> Device() => CommandOptions.Device("Where trainings compute: cpu, cuda or cuda:n.");
}
