using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn init</c>: a study to start from.</summary>
internal static class InitCommand
{
    private const string Placeholder = "NAME";

    /// <summary>The kinds of study that there is a text for, each an embedded resource <c>Templates/KIND.yaml</c>; the first is the
    /// usual.</summary>
    private static readonly string[] _kinds = ["training", "low-gradient"];

    private const string Description =
        """
        Write a study to start from: experiments/NAME/study.yaml, with a comment beside each key.

          optdyn init warmup
          optdyn run warmup --profile smoke
          optdyn run warmup

        --kind training compares trainings of networks, low-gradient simulations of one parameter.
        A study that is there already is left alone.
        """;

    public static Command Create(CommandContext context)
    {
        var name = new Argument<string>("name") { Description = $"The study's name: {StudyName.Expected}." };
        var kind = CommandOptions.Choice("--kind", "What the study runs.", _kinds);
        var command = new Command("init", Description) { name, kind };
        command.SetAction(parsed =>
        {
            var path = Write(parsed.GetRequiredValue(name), parsed.GetRequiredValue(kind));
            context.Output.WriteLine($"wrote {path}; try it in seconds: optdyn run {parsed.GetValue(name)} --profile smoke");
            return ExitCodes.Success;
        });
        return command;
    }

    private static string Write(string name, string kind)
    {
        if (!StudyName.IsValid(name))
            throw new InputException($"name: expected a name of {StudyName.Expected}, found '{name}'");
        var path = KnownStudies.PathOf(name);
        if (File.Exists(path))
            throw new InputException($"name: expected one that no study has here, found '{name}': {path} is there already");
        if (BuiltInStudies.All.Any(study => study.Name == name))
            throw new InputException($"name: expected one that no study has, found '{name}', which is built in; another name is needed");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, Template(kind).Replace(Placeholder, name, StringComparison.Ordinal));
        return path;
    }

    private static string Template(string kind)
    {
        using var reader = new StreamReader(typeof(InitCommand).Assembly.GetManifestResourceStream($"Templates/{kind}.yaml")!);
        return reader.ReadToEnd();
    }
}
