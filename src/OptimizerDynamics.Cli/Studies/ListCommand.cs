using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn list</c>: the studies of this folder.</summary>
internal static class ListCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("list", "List the studies of this folder, their profiles and how many trials each has.");
        command.SetAction(_ =>
        {
            foreach (var name in StudyFiles.Names())
            {
                var studies = StudyFile.ReadAll(context.Registry, StudyFiles.PathOf(name));
                context.Output.WriteLine($"{studies[0].Name,-18} {studies[0].Question}");
                foreach (var study in studies)
                    context.Output.WriteLine($"{"",-18} {study.Profile,-10} {study.All.Count()} trials");
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
