using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>Writes a setting as lines to paste.</summary>
internal static class FrameworkCode
{
    /// <summary>The lines.</summary>
    /// <param name="framework">The framework.</param>
    /// <param name="optimizer">Its optimizer.</param>
    /// <param name="values">Its settings, in its terms.</param>
    /// <param name="decay">The numbers of its decays.</param>
    /// <param name="setting">What it means.</param>
    /// <param name="iterations">The length of the run.</param>
    public static ImmutableArray<string> Of(
        Framework framework, FrameworkOptimizer optimizer, ImmutableSortedDictionary<string, double> values,
        (double L2, double Decoupled) decay,
        UpdateSetting setting, long iterations)
    {
        var scheduled = framework.Scheduled(Text(framework, setting.LearningRate), setting.Schedule, iterations);
        var arguments = ArgumentsOf(framework, optimizer, values, scheduled.Rate).ToList();
        var (inside, outside) = Decays(optimizer, decay, setting, iterations);
        arguments.AddRange(inside);
        if (framework.IsSettingsFile)
            return [$"optimizer: {optimizer.Call}", .. arguments, .. Lines(scheduled.Behind)];
        var call = $"{optimizer.Call}({string.Join(", ", arguments)})";
        foreach (var template in outside.Where(template => template.Spelling == DecaySpelling.Around))
            call = template.Fill(call);
        var lines = $"optimizer = {call}".Split('\n');
        return
        [
            .. lines,
            .. outside.Where(template => template.Spelling == DecaySpelling.Beside).Select(template => template.Fill(call)),
            .. Lines(scheduled.Behind),
        ];
    }

    private static string Text(Framework framework, double value) =>
        framework.IsSettingsFile ? SettingText.Of(value) : SettingText.InPython(value);

    private static string[] Lines(string? text) => text?.Split('\n') ?? [];

    private static IEnumerable<string> ArgumentsOf(
        Framework framework, FrameworkOptimizer optimizer, ImmutableSortedDictionary<string, double> values, string rate)
    {
        if (framework.First.Length > 0)
            yield return framework.First;
        foreach (var argument in optimizer.Arguments)
        {
            string Value(string key) => key == UpdateSetting.RateKey ? rate : ValueOf(framework, optimizer, key, values[key]);
            var texts = argument.Values.Select(value => Value(value.Key)).ToList();
            var text = texts.Count == 1 ? texts[0] : $"({string.Join(", ", texts)})";
            yield return framework.IsSettingsFile ? $"{argument.Name}: {text}" : $"{argument.Name}={text}";
        }

        if (optimizer.Extra.Length > 0)
            yield return optimizer.Extra;
    }

    private static string ValueOf(Framework framework, FrameworkOptimizer optimizer, string key, double value)
    {
        var isSwitch = OptimizerCatalog.Find(optimizer.Rule)!.Settings.First(setting => setting.Key == key).IsSwitch;
        return !isSwitch ? Text(framework, value)
            : framework.IsSettingsFile ? value == 0 ? "false" : "true"
            : value == 0 ? "False" : "True";
    }

    /// <summary>The decays that are arguments, and those that are said otherwise.</summary>
    private static (List<string> Inside, List<Said> Outside) Decays(
        FrameworkOptimizer optimizer, (double L2, double Decoupled) number, UpdateSetting setting, long iterations)
    {
        var (inside, outside) = (new List<string>(), new List<Said>());
        var isOfFile = !optimizer.Call.Contains('.', StringComparison.Ordinal);
        foreach (var (
            decay, value, isDecoupled) in new[] { (optimizer.L2, number.L2, false), (optimizer.WeightDecay, number.Decoupled, true) })
        {
            // Where the default is not 0 its absence would not say 0.
            if (decay is null || (value == 0 && decay.Default == 0) || (value == 0 && decay.Spelling != DecaySpelling.Argument))
                continue;
            var isByHand = isDecoupled && !setting.Schedule.IsIdentity && setting.IsDecayScheduled;
            var template =
                (isByHand ? decay.ScheduledTemplate : null) ?? (decay.Spelling == DecaySpelling.Argument ? "{0}" : decay.Template);
            var said = new Said(
                decay.Spelling, template, isOfFile ? SettingText.Of(value) : SettingText.InPython(value),
                SettingText.InPython(setting.LearningRate),
                FrameworkParts.Multiplier(setting.Schedule, iterations));
            if (decay.Spelling == DecaySpelling.Argument)
                inside.Add(isOfFile ? $"{decay.Name}: {said.Fill("")}" : $"{decay.Name}={said.Fill("")}");
            else
                outside.Add(said);
        }

        return (inside, outside);
    }

    private sealed record Said(DecaySpelling Spelling, string Template, string Number, string Rate, string Multiplier)
    {
        public string Fill(string call) => string.Format(CultureInfo.InvariantCulture, Template, Number, call, Rate, Multiplier);
    }
}
