using System.CommandLine;
using System.Globalization;

namespace OptimizerDynamics.Cli;

/// <summary>Options that several commands have, and kinds of options with one way to say what was expected.</summary>
internal static class CommandOptions
{
    /// <summary>How help shows the value of an option that takes a folder.</summary>
    public const string FolderKind = "dir";

    /// <summary>How help shows the value of an option that takes a file.</summary>
    public const string FileKind = "file";

    /// <summary>The largest number of iterations, or of passes over the training images, that an option takes.</summary>
    public const long MostIterations = 1_000_000_000_000;

    /// <summary>The largest number of threads that an option takes.</summary>
    public const int MostThreads = 4096;

    /// <summary>A folder; null where it is left out. An empty value is refused by <see cref="Arguments"/>, as for every option.</summary>
    /// <param name="name">The option's name, with its dashes.</param>
    /// <param name="description">What the folder is for.</param>
    public static Option<string?> Folder(string name, string description) =>
        NoFile(new Option<string?>(name) { Description = description, HelpName = FolderKind });

    /// <summary>Folders: the option can be given several times.</summary>
    /// <param name="name">The option's name, with its dashes.</param>
    /// <param name="description">What the folders are for.</param>
    public static Option<string[]> Folders(string name, string description) =>
        NoFile(new Option<string[]>(name) { Description = description, HelpName = FolderKind });

    /// <summary>A folder with a default.</summary>
    /// <param name="name">The option's name, with its dashes.</param>
    /// <param name="description">What the folder is for.</param>
    /// <param name="otherwise">The folder where the option is left out.</param>
    public static Option<string> Folder(string name, string description, string otherwise) =>
        NoFile(new Option<string>(name) { Description = description, HelpName = FolderKind, DefaultValueFactory = _ => otherwise });

    /// <summary>A file; null where it is left out. An empty value is refused by <see cref="Arguments"/>, as for every option.</summary>
    /// <param name="name">The option's name, with its dashes.</param>
    /// <param name="description">What the file is for.</param>
    public static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = FileKind };

    /// <summary>A file that has to be named.</summary>
    /// <param name="name">The option's name, with its dashes.</param>
    /// <param name="description">What the file is for.</param>
    public static Option<string> RequiredFile(string name, string description) =>
        new(name) { Description = description, HelpName = FileKind, Required = true };

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
        var option = new Option<string>(name)
        {
            Description = description,
            DefaultValueFactory = _ => values[0],
            HelpName = string.Join('|', values),
        };
        option.CompletionSources.Add(values);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !values.Contains(token.Value))
                result.AddError($"{name}: expected {string.Join(", ", values[..^1])} or {values[^1]}, found '{token.Value}'");
        });
        return option;
    }

    /// <summary>An integer of a range. What is outside is refused, never moved to the nearest end.</summary>
    /// <param name="name">The option's name, with its dashes.</param>
    /// <param name="description">What the number is.</param>
    /// <param name="otherwise">The number where the option is left out; it may be outside the range, to tell that nothing was said.</param>
    /// <param name="least">The smallest number.</param>
    /// <param name="most">The largest number.</param>
    public static Option<long> WholeNumber(string name, string description, long otherwise, long least, long most)
    {
        // Read here and not by the parser, whose message names no range.
        return new Option<long>(name)
        {
            Description = description,
            DefaultValueFactory = _ => otherwise,
            HelpName = "n",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                var isNumber = InvariantNumber.TryParse(text, NumberStyles.None, out long number);
                if (isNumber && number >= least && number <= most)
                    return number;
                result.AddError($"{name}: expected an integer {Range(least, most)}, found '{text}'");
                return otherwise;
            },
        };
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
                var text = result.Tokens[0].Value;
                if (InvariantNumber.TryParse(text, NumberStyles.Float, out double number) && range.Contains(number))
                    return number;
                result.AddError($"{name}: expected a number in {range}, found '{text}'");
                return null;
            },
        };
    }

    /// <summary>A folder need not exist, but no file can stand where it is wanted.</summary>
    private static Option<T> NoFile<T>(Option<T> folder)
    {
        folder.Validators.Add(result =>
        {
            if (result.Tokens.Select(token => token.Value).FirstOrDefault(System.IO.File.Exists) is { } file)
                result.AddError($"{folder.Name}: expected a folder, found the file '{file}'");
        });
        return folder;
    }

    private static string Range(long least, long most) => most == long.MaxValue
        ? string.Create(CultureInfo.InvariantCulture, $"of at least {least:#,0}")
        : string.Create(CultureInfo.InvariantCulture, $"from {least:#,0} to {most:#,0}");

    private static bool IsDevice(string text)
    {
        const string Numbered = "cuda:";
        return text is "cpu" or "cuda"
            || (text.StartsWith(Numbered, StringComparison.Ordinal)
                && InvariantNumber.TryParse(text[Numbered.Length..], NumberStyles.None, out byte _));
    }
}
