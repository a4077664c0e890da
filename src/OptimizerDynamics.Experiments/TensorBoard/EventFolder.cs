using System.Text.RegularExpressions;

namespace OptimizerDynamics.Experiments;

/// <summary>Where TensorBoard finds the trainings of a study, a run each: <c>DIR/STUDY/NAME_ID</c>, with what tells a training from the
/// others and the beginning of its trial's id.</summary>
/// <remarks>The id is there because trials of different profiles, or of <c>optdyn train</c>, may have one name.</remarks>
/// <param name="folder">The folder that TensorBoard is started with.</param>
/// <param name="study">The study.</param>
/// <param name="nameOf">What tells a training from the others.</param>
public sealed partial class EventFolder(string folder, string study, Func<IStudyTrial, string> nameOf)
{
    private const int LongestName = 120, IdLength = 8;

    /// <summary>The folder of a training.</summary>
    /// <param name="trial">The training.</param>
    public string PathOf(IStudyTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var name = nameOf(trial)
            .Replace("λ", "lambda", StringComparison.Ordinal).Replace(", ", "_", StringComparison.Ordinal);
        var safe = Unsafe().Replace(name, "-");
        return Path.Combine(folder, study, $"{safe[..Math.Min(safe.Length, LongestName)]}_{trial.Specification.Id[..IdLength]}");
    }

    /// <summary>What is good in the name of a folder everywhere, and needs no quotes in a shell.</summary>
    [GeneratedRegex("[^A-Za-z0-9._+-]+")]
    private static partial Regex Unsafe();
}
