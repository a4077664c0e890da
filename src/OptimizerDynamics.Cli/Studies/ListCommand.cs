using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn list</c>: the studies of this folder, and those that are built in.</summary>
internal static class ListCommand
{
    private const string Description =
        """
        List the studies that a name stands for, their profiles and how many trials each has.

        They are those of this folder, experiments/NAME/study.yaml, and the program's own, which run
        in any folder. 'optdyn init NAME' writes a study to start from.
        """;

    public static Command Create(CommandContext context)
    {
        var command = new Command("list", Description);
        command.SetAction(_ =>
        {
            foreach (var origin in KnownStudies.All().GroupBy(study => study.Origin))
            {
                context.Output.WriteLine(origin.Key == StudyOrigin.Folder ? "In this folder:" : "Built in:");
                foreach (var known in origin)
                    Tell(known, context);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void Tell(KnownStudy known, CommandContext context)
    {
        var studies = StudyFile.ReadAll(context.Registry, known.Text);
        context.Output.WriteLine($"  {known.Name,-20} {studies[0].Question}");
        foreach (var study in studies)
            context.Output.WriteLine($"  {"",-20} {study.Profile,-10} {study.All.Count()} trials");
    }
}
