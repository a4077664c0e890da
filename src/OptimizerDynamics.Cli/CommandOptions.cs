using System.CommandLine;
using System.Globalization;

namespace OptimizerDynamics.Cli;

/// <summary>Options that several commands have, and kinds of options with one way to say what was expected.</summary>
internal static class CommandOptions
{
    /// <summary>Where a command computes.</summary>
    public static Option<string> Device(string description)
    {
        var device = new Option<string>("--device") { Description = description, HelpName = "device", DefaultValueFactory = _ => "cpu" };
        device.CompletionSources.Add("cpu", "cuda");
        device.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IsDevice(token.Value))
                result.AddError($"--device: expected cpu, cuda or cuda:n, found '{token.Value}'");
        });
        return device;
    }

    /// <summary>An option with a few possible values, of which the first is the default.</summary>
    public static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0], HelpName = string.Join('|', values) };
        option.CompletionSources.Add(values);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !values.Contains(token.Value))
                result.AddError($"{name}: expected {string.Join(", ", values[..^1])} or {values[^1]}, found '{token.Value}'");
        });
        return option;
    }

    /// <summary>An integer of at least some value.</summary>
    public static Option<long> WholeNumber(string name, string description, long otherwise, long least)
    {
        var option = new Option<long>(name) { Description = description, DefaultValueFactory = _ => otherwise, HelpName = "n" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(long.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least))
                result.AddError($"{name}: expected an integer of at least {least}, found '{token.Value}'");
        });
        return option;
    }

    /// <summary>A number of a range; null where it is left out.</summary>
    public static Option<double?> Number(string name, string description, Interval range)
    {
        // Read here and not by the parser, whose message names neither range nor option.
        return new Option<double?>(name)
        {
            Description = description,
            HelpName = "number",
            CustomParser = result =>
            {
                if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && range.Contains(number))
                    return number;
                result.AddError($"{name}: expected a number in {range}, found '{result.Tokens[0].Value}'");
                return null;
            },
        };
    }

    private static bool IsDevice(string text) =>
        text is "cpu" or "cuda" || (text.StartsWith("cuda:", StringComparison.Ordinal) && byte.TryParse(text["cuda:".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _));
}
