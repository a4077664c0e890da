using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>An explanation as a page of text: no colour, so that it is the same in a terminal and in a file.</summary>
internal static class ExplainPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="decayed">The kinds of parameters that decay.</param>
    /// <param name="output">Takes it.</param>
    public static void Write(SettingExplanation explanation, ParameterKinds decayed, TextWriter output)
    {
        var sources = new SourceList();
        WriteHead(explanation, output);
        if (decayed != ParameterKinds.All)
            output.WriteLine($"Only {CommonKeys.TextOf(decayed)} decays; what follows is about a parameter that does.");
        FrameworkSection.Write(explanation, sources, output);
        FateSection.Write(explanation, output);
        SparsifierSection.Write(explanation, output);
        PositionSection.Write(explanation, output);
        output.WriteLine();
        output.WriteLine("Sources");
        foreach (var line in sources.Lines)
            output.WriteLine($"  {line}");
    }

    private static void WriteHead(SettingExplanation explanation, TextWriter output)
    {
        var (stated, optimizer) = (explanation.Stated, explanation.Stated.Optimizer);
        string Pair(string key) => $"{optimizer.NameOf(key)} = {ValueOf(stated, key)}";
        var own = optimizer.Arguments.SelectMany(argument => argument.Values.Select(value => value.Key))
            .Concat(new[] { optimizer.L2?.Key, optimizer.WeightDecay?.Key }.OfType<string>()).Distinct().ToList();
        output.WriteLine(
            $"{optimizer.Call} in the terms of {stated.Framework.Title}, over {ExplainWords.Count(explanation.Protocol.Iterations)} "
                + $"iterations, {ScheduleOf(stated.Setting.Schedule)}");
        var given = own.Where(key => !stated.Taken.Contains(key)).Select(Pair).ToList();
        if (given.Count > 0)
            output.WriteLine($"  given:    {string.Join(", ", given)}");
        if (stated.Taken.Length > 0)
            output.WriteLine($"  defaults: {string.Join(", ", own.Where(key => stated.Taken.Contains(key)).Select(Pair))}");
        output.WriteLine();
        foreach (var line in Formula(stated.Setting))
            output.WriteLine($"  {line}");
    }

    private static string ScheduleOf(Schedule schedule) => schedule.IsIdentity ? "without a schedule" : $"η = {schedule}";

    private static string ValueOf(FrameworkSetting stated, string key)
    {
        var isSwitch = stated.Setting.Rule.Settings.FirstOrDefault(setting => setting.Key == key)?.IsSwitch ?? false;
        return !isSwitch ? ExplainWords.Number(stated.Values[key]) : stated.Values[key] == 0 ? "false" : "true";
    }

    /// <summary>What a step does, as formulas.</summary>
    private static IEnumerable<string> Formula(UpdateSetting setting)
    {
        var eta = setting.Schedule.IsIdentity ? "" : "η·";
        var gradient = setting.L2 == 0 ? "g" : $"g + {ExplainWords.Number(setting.L2)}·θ";
        var decay = setting.WeightDecay == 0
            ? ""
            : $" − {(setting.IsDecayScheduled ? eta : "")}{ExplainWords.Number(setting.WeightDecay)}·θ";
        yield return $"θ ← θ − {eta}{ExplainWords.Number(setting.LearningRate)}·{setting.Rule.Name}({gradient}){decay}";
        if (setting.L2 > 0)
            yield return "The decay is coupled: the rule scales it as it scales the gradient.";
        if (setting.WeightDecay > 0)
        {
            var seldom = setting.Schedule.IsIdentity || !setting.IsDecayScheduled ? "" : " times η";
            yield return $"The decay is decoupled: every step takes {ExplainWords.Number(setting.WeightDecay)} of θ{seldom}, whatever its "
                + $"gradient.";
        }

        if (setting is { L2: 0, WeightDecay: 0 })
            yield return "Nothing decays.";
    }
}
