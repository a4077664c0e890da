using System.Globalization;
using OptimizerDynamics.Checkpoints;
using Spectre.Console;

namespace OptimizerDynamics.Cli;

/// <summary>The page of several checkpoints of one training: how many features of each layer are dead in each, and the answer.</summary>
/// <param name="console">Where it goes.</param>
/// <param name="width">The columns that there are.</param>
/// <param name="text">Writes what is the same for one file.</param>
/// <param name="isAsGiven">Whether the files are in the order in which they were named.</param>
internal sealed class HistoryText(IAnsiConsole console, int width, InspectionText text, bool isAsGiven)
{
    /// <summary>The largest number of files that have a column each; of more, some are shown between the first and the last.</summary>
    private const int MostColumns = 8;

    /// <summary>Writes the page.</summary>
    /// <param name="history">The checkpoints.</param>
    public void Write(CheckpointHistory history)
    {
        var count = history.Files.Length;
        text.WriteLines(
            $"{count} checkpoints, in this order{(isAsGiven ? "" : " (by the numbers in their names; --as-given keeps yours)")}: "
            + string.Join(", ", history.Files));
        text.WriteFacts(history.Files[^1], history.Readings[^1]);
        if (!history.Layers.IsEmpty)
            WriteLayers(history);
        WriteDeaths(history);
        text.WriteEnd(history.Readings[^1]);
    }

    /// <summary>Names of files without what all have in common.</summary>
    /// <param name="files">The files; at least two.</param>
    public static string[] ShortNames(IReadOnlyList<string> files)
    {
        var (first, shortest) = (files[0], files.Min(file => file.Length));
        var prefix = Enumerable.Range(0, shortest).TakeWhile(at => files.All(file => file[at] == first[at])).Count();
        while (prefix > 0 && char.IsAsciiDigit(first[prefix - 1]))
            prefix--;
        var suffix = Enumerable.Range(1, Math.Max(0, shortest - prefix))
            .TakeWhile(at => files.All(file => file[^at] == first[^at]))
            .Count();
        while (suffix > 0 && char.IsAsciiDigit(first[^suffix]))
            suffix--;
        return [.. files.Select((file, place) => file[prefix..^suffix] is { Length: > 0 } name
            ? name : (place + 1).ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>When features died, in a sentence.</summary>
    private void WriteDeaths(CheckpointHistory history)
    {
        var norms = history.Layers.Where(layer => layer.Layer.Kind == NormalizationKind.BatchNorm).ToList();
        var (names, last) = (ShortNames(history.Files), history.Files.Length - 1);
        int[] deaths = [.. Enumerable.Range(0, last + 1).Select(file => norms.Sum(layer => layer.DeathsAt(file)))];
        if (deaths.Sum() == 0)
            return;
        var most = Enumerable.Range(0, last + 1).MaxBy(file => deaths[file]);
        text.WriteLines(
            $"{InspectionText.Count(deaths.Sum())} features of BatchNorm layers are dead at the end, {InspectionText.Count(deaths[0])} of "
                + $"them "
            + $"from the first checkpoint on; most died for good at {names[most]} ({InspectionText.Count(deaths[most])}). "
            + $"{InspectionText.Count(norms.Sum(layer => layer.Revived))} were dead in one checkpoint and alive in a later one.");
    }

    private void WriteLayers(CheckpointHistory history)
    {
        var (count, names) = (history.Files.Length, ShortNames(history.Files));
        int[] shown = count <= MostColumns ? [.. Enumerable.Range(0, count)]
            : [.. Enumerable.Range(0, MostColumns).Select(place => place * (count - 1) / (MostColumns - 1))];
        List<LayerColumn<LayerHistory>> columns =
        [
            new("layer", layer => layer.Layer.Name, IsText: true),
            new("features", layer => InspectionText.Count(layer.Layer.Features), Rank: 2),
            .. shown.Select(file => new LayerColumn<LayerHistory>(
                names[file], layer => InspectionText.Count(layer.Readings[file].Below), Rank: file == count - 1 ? 0 : 1,
                IsAlarming: layer => layer.Readings[file].Below > 0)),
            new("revived", layer => InspectionText.Count(layer.Revived), Rank: 3),
            new("most died at", layer => MostDiedAt(layer, names), IsText: true, Rank: 4),
        ];
        List<LayerHistory> rows = [.. history.Layers.Where(layer => layer.Readings.Any(reading => reading.Below > 0))];
        if (rows.Count > 0)
            new LayerTable<LayerHistory>(console, width, columns).Write(rows);
        text.WriteLines(
            $"Features with |γ| < 1e-3 in each checkpoint, of {rows.Count} layers that have any; {history.Layers.Length - rows.Count} have "
            + "none in any. Revived: dead in one and alive in a later one.");
    }

    private static string MostDiedAt(LayerHistory layer, string[] names)
    {
        var deaths = Enumerable.Range(0, names.Length).Select(file => (File: file, Count: layer.DeathsAt(file))).MaxBy(file => file.Count);
        return deaths.Count == 0 ? "–" : $"{names[deaths.File]} ({deaths.Count})";
    }
}
