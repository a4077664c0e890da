namespace OptimizerDynamics.Cli;

/// <summary>What becomes of parameters: a table, and θ over the run as bars.</summary>
internal static class FateSection
{
    private const int Name = 12, Kind = 11, Cell = 10, Bars = 21;
    private const string Levels = " ▁▂▃▄▅▆▇█";

    /// <summary>Writes table and bars.</summary>
    public static void Write(SettingExplanation explanation, TextWriter output)
    {
        var (protocol, columns) = (explanation.Protocol, explanation.Columns);
        output.WriteLine();
        output.WriteLine("What becomes of a parameter");
        output.WriteLine($"It has a gradient of standard deviation {ExplainWords.Number(protocol.Noise)} (θ is 1) for "
            + $"{ExplainWords.Count(protocol.Transition)} iterations, and from then on only in some mini-batches, or none.");
        output.WriteLine("Iterations from there on until half of θ is left, and a thousandth:");
        output.WriteLine();
        output.WriteLine(new string(' ', Name + Kind) + string.Concat(
            columns.Select(column => $"{ExplainWords.TitleOf(column),-(2 * Cell + 3)}"))
            .TrimEnd());
        output.WriteLine($"{"gradient",-Name}{"",Kind}"
            + string.Concat(columns.Select(_ => $"{"half",Cell}{"1e-3",Cell}   ")).TrimEnd());
        for (var i = 0; i < FateCase.All.Count; i++)
        {
            Line(FateCase.All[i].Name, "theory", columns.Select(column => (column, column.Fates[i].Law)));
            Line("", "simulated", columns.Select(column => (column, (FatePath?)column.Fates[i].Simulated)));
        }

        output.WriteLine();
        WriteLegend(explanation, output);
        WriteBars(explanation, output);

        void Line(string name, string kind, IEnumerable<(FateColumn Column, FatePath? Path)> paths) => output.WriteLine(
            $"{name,-Name}{kind,-Kind}" + string.Concat(paths.Select(path =>
                $"{CellOf(path, 0.5, protocol),Cell}{CellOf(path, FateProtocol.Threshold, protocol),Cell}   ")).TrimEnd());
    }

    private static string CellOf((FateColumn Column, FatePath? Path) of, double fraction, FateProtocol protocol)
    {
        if (of.Path is not { } path)
            return "–";
        var time = path.TimeTo(fraction);
        return time.End switch
        {
            FateEnd.Reached => ExplainWords.Time(time.Iterations),
            FateEnd.HiddenByNoise => "noise",
            FateEnd.Diverged => "diverges",
            _ when path.End < protocol.Silence => $"> {ExplainWords.Time(path.End)}",
            _ => "beyond",
        };
    }

    private static void WriteLegend(SettingExplanation explanation, TextWriter output)
    {
        var iterations = explanation.Protocol.Iterations;
        output.WriteLine($"  beyond: not within these {ExplainWords.Count(iterations)} iterations. –: no law.");
        output.WriteLine("  noise: its gradient moves θ about by more than would be left of it, so it is not gone.");
        if (iterations > FateSimulation.Longest)
            output.WriteLine($"  >: only the first {ExplainWords.Count(FateSimulation.Longest)} iterations are simulated.");
    }

    private static void WriteBars(SettingExplanation explanation, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("θ from the silence to the end of the run (simulated; a dot: below a thousandth):");
        output.WriteLine();
        for (var i = 0; i < FateCase.All.Count; i++)
            output.WriteLine($"{FateCase.All[i].Name,-Name}{"",Kind}" + string.Concat(explanation.Columns.Select(
                column => Bar(column.Fates[i].Simulated, explanation.Protocol) + "  ")).TrimEnd());
    }

    private static string Bar(FatePath path, FateProtocol protocol) => string.Concat(Enumerable.Range(0, Bars).Select(i =>
    {
        var theta = Math.Abs(path.At(protocol.Silence * (i / (Bars - 1.0))));
        return double.IsNaN(theta) ? path.IsDiverged ? '!' : ' '
            : theta < FateProtocol.Threshold ? '·'
            : Levels[Math.Clamp((int)Math.Ceiling(theta * 8), 1, 8)];
    }));
}
