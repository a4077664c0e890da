namespace OptimizerDynamics.Cli;

/// <summary>The setting in every framework's terms.</summary>
internal static class FrameworkSection
{
    /// <summary>Writes a paragraph for each framework.</summary>
    public static void Write(SettingExplanation explanation, SourceList sources, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("What that is elsewhere");
        var isExact = explanation.Equivalents.First(equivalent => equivalent.Framework == explanation.Stated.Framework).IsSame;
        foreach (var equivalent in explanation.Equivalents)
        {
            output.WriteLine();
            var isStated = equivalent.Framework == explanation.Stated.Framework;
            output.WriteLine($"{equivalent.Framework.Title}: {(isStated ? Own(equivalent) : Verdict(equivalent, isExact))}");
            if (equivalent.Optimizer is { } optimizer)
                Write(equivalent, optimizer, sources, output);
            if (equivalent.Framework.Remark.Length > 0)
                output.WriteLine($"    Note: {equivalent.Framework.Remark}.");
        }
    }

    /// <summary>The words for the framework in whose terms the setting was said: what is otherwise there is what is otherwise in all that
    /// follows.</summary>
    private static string Own(FrameworkEquivalent equivalent) => equivalent.IsSame
        ? "yours."
        : "yours, but for what the rule that stands for it here does otherwise.";

    private static string Verdict(FrameworkEquivalent equivalent, bool isExact) => equivalent switch
    {
        { Refusal: { } refusal } => $"there is no equivalent, because {refusal}.",
        { IsSame: true } when isExact => "the same.",
        { IsSame: true } => "the same, but for what yours does otherwise.",
        _ when equivalent.Differences.All(difference => difference.IsEarly) => "the same after the first steps.",
        _ => "nearly the same.",
    };

    private static void Write(FrameworkEquivalent equivalent, FrameworkOptimizer optimizer, SourceList sources, TextWriter output)
    {
        foreach (var line in equivalent.Code)
            output.WriteLine($"        {line}");
        foreach (var (decay, number, isCoupled) in new[]
        {
            (optimizer.L2, equivalent.L2, true), (optimizer.WeightDecay, equivalent.WeightDecay, false),
        })
        {
            if (decay is not null && number > 0)
                output.WriteLine($"    {ExplainWords.DecayOf(decay, isCoupled, equivalent.Framework)} {sources.Of(decay.Source)}");
        }

        foreach (var difference in equivalent.Differences)
            output.WriteLine($"    But {difference.Text} {sources.Of(difference.Source)}");
        output.WriteLine($"    Its defaults: {string.Join(", ", Defaults(optimizer))} {sources.Of(optimizer.Source)}");
    }

    private static IEnumerable<string> Defaults(FrameworkOptimizer optimizer)
    {
        static string Number(double value) => double.IsNaN(value) ? "none" : ExplainWords.Number(value);
        var switches = OptimizerCatalog.Find(optimizer.Rule)!.Settings.Where(setting => setting.IsSwitch)
            .Select(setting => setting.Key).ToHashSet();
        foreach (var argument in optimizer.Arguments)
        {
            var values = string.Join(", ", argument.Values.Select(
                value => !switches.Contains(value.Key) ? Number(value.Default) : value.Default == 0 ? "off" : "on"));
            yield return argument.Values.Length == 1 ? $"{argument.Name} {values}" : $"{argument.Name} ({values})";
        }

        foreach (var decay in new[] { optimizer.L2, optimizer.WeightDecay })
        {
            if (decay is { Spelling: DecaySpelling.Argument })
                yield return $"{decay.Name} {Number(decay.Default)}";
        }
    }
}
