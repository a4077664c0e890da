using System.Text;
using OptimizerDynamics.Checkpoints;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;

namespace OptimizerDynamics.Cli;

/// <summary>One run of <c>optdyn inspect</c>.</summary>
internal sealed class InspectRun
{
    public required string[] Files { get; init; }

    public bool IsAsGiven { get; init; }

    public bool IsWhole { get; init; }

    public string? Csv { get; init; }

    public string? Json { get; init; }

    public string? Figure { get; init; }

    /// <summary>Reads everything, then writes everything: bad input never leaves an output behind.</summary>
    public int Run(CommandContext context)
    {
        RequireOutputs();
        using var csv = Begun("--csv", Csv);
        using var json = Begun("--json", Json);
        using var figure = Begun("--figure", Figure);
        var history = Read();

        // All is made before anything is shown or written.
        var drawn = Figure is null ? [] : Drawn(history);
        Write(csv, "--csv", Csv, () => Encoding.UTF8.GetBytes(InspectionCsv.Of(history)));
        Write(json, "--json", Json, () => Encoding.UTF8.GetBytes(InspectionJson.Of(history)));
        Write(figure, "--figure", Figure, () => drawn);
        if (Json == OutputFile.StandardOutput)
            context.Output.Write(InspectionJson.Of(history));
        else if (Csv == OutputFile.StandardOutput)
            context.Output.Write(InspectionCsv.Of(history));
        else
            Show(history, context);
        foreach (var (file, option, path) in new[] { (csv, "--csv", Csv), (json, "--json", Json), (figure, "--figure", Figure) })
        {
            if (file is not null)
                OutputFile.Do(option, path!, file.Commit);
        }

        return ExitCodes.Success;
    }

    private byte[] Drawn(CheckpointHistory history) => InspectionFigures.Of(history) is { Count: > 0 } figures
        ? FigureSheet.Draw(figures, Paper.Light, EndingOf(Figure!))
        : throw new InputException($"--figure: no layer of {history.Files[^1]} has a γ to draw; leave the option out");

    /// <summary>Shows the page: to a terminal with its width and colours.</summary>
    private void Show(CheckpointHistory history, CommandContext context)
    {
        var console = StyledOutput.On(context.Output);
        var text = new InspectionText(console, console.Profile.Width, IsWhole);
        if (history.Files.Length == 1)
            text.Write(history.Files[0], history.Readings[0]);
        else
            new HistoryText(console, console.Profile.Width, text, IsAsGiven).Write(history);
    }

    private CheckpointHistory Read()
    {
        string[] files = IsAsGiven ? Files : [.. Files.Order(new NaturalOrder())];
        var readings = new List<CheckpointReading>();
        foreach (var path in files)
        {
            using (var file = CheckpointFile.Open(path))
                readings.Add(CheckpointReading.Of(file.Content));
            if (CheckpointHistory.Difference(readings[0], readings[^1]) is { } difference)
                throw new InputException(
                    $"{path}: expected the layers of {files[0]}, to follow them over time: {difference}; inspect it by itself");
        }

        return CheckpointHistory.Of([.. files], [.. readings]);
    }

    private static AtomicFile? Begun(string option, string? path) =>
        path is null or OutputFile.StandardOutput ? null : OutputFile.Create(option, path);

    private static void Write(AtomicFile? file, string option, string? path, Func<byte[]> content)
    {
        if (file is null)
            return;
        var bytes = content();
        OutputFile.Do(option, path!, () => file.Stream.Write(bytes));
    }

    private void RequireOutputs()
    {
        if (Figure is not null && !FigureSheet.Endings.Contains(EndingOf(Figure)))
            throw new InputException(
                $"--figure: expected a file that ends with {string.Join(" or ", FigureSheet.Endings)}, found '{Figure}'");
        if (Json == OutputFile.StandardOutput && Csv == OutputFile.StandardOutput)
            throw new InputException("--csv: standard output is also given to --json; expected a file");
        List<(string Option, string? Path)> named = [("--csv", Csv), ("--json", Json), ("--figure", Figure)];
        named.RemoveAll(output => output.Path is null or OutputFile.StandardOutput);
        var taken = Files.Select(file => ("the checkpoint", AtomicFile.Resolve(file))).ToList();
        foreach (var (option, path) in named)
        {
            var resolved = AtomicFile.Resolve(path!);
            if (taken.FirstOrDefault(other => other.Item2 == resolved).Item1 is { } other)
                throw new InputException($"{option}: '{path}' is also {other}; expected a file of its own");
            taken.Add((option, resolved));
        }
    }

    private static string EndingOf(string path) => Path.GetExtension(path).ToLowerInvariant();
}
