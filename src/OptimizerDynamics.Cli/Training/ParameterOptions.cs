using System.Collections.Immutable;
using System.CommandLine;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>An option for every parameter of a training: name, help, completions and ranges are the parameter's.</summary>
internal sealed class ParameterOptions
{
    private readonly Registry _registry;
    private readonly ImmutableArray<(TrialParameter Parameter, Option<string?> Option)> _options;

    /// <summary>The options of a registry's parameters.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="others">Parameters that the command gives in its own way.</param>
    public ParameterOptions(Registry registry, params TrialParameter[] others)
    {
        _registry = registry;
        _options = [.. registry.Parameters.Where(parameter => parameter.OptionName is not null && !others.Contains(parameter))
            .Select(parameter => (parameter, Of(parameter)))];
    }

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => _options.Select(of => of.Option);

    /// <summary>The values with those that were given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="InputException">A value cannot be used; the message names option, value and what was expected.</exception>
    public TrialValues Read(ParseResult parsed, TrialValues values)
    {
        foreach (var (parameter, option) in _options)
        {
            if (parsed.GetValue(option) is not { } text)
                continue;
            if (_options.FirstOrDefault(of => of.Parameter.Key == parameter.Alternative).Option is { } other
                && parsed.GetValue(other) is not null)
                throw new InputException($"{option.Name}: expected {option.Name} or {other.Name}, found both");
            values = parameter.WithText(values, text, option.Name);
        }

        return values;
    }

    private Option<string?> Of(TrialParameter parameter)
    {
        var words = parameter.Completions(_registry);
        var option = new Option<string?>(parameter.OptionName!)
        {
            Description = words.Count > 2 ? $"{parameter.Meaning.TrimEnd('.')}: {string.Join(", ", words)}." : parameter.Meaning,
            HelpName = parameter.HelpName,
        };
        option.CompletionSources.Add([.. words]);
        option.Validators.Add(result =>
        {
            if (result.Tokens is not [var token])
                return;
            try
            {
                parameter.Check(token.Value, option.Name, _registry);
            }
            catch (InputException cause)
            {
                result.AddError(cause.Message);
            }
        });
        return option;
    }
}
