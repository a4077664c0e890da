using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn plan</c>: what a study fixes before its first record.</summary>
internal static class PlanCommand
{
    private const string Description =
        """
        Show the plan of a study: its settings, seeds, hypotheses, contrasts, measures, margins and the
        rule that decides.

          optdyn plan length
          optdyn plan length --write      write it beside the study's file, as plan.md

        Every record carries the hash of the plan under which it was made. A page gives a verdict only
        on records of its study's plan: whatever changes the plan afterwards takes the verdict away.
        """;

    public static Command Create(CommandContext context)
    {
        var command = new Command("plan", Description);
        var chosen = ChosenStudy.AddTo(command, context.Registry);
        var write = new Option<bool>("--write") { Description = $"Write it beside the study's file, as {Preregistration.FileName}." };
        command.Add(write);
        command.SetAction(parsed =>
        {
            var study = chosen(parsed);
            var plan = study.Study.Plan ?? throw new InputException(
                $"{study.Found.Text.Source}: expected hypotheses in the report of '{study.Study.Name}', found none: there is no plan");
            if (!parsed.GetValue(write))
            {
                context.Output.Write(plan.Text);
                context.Output.WriteLine($"\nhash: {plan.Hash}");
                return ExitCodes.Success;
            }

            if (study.Found.Origin == StudyOrigin.Program)
                throw new InputException($"--write: expected a study with a file, found '{study.Study.Name}', which is the program's own");
            var path = Path.Combine(Path.GetDirectoryName(study.Found.Text.Source) ?? "", Preregistration.FileName);
            AtomicFile.Write(path, plan.Text);
            context.Output.WriteLine($"{path}: {plan.Hash}");
            return ExitCodes.Success;
        });
        return command;
    }
}
