using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>What a study with variants calls one of its settings.</summary>
/// <param name="Variant">The name of the setting's variant in the study's file.</param>
/// <param name="Varied">The parameters in which the settings of that variant differ; empty where it has one setting.</param>
public sealed record SettingTitle(string Variant, ImmutableArray<TrialParameter> Varied)
{
    /// <summary>The title: the variant, and the setting's values of what varies within it, such as
    /// <c>sparse by itself, mini-batch 60</c>.</summary>
    /// <param name="setting">A trial of the setting.</param>
    /// <param name="without">Parameters whose values are said elsewhere.</param>
    public string Of(TrainingTrial setting, params TrialParameter?[] without)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(without);
        var values = Varied.Where(parameter => !without.Contains(parameter))
            .Select(parameter => (Parameter: parameter, Text: setting.TextOf(parameter)))
            .Where(value => value.Text != TrialParameter.Nothing).Select(value => value.Parameter.Titled(value.Text));
        return string.Join(", ", values.Prepend(Variant).Where(part => part.Length > 0));
    }
}
