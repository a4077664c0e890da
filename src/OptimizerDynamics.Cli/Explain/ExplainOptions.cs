using System.CommandLine;
using System.CommandLine.Parsing;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>The options of <c>optdyn explain</c>: those of the optimizers' settings are the registry's.</summary>
internal sealed class ExplainOptions
{
    private const long DefaultIterations = 100_000;

    private readonly Registry _registry;
    private readonly ParameterOptions _parameters;
    private readonly Option<string> _optimizer, _framework;
    private readonly Option<long> _iterations;
    private readonly Option<double?> _gradient;
    private readonly Option<string?> _json, _figure;

    /// <summary>The options.</summary>
    /// <param name="registry">Whose optimizers' settings are options.</param>
    public ExplainOptions(Registry registry)
    {
        _registry = registry;
        _parameters = new ParameterOptions(
            registry,
            [.. registry.Parameters.Where(parameter => parameter is not (SettingParameter or ScheduleParameter))]);
        foreach (var option in _parameters.All.Where(option => option.Name == "--epsilon"))
            option.Aliases.Add("--eps");
        string[] names = [.. registry.Optimizers.Select(optimizer => optimizer.Name)];
        _optimizer = new Option<string>("--optimizer")
        {
            Description = $"The optimizer: {string.Join(", ", names)}; or a settings file (YAML).",
            HelpName = "name|file",
            Required = true,
        };
        _optimizer.CompletionSources.Add(names);
        _framework = CommandOptions.Choice(
            "--framework", "Whose terms the settings are in, and whose defaults hold for the others.",
            [.. Frameworks.All.Select(framework => framework.Name)]);
        _iterations = CommandOptions.WholeNumber(
            "--iterations", "Length of the run.", DefaultIterations, 1, CommandOptions.MostIterations);
        _gradient = CommandOptions.Number(
            "--gradient",
            "Standard deviation of a parameter's gradient where it has one, while the parameter itself is about 1; 1 when left out, as in "
                + "the paper.",
            Interval.Positive);
        _json = CommandOptions.File("--json", "Write all of it (JSON); '-' is standard output, without the page.");
        _figure = CommandOptions.File("--figure", "Draw fates and phase diagram (.png or .svg).");
    }

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_optimizer, _framework, .. _parameters.All, _iterations, _gradient, _json, _figure];

    /// <summary>What was asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="InputException">A value cannot be used; the message names option, value and what was expected.</exception>
    public ExplainRun Read(ParseResult parsed)
    {
        var name = parsed.GetRequiredValue(_optimizer);
        return new ExplainRun(
            IsFile(name) ? OfFile(name, parsed) : OfOptions(name, parsed),
            parsed.GetRequiredValue(_iterations),
            parsed.GetValue(_gradient) ?? 1)
        {
            Json = parsed.GetValue(_json),
            Figure = parsed.GetValue(_figure),
        };
    }

    private static bool IsFile(string name) =>
        Path.GetExtension(name) is ".yaml" or ".yml" || name.Contains('/', StringComparison.Ordinal);

    private ExplainedInput OfFile(string path, ParseResult parsed)
    {
        if (_parameters.All.Append(_framework).FirstOrDefault(option => IsGiven(parsed, option)) is { } other)
            throw new InputException($"{other.Name}: expected nothing beside a settings file, which says all; found it beside '{path}'");
        OptimizerFile file;
        try
        {
            file = OptimizerFile.Read(path);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{_optimizer.Name}: there is no file '{path}'", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{_optimizer.Name}: '{path}' cannot be read: {cause.Message}", cause);
        }

        var stated = FrameworkSetting.Read(
            Frameworks.All[0], file.Optimizer.Name,
            file.Values.Where(value => !IsSparsifier(value.Key)).ToDictionary(), file.Schedule ?? Schedule.Constant);
        return new ExplainedInput(
            stated, stated.Setting.L2 > 0 ? file.Decayed.L2 : file.Decayed.WeightDecay,
            file.Values.GetValueOrDefault(CommonSettings.L1.Key), file.Values.GetValueOrDefault(CommonSettings.ProximalL1.Key));
    }

    private ExplainedInput OfOptions(string name, ParseResult parsed)
    {
        var optimizer = _registry.FindOptimizer(name)
            ?? throw new InputException(
                $"{_optimizer.Name}: {Nearest.Unknown("optimizer", name, [.. _registry.Optimizers.Select(known => known.Name)])}");
        var framework = Frameworks.Find(parsed.GetRequiredValue(_framework))!;
        if (OptimizerCatalog.Find(name) is null || framework.Find(name) is not { } offered)
        {
            var has = framework.Optimizers.Select(known => known.Name).OfType<string>();
            throw new InputException(
                $"{_optimizer.Name}: expected one of {string.Join(", ", has)}, the optimizers that {framework.Title} has, found '{name}'");
        }

        var options = _parameters.All.ToDictionary(option => option.Name);
        var values = _parameters.Read(parsed, TrainingParameters.Optimizer.Assign(new TrialValues(_registry), optimizer));
        var given = new Dictionary<string, double>();
        foreach (var setting in _registry.Parameters.OfType<SettingParameter>()
            .Where(setting => options.TryGetValue(setting.OptionName!, out var option) && IsGiven(parsed, option)))
        {
            if (offered.NameOf(setting.Key) is null && !IsSparsifier(setting.Key))
                throw new InputException(
                    $"{setting.OptionName}: expected a setting that {offered.Call} has ({FrameworkSetting.SettingsOf(offered)})"
                        + $"{Hint(framework, offered, setting.Key)}");
            given[setting.Key] = setting.ValueIn(values);
        }

        try
        {
            return new ExplainedInput(
                FrameworkSetting.Read(
                    framework, name, given.Where(value => !IsSparsifier(value.Key)).ToDictionary(),
                    TrainingParameters.Schedule.ValueIn(values)),
                ParameterKinds.All,
                given.GetValueOrDefault(CommonSettings.L1.Key), given.GetValueOrDefault(CommonSettings.ProximalL1.Key));
        }
        catch (InvalidSettingException cause)
        {
            var option = _registry.Parameters.FirstOrDefault(parameter => parameter.Key == cause.Key)?.OptionName;
            throw new InputException($"{option ?? _optimizer.Name}: {cause.Message}", cause);
        }
    }

    /// <summary>Where to look for a decay that an optimizer does not have.</summary>
    private static string Hint(Framework framework, FrameworkOptimizer offered, string key)
    {
        if (key == CommonSettings.L2.Key && offered.L2?.Key == CommonSettings.WeightDecay.Key)
            return $"; its coupled L2 is called {offered.L2.Name}: --weight-decay";
        if (key == CommonSettings.WeightDecay.Key
            && framework.Optimizers.FirstOrDefault(
                other => other.Rule == offered.Rule && other.NameOf(key) is not null && other.Name is not null)
                is { } other)
            return $"; 'optimizer {other.Name}' has it";
        return "";
    }

    /// <summary>Whether a setting is one that stands beside every optimizer, whatever the framework.</summary>
    private static bool IsSparsifier(string key) => CommonSettings.Sparsifiers.Any(setting => setting.Key == key);

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is OptionResult { Implicit: false };
}
