using System.CommandLine;
using System.Globalization;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn optimizers [name]</c>: what can stand in a settings file.</summary>
internal static class OptimizersCommand
{
    public static Command Create(CommandContext context)
    {
        var name = new Argument<string?>("name")
        {
            Description =
                "An optimizer; its settings are shown with their ranges, and with their defaults in each preset. Without it, all "
                    + "optimizers are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(
            "optimizers", "List the optimizers, or show the settings of one and the chain of rules they make.") { name };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(name) is { } wanted)
                Show(wanted, context);
            else
                List(context);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void List(CommandContext context)
    {
        foreach (var optimizer in context.Registry.Optimizers)
            context.Output.WriteLine($"{optimizer.Name,-10} {optimizer.Title}");
        context.Output.WriteLine();
        var presets = string.Join(" and ", PresetNames.All);
        context.Output.WriteLine($"'optdyn optimizers NAME' shows an optimizer's settings, and their defaults in the presets {presets}.");
    }

    private static void Show(string name, CommandContext context)
    {
        var optimizer = context.Registry.FindOptimizer(name)
            ?? throw new InputException(Nearest.Unknown("optimizer", name, [.. context.Registry.Optimizers.Select(known => known.Name)]));
        var output = context.Output;
        output.WriteLine($"{optimizer.Name}: {optimizer.Title}");
        output.WriteLine();
        Line("key", [.. PresetNames.All], "range", "meaning");
        foreach (var setting in optimizer.Settings)
        {
            Line(
                setting.Key,
                [.. PresetNames.All.Select(preset => Text(setting, setting.DefaultOf(PresetNames.Find(preset)!.Value)))],
                setting.Range?.ToString() ?? "true, false",
                setting.Meaning);
        }

        Line("schedule", ["constant", "constant"], "", "η, multiplies lr, weightDecay and proximalL1: constant, cosine, or a mapping");
        Line("", ["", ""], "", "with a 'kind' (steps, fractions, cosine, warmup, inverseTime)");
        Line("decayed", ["all", "all"], "", "what l2, weightDecay, l1 and proximalL1 act on: all, none, or a list");
        Line("", ["", ""], "", $"of {string.Join(", ", ParameterKindNames.Names)} (scale and shift: of normalization)");
        foreach (var key in CommonKeys.OfKinds.Skip(1))
            Line(key, ["decayed", "decayed"], "", $"what {key[..^"Kinds".Length]} alone acts on");
        output.WriteLine();
        output.WriteLine("Where nothing is said, 'paper' holds: the paper's settings. 'preset: pytorch' in a settings file or in");
        output.WriteLine(optimizer.IsInPyTorch
            ? "a study's settings makes the other column hold: the defaults of torch.optim."
            : $"a study's settings makes the other column hold; PyTorch has no {optimizer.Name}, so both are its authors'.");
        output.WriteLine();
        output.WriteLine("The chain that 'paper' makes, with l2 = 0.0001:");
        foreach (var rule in optimizer.Build(new Dictionary<string, double> { ["l2"] = 1e-4 }))
            output.WriteLine($"  {rule}");

        void Line(string key, string[] presets, string range, string meaning)
        {
            var columns = string.Concat(presets.Select(preset => $"{preset,-10}"));
            output.WriteLine($"  {key,-19}{columns}{range,-13}{meaning}".TrimEnd());
        }
    }

    private static string Text(Setting setting, double value) =>
        !setting.IsSwitch ? value.ToString(CultureInfo.InvariantCulture) : value != 0 ? "true" : "false";
}
