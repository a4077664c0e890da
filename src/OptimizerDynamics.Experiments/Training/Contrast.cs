using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>Which settings a hypothesis compares.</summary>
public enum ContrastForm
{
    /// <summary>A setting, with a margin: <c>Adam</c>.</summary>
    Setting,

    /// <summary>A setting that is said to have more than another: <c>Adam &gt; SGD</c>.</summary>
    Pair,

    /// <summary>What a setting adds to its baseline, which is said to be more than what another adds to its own:
    /// <c>Adam, L2 - Adam &gt; SGD, L2 - SGD</c>.</summary>
    PairOverBaselines,
}

/// <summary>The settings of a study that are compared for a hypothesis, as the study's file names them.</summary>
/// <param name="Names">What the study calls them (<see cref="TrainingStudy.SettingsByName"/>): one; two; or a setting, its baseline,
/// another setting and that one's baseline.</param>
public sealed record Contrast(ImmutableArray<string> Names)
{
    private const string More = " > ", Less = " - ";

    /// <summary>The contrast as files and pages write it.</summary>
    public string Text => Names.Length switch
    {
        1 => Names[0],
        2 => $"{Names[0]}{More}{Names[1]}",
        _ => $"{Names[0]}{Less}{Names[1]}{More}{Names[2]}{Less}{Names[3]}",
    };

    /// <summary>Reads a contrast.</summary>
    /// <param name="text">What <see cref="Text"/> writes.</param>
    /// <param name="form">The form that the hypothesis needs.</param>
    /// <returns>The contrast; null where the text has another form.</returns>
    public static Contrast? Parse(string text, ContrastForm form)
    {
        ArgumentNullException.ThrowIfNull(text);
        var sides = text.Split(More, StringSplitOptions.TrimEntries);
        string[] names = form switch
        {
            ContrastForm.Setting when sides.Length == 1 => sides,
            ContrastForm.Pair when sides.Length == 2 => sides,
            ContrastForm.PairOverBaselines when sides.Length == 2 =>
                [.. sides.Select(side => side.Split(Less, StringSplitOptions.TrimEntries))
                    .Where(side => side.Length == 2)
                    .SelectMany(side => side)],
            _ => [],
        };
        return names.Length == Count(form) && !names.Contains("") ? new Contrast([.. names]) : null;
    }

    /// <summary>How a contrast of a form is written.</summary>
    /// <param name="form">The form.</param>
    public static string Expected(ContrastForm form) => form switch
    {
        ContrastForm.Setting => "the name of a setting",
        ContrastForm.Pair => "'A > B' with the names of two settings",
        _ => "'A - A0 > B - B0' with the names of two settings, each with its baseline",
    };

    private static int Count(ContrastForm form) => form switch
    {
        ContrastForm.Setting => 1,
        ContrastForm.Pair => 2,
        _ => 4,
    };
}
