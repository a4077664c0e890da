using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn status</c>: how the trials of a submitted study stand.</summary>
internal static class StatusCommand
{
    private const string Description =
        """
        Tell how each trial of a study stands that 'optdyn submit' submitted.

          optdyn status dying-filters

        done           it has a record
        running        Slurm runs it; how far it is, from its log
        queued         Slurm has it in the queue, and why it waits
        stopped        its time was over, or someone cancelled it; the next 'optdyn submit' resumes
        failed         it ended without a record; with the last lines of its log
        not submitted  no task of Slurm's has it
        """;

    public static Command Create(CommandContext context)
    {
        var command = new Command("status", Description);
        var chosen = ChosenStudy.AddTo(command, context.Registry);
        command.SetAction(parsed =>
        {
            var (_, study, store) = chosen(parsed).Submittable("status");
            var notices = new List<string>();
            var states = TrialStates.Of(study.Name, [.. study.All], store, notices);
            foreach (var notice in notices)
                context.Warn(notice);
            Show(study, states, context.Output);
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>How many trials stand how: <c>3 done, 1 queued</c>.</summary>
    public static string Counts(IEnumerable<TrialState> states)
    {
        var stages = states.GroupBy(state => state.Stage).OrderBy(stage => stage.Key);
        return string.Join(", ", stages.Select(stage => $"{stage.Count()} {Name(stage.Key)}"));
    }

    private static void Show(IStudy study, IReadOnlyList<TrialState> states, TextWriter output)
    {
        output.WriteLine($"{study.Name}, profile {study.Profile}: {states.Count} trials ({Counts(states)})");
        var names = states.Select(state => study.NameOf(state.Trial)).ToList();
        var width = names.Max(name => name.Length);
        foreach (var (state, name) in states.Zip(names))
        {
            output.WriteLine($"  {name.PadRight(width)}  {Name(state.Stage),-13}  {state.Note}".TrimEnd());
            foreach (var line in state.LastLines)
                output.WriteLine($"    | {line}");
        }
    }

    private static string Name(TrialStage stage) =>
        stage == TrialStage.NotSubmitted ? "not submitted" : stage.ToString().ToLowerInvariant();
}
