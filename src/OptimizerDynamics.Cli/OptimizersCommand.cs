using System.CommandLine;
using System.Globalization;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn optimizers [name]</c>: what can stand in a settings file.</summary>
internal static class OptimizersCommand
{
    public static Command Create(TextWriter output)
    {
        var name = new Argument<string?>("name")
        {
            Description = "An optimizer; its settings, defaults and ranges are shown. Without it, all optimizers are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("optimizers", "List the optimizers, or show the settings of one and the chain of rules they make.") { name };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(name) is { } wanted)
                Show(wanted, output);
            else
                List(output);
            return CommandLine.Success;
        });
        return command;
    }

    private static void List(TextWriter output)
    {
        foreach (var optimizer in OptimizerCatalog.All)
            output.WriteLine($"{optimizer.Name,-10} {optimizer.Title}");
        output.WriteLine();
        output.WriteLine("'optdyn optimizers NAME' shows an optimizer's settings.");
    }

    private static void Show(string name, TextWriter output)
    {
        var optimizer = OptimizerCatalog.Find(name)
            ?? throw new InputException(Nearest.Unknown("optimizer", name, [.. OptimizerCatalog.All.Select(known => known.Name)]));
        output.WriteLine($"{optimizer.Name}: {optimizer.Title}");
        output.WriteLine();
        output.WriteLine($"  {"key",-19}{"default",-10}{"range",-14}meaning");
        foreach (var setting in optimizer.Settings)
        {
            var (value, range) = setting.Range is { } numbers
                ? (setting.Default.ToString(CultureInfo.InvariantCulture), numbers.ToString())
                : (setting.Default != 0 ? "true" : "false", "true, false");
            output.WriteLine($"  {setting.Key,-19}{value,-10}{range,-14}{setting.Meaning}");
        }

        output.WriteLine($"  {"schedule",-19}{"constant",-10}{"",-14}η, multiplies lr and weightDecay: constant, cosine, or a mapping");
        output.WriteLine("                                             with a 'kind' (steps, fractions, cosine, warmup, inverseTime)");
        output.WriteLine();
        output.WriteLine("The chain that the defaults make, with l2 = 0.0001:");
        foreach (var rule in optimizer.Build(new Dictionary<string, double> { ["l2"] = 1e-4 }))
            output.WriteLine($"  {rule}");
    }
}
