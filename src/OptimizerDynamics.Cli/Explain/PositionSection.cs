namespace OptimizerDynamics.Cli;

/// <summary>Where the setting stands in the phase diagram, and what would move it.</summary>
internal static class PositionSection
{
    private const int Margin = 12;

    /// <summary>Writes diagram and changes.</summary>
    public static void Write(SettingExplanation explanation, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Where that stands");
        if (explanation.Position is not { } position)
        {
            output.WriteLine(
                $"There is no law for {explanation.Stated.Setting.Rule.Name}, and a run of this length takes too long to simulate.");
            return;
        }

        output.WriteLine(Verdict(explanation, position));
        if (explanation.Map is { } map)
            WriteMap(map, explanation, output);
        output.WriteLine();
        output.WriteLine(position.Time.End switch
        {
            FateEnd.Reached => "What would save it, each alone:",
            FateEnd.Diverged => "What would tame it, each alone:",
            _ => "What would kill it, each alone:",
        });
        foreach (var change in position.Changes)
            output.WriteLine($"  {Words(change, explanation, position)}");
    }

    private static string Verdict(SettingExplanation explanation, SettingPosition position) => position.Time.End switch
    {
        FateEnd.Reached =>
            $"A silent parameter is below a thousandth {ExplainWords.Time(position.Time.Iterations)} iterations after its last "
            + "gradient: within the run, it dies.",
        FateEnd.Diverged => "A silent parameter diverges: a step takes more of it than there is.",
        _ => $"A silent parameter is not below a thousandth within these {ExplainWords.Count(explanation.Protocol.Iterations)} iterations: "
            + "it survives.",
    };

    private static void WriteMap(SettingMap map, SettingExplanation explanation, TextWriter output)
    {
        var stated = explanation.Stated;
        var rate = stated.Optimizer.NameOf(UpdateSetting.RateKey);
        output.WriteLine();
        output.WriteLine($"{rate,Margin}   a silent parameter is gone within  █ 1 %  ▓ 10 %  ▒ all of the run  · not at all   ╋ you");
        var (column, row) = (Nearest(map.Lambdas, stated.DecayNumber), Nearest(map.Rates, stated.Setting.LearningRate));
        for (var y = map.Rates.Length - 1; y >= 0; y--)
        {
            var isLabelled = y == 0 || y == map.Rates.Length - 1 || y == map.Rates.Length / 2;
            var cells = Enumerable.Range(0, map.Lambdas.Length)
                .Select(x => x == column && y == row ? '╋' : Glyph(map.At(x, y), explanation.Protocol.Silence));
            output.WriteLine($"{(isLabelled ? ExplainWords.Number(map.Rates[y]) : ""),Margin} │ {string.Concat(cells)}");
        }

        var third = map.Lambdas.Length / 2;
        var labels = $"{ExplainWords.Number(map.Lambdas[0]),-1}".PadRight(third - 1) + ExplainWords.Number(map.Lambdas[third]);
        output.WriteLine($"{"",Margin} └{new string('─', map.Lambdas.Length + 1)}");
        output.WriteLine($"{"",Margin}   {labels.PadRight(map.Lambdas.Length - 4)}{ExplainWords.Number(map.Lambdas[^1])}  "
            + $"{stated.Optimizer.NameOf(stated.DecayKey)}");
        if (column < 0 || row < 0)
            output.WriteLine($"{"",Margin}   (you are beyond the edge: 0 has no place on a logarithmic axis)");
    }

    private static int Nearest(IReadOnlyList<double> axis, double value) => value <= 0 ? -1
        : Enumerable.Range(0, axis.Count).MinBy(i => Math.Abs(Math.Log(axis[i] / value)));

    private static char Glyph(double time, double silence) => double.IsNaN(time) ? '!'
        : time <= 0.01 * silence ? '█'
        : time <= 0.1 * silence ? '▓'
        : time <= silence ? '▒'
        : '·';

    private static string Words(SettingChange change, SettingExplanation explanation, SettingPosition position)
    {
        var (stated, checkedBy) = (explanation.Stated, change.IsSimulated ? "simulated" : "by theory");
        var after = change.Time.End == FateEnd.Reached
            ? $"gone after {ExplainWords.Time(change.Time.Iterations)}, {checkedBy}"
            : change.Time.End == FateEnd.Diverged ? $"it diverges, {checkedBy}"
            : $"alive at the end, {checkedBy}";
        switch (change.Kind)
        {
            case SettingChangeKind.Place:
                var place = stated.Setting.L2 > 0 ? "decoupled decay with the same number" : "coupled L2 with the same number";
                return change.Moves ? $"{place} ({after})" : $"{place} does not ({after})";
            case SettingChangeKind.WithoutNormalization:
                return $"no decay of γ and β of normalization, for those ({after})";
            default:
                var key = change.Kind switch
                {
                    SettingChangeKind.Lambda => stated.DecayKey,
                    SettingChangeKind.Rate => UpdateSetting.RateKey,
                    _ => stated.MemoryKey!,
                };
                var name = stated.Optimizer.NameOf(key);
                if (!change.Moves)
                    return $"{name}: no value does";
                var distance = change.Kind == SettingChangeKind.Memory
                    ? $"1 − {name} {ExplainWords.Factor(change.Factor)} times {(change.To > change.From ? "smaller" : "larger")}"
                    : double.IsFinite(change.Factor)
                        ? $"{ExplainWords.Factor(change.Factor)} times {(change.To > change.From ? "larger" : "smaller")}"
                        : "instead of 0";
                return $"{name} = {ExplainWords.Number(change.To)}: {distance} ({after})";
        }
    }
}
