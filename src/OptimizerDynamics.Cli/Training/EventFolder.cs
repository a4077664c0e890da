using System.Collections.Immutable;
using System.CommandLine;
using System.Text.RegularExpressions;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>Where TensorBoard finds the trainings of a study, a run each: <c>DIR/STUDY/NAME_ID</c>, with what tells a training from the others and the beginning of its trial's id.</summary>
/// <remarks>The id is there because trials of different profiles, or of <c>optdyn train</c>, may have one name.</remarks>
/// <param name="folder">The folder that TensorBoard is started with.</param>
/// <param name="study">The study.</param>
/// <param name="varied">What tells its trainings from each other.</param>
internal sealed partial class EventFolder(string folder, string study, ImmutableArray<TrainingFactor> varied)
{
    /// <summary>The option's name.</summary>
    public const string OptionName = "--tensorboard";

    private const int LongestName = 120, IdLength = 8;

    /// <summary>The option that names a folder.</summary>
    /// <param name="description">What is written there.</param>
    public static Option<string?> Option(string description)
    {
        var option = new Option<string?>(OptionName) { Description = description, HelpName = "dir" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (token.Value.Length == 0 || File.Exists(token.Value)))
                result.AddError($"{OptionName}: expected a folder, found {(token.Value.Length == 0 ? "nothing" : $"the file '{token.Value}'")}");
        });
        return option;
    }

    /// <summary>The folder of a training.</summary>
    /// <param name="trial">The training.</param>
    public string PathOf(TrainingTrial trial)
    {
        var safe = Unsafe().Replace(TrainingFactor.NameOf(trial, varied).Replace("λ", "lambda", StringComparison.Ordinal).Replace(", ", "_", StringComparison.Ordinal), "-");
        return Path.Combine(folder, study, $"{safe[..Math.Min(safe.Length, LongestName)]}_{trial.Specification.Id[..IdLength]}");
    }

    /// <summary>What is good in the name of a folder everywhere, and needs no quotes in a shell.</summary>
    [GeneratedRegex("[^A-Za-z0-9._+-]+")]
    private static partial Regex Unsafe();
}
