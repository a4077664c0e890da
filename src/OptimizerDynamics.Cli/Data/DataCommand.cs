using System.CommandLine;
using System.Globalization;
using OptimizerDynamics.Data;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn data</c>: which images there are, where to get them, and what drawn ones look like.</summary>
internal static class DataCommand
{
    public static Command Create(CommandContext context)
    {
        var list = new Command("list", "List the data sets, and whether they are here.");
        list.SetAction(_ =>
        {
            List(context);
            return ExitCodes.Success;
        });
        return new Command("data", "List, fetch and verify data sets, and draw contact sheets of rendered ones.")
        {
            list, VerifyCommand.Create(context), FetchCommand.Create(context), RenderCommand.Create(context),
        };
    }

    private static void List(CommandContext context)
    {
        var root = Environment.GetEnvironmentVariable(DataSets.Variable);
        foreach (var set in context.Registry.DataSets.Where(set => !set.IsFormat))
        {
            var status = DataSets.Look(set, root);
            var where = set.NeedsFiles ? status.Folder : string.Create(
                CultureInfo.InvariantCulture, $"drawn: {ObjectCatalog.All.Length} classes, any size from 8 to 256 pixels");
            context.Output.WriteLine(
                $"{set.Name,-20} {(status.IsComplete ? where : $"not here: {string.Join("; ", status.Faults)}; {set.HowToGet}")}");
        }
    }
}
