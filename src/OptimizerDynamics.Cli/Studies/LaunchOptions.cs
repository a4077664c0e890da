using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>The options of the commands that run studies on this machine: <c>optdyn run</c> and <c>optdyn reproduce</c>.</summary>
internal sealed class LaunchOptions
{
    private readonly Option<bool> _force = new("--force") { Description = "Run trials again that have a record." };
    private readonly Option<bool> _quiet;
    private readonly Option<string> _device = StudyOptions.Device();
    private readonly Option<long> _jobs = StudyOptions.Jobs();
    private readonly Option<long> _pack = CommandOptions.WholeNumber(
        TrialProtocol.PackOption,
        "How many trainings that differ in optimizer, settings and seed only share one network and one process: for a small network on a "
            + "large GPU.",
        1, 1, StudyOptions.MostPacked);

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="but">What is said although <c>--quiet</c> was.</param>
    public LaunchOptions(Command command, string but)
    {
        _quiet = StudyOptions.Quiet(but);
        foreach (var option in new Option[] { _force, _quiet, _device, _jobs, _pack })
            command.Add(option);
        Oversubscription.AddTo(command, _jobs);
    }

    /// <summary>What runs studies as the options say.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="context">The command's.</param>
    /// <param name="store">Where records are kept.</param>
    /// <param name="events">The folder that TensorBoard is started with; null where nothing is written for it.</param>
    public StudyLaunch Read(ParseResult parsed, CommandContext context, RunStore store, string? events = null) =>
        new(context.Quiet(parsed.GetValue(_quiet)))
        {
            Store = store,
            Events = events,
            Device = parsed.GetRequiredValue(_device),
            RunsAll = parsed.GetValue(_force),
            Jobs = (int)parsed.GetValue(_jobs),
            Pack = (int)parsed.GetValue(_pack),
        };
}
