using System.CommandLine;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn inspect</c>: the normalization layers of somebody's checkpoint.</summary>
internal static class InspectCommand
{
    private const string Description =
        """
        Find dead filters in a checkpoint of PyTorch or safetensors, and say whether decay killed them.

          optdyn inspect model.pt
          optdyn inspect checkpoint.pth --figure gamma.png --csv layers.csv
          optdyn inspect model.safetensors --json -
          optdyn inspect epoch-*.pt

        FILE is what torch.save wrote (a state dict, or a checkpoint with one in it), a .safetensors
        file, the index of a sharded checkpoint or its folder. No code of the file is run.

        A filter counts as dead where the γ of the BatchNorm behind it is below 1e-3; where β ≤ 0 as
        well, a ReLU behind it gives 0 everywhere. If the optimizer's state is in the file, each feature
        gets its effective decay rate: the fraction of γ that a step takes while its gradient is silent.

        Several files are epochs of one training, taken in the order of the numbers in their names
        (--as-given: as they stand): when did each filter die, and did any revive?
        """;

    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "One checkpoint, or several of one training.",
            Arity = ArgumentArity.OneOrMore,
            HelpName = "file",
        };
        var csv = CommandOptions.File("--csv", "Write a row for each layer (CSV); '-' is standard output, without the table.");
        var json = CommandOptions.File("--json", "Write everything (JSON); '-' is standard output, without the table.");
        var figure = CommandOptions.File("--figure", "Draw |γ| of every layer and β over γ (.png or .svg).");
        var isWhole = new Option<bool>("--all") { Description = "Show every layer, however many there are." };
        var isAsGiven = new Option<bool>("--as-given") { Description = "Take several files in the order in which they are named." };
        var command = new Command("inspect", Description) { files, csv, json, figure, isWhole, isAsGiven };
        command.SetAction(parsed => new InspectRun
        {
            Files = parsed.GetRequiredValue(files),
            Csv = parsed.GetValue(csv),
            Json = parsed.GetValue(json),
            Figure = parsed.GetValue(figure),
            IsWhole = parsed.GetValue(isWhole),
            IsAsGiven = parsed.GetValue(isAsGiven),
        }.Run(context));
        return command;
    }
}
