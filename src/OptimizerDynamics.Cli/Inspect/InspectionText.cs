using System.Globalization;
using OptimizerDynamics.Checkpoints;
using Spectre.Console;

namespace OptimizerDynamics.Cli;

/// <summary>The page of one checkpoint in a terminal: what the file is, a table of its layers, and the answer.</summary>
/// <param name="console">Where it goes.</param>
/// <param name="width">The columns that there are.</param>
/// <param name="isWhole">Whether every layer has its row, however many there are.</param>
internal sealed class InspectionText(IAnsiConsole console, int width, bool isWhole)
{
    /// <summary>Sentences are broken at this length, or at the terminal's edge where that is nearer.</summary>
    private const int LineLength = 100;

    /// <summary>With more layers only those are shown that have something to tell: a table of more rows than a terminal has lines hides
    /// its own beginning.</summary>
    private const int MostRows = 40;

    /// <summary>The largest number of different settings of parameter groups that are shown.</summary>
    private const int MostGroups = 4;

    /// <summary>Writes the page.</summary>
    /// <param name="file">What the file is called.</param>
    /// <param name="reading">What it says.</param>
    public void Write(string file, CheckpointReading reading)
    {
        WriteFacts(file, reading);
        if (!reading.Layers.IsEmpty)
            WriteLayers(reading);
        WriteEnd(reading);
    }

    /// <summary>The median of a layer's decay rates of γ: of all that are finite. Null where none is known.</summary>
    /// <param name="layer">The layer.</param>
    public static double? MedianRate(LayerReading layer)
    {
        double[] rates = [.. (layer.Decay?.Gamma ?? []).Where(double.IsFinite).Order()];
        return rates.Length == 0 ? null : (rates[(rates.Length - 1) / 2] + rates[rates.Length / 2]) / 2;
    }

    /// <summary>What the file is, in a few lines.</summary>
    public void WriteFacts(string file, CheckpointReading reading)
    {
        var source = reading.Source is { } key ? $", read from '{key}'" : "";
        WriteLines($"{file}: {reading.Format}{source}, {Count(reading.Parameters)} parameters");
        if (reading.Optimizer is { Name: { } name } optimizer)
        {
            var groups = optimizer.Groups.Select(group => $"lr {Number(group.LearningRate)}"
                + (group.InitialLearningRate is { } first && first != group.LearningRate ? $" (initially {Number(first)})" : "")
                + $", weight_decay {Number(group.WeightDecay)}").Distinct().ToList();
            WriteLines($"Optimizer: {name}; {string.Join("; ", groups.Take(MostGroups))}{(groups.Count > MostGroups ? "; …" : "")}. Of a "
                + $"silent feature a step takes {optimizer.Meaning}.");
        }

        if (reading.Optimizer?.Problem is { } problem)
            WriteLines($"Decay rates are not known of all: {problem}.");
        foreach (var note in reading.Notes)
            WriteLines(note);
    }

    /// <summary>What could be removed, and the answer.</summary>
    public void WriteEnd(CheckpointReading reading)
    {
        console.WriteLine();
        if (reading.Sum(layer => layer.Removable) is var removable and > 0)
        {
            var (saved, pairs) = (reading.Sum(layer => layer.RemovableParameters), reading.BatchNorms.Count(layer => layer.Removable > 0));
            WriteLines(
                $"Where the convolution before is certain ({pairs} of the layers with dead features), {Count(removable)} filters with "
                + $"|γ| < 1e-3 could be removed, with {Count(saved)} parameters of their own ({Percent(saved, reading.Parameters)} of all) "
                + "and more in the layers that read them; those of residual sums only together.");
        }

        WriteLines(InspectionAnswer.Of(reading), isStrong: true);
    }

    /// <summary>Writes a text, broken to lines.</summary>
    public void WriteLines(string text, bool isStrong = false)
    {
        var line = "";
        foreach (var word in Fault.OneLine(text).Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Math.Min(width, LineLength))
            {
                Flush();
                line = word;
            }
            else
            {
                line += line.Length > 0 ? $" {word}" : word;
            }
        }

        Flush();
        void Flush() => console.Write(new Text(line + "\n", isStrong ? new Style(decoration: Decoration.Bold) : Style.Plain));
    }

    private void WriteLayers(CheckpointReading reading)
    {
        List<LayerReading> shown = [.. reading.Layers];
        if (!isWhole && shown.Count > MostRows)
            shown = [.. shown.Where(layer => layer.BelowSmall + layer.NotFinite + layer.ShiftNotFinite > 0)
                .OrderByDescending(layer => layer.Below).ThenByDescending(layer => layer.BelowSmall).Take(MostRows)];
        if (shown.Count == 0)
        {
            WriteLines($"{Count(reading.Layers.Length)} layers, none with |γ| < 1e-2 or a value that is not finite (--all shows them).");
            return;
        }

        LayerColumn<LayerReading>[] columns = [.. ColumnsOf(reading)];
        new LayerTable<LayerReading>(console, width, columns).Write(shown);
        var rest = reading.Layers.Length - shown.Count;
        if (rest > 0)
            WriteLines($"{Count(rest)} more layers, with fewer small γ or none (--all shows them).");
        WriteLines(
            "silent: |γ| < 1e-3 and β ≤ 0, so a ReLU behind it gives 0 everywhere. Bars: |γ| by decades, from below 1e-7 to above 10."
            + (reading.Layers.Any(layer => layer.Decay?.Gamma is not null)
                ? " decay: the fraction of γ that a step takes while the gradient is silent, the layer's median." : ""));
    }

    private static IEnumerable<LayerColumn<LayerReading>> ColumnsOf(CheckpointReading reading)
    {
        yield return new("layer", layer => layer.Layer.Name, IsText: true, Rank: 0);
        if (reading.Layers.Any(layer => layer.Layer.Kind != NormalizationKind.BatchNorm))
            yield return new("kind", layer => layer.Layer.Kind.Name(), IsText: true, Rank: 2);
        yield return new("features", layer => Count(layer.Features), Rank: 1);
        yield return new("< 1e-3", layer => Count(layer.Below), Rank: 0, IsAlarming: layer => layer.Below > 0 && !layer.IsAllZero);
        yield return new("< 1e-2", layer => Count(layer.BelowSmall), Rank: 3);
        yield return new("γ < 0", layer => Count(layer.Negative), Rank: 6);
        yield return new("silent", layer => layer.NeverFires is { } silent ? Count(silent) : "–", Rank: 2);
        if (reading.Layers.Any(layer => layer.NotFinite + layer.ShiftNotFinite > 0))
            yield return new(
                "not finite", layer => Count(layer.NotFinite + layer.ShiftNotFinite), Rank: 1, IsAlarming: layer => layer.NotFinite > 0);
        yield return new("|γ|", layer => Bars(layer.ScaleHistogram), IsText: true, Rank: 4);
        if (reading.Layers.Any(layer => layer.Decay?.Gamma is not null))
            yield return new("decay", layer => MedianRate(layer) is { } rate ? Number(rate) : "–", Rank: 3);
        if (reading.Layers.Any(layer => layer.Filters is { NearlyZero: > 0 }))
            yield return new("empty filters", layer => layer.Filters is { } filters ? Count(filters.NearlyZero) : "–", Rank: 5);
        if (reading.Layers.Any(layer => layer.Layer.Convolution is not null))
            yield return new("convolution", layer => layer.Layer.Convolution?.Name ?? "–", IsText: true, Rank: 7);
    }

    /// <summary>A bar for each decade, the largest of full height.</summary>
    private static string Bars(Histogram histogram)
    {
        const string Heights = "▁▂▃▄▅▆▇█";
        var most = histogram.Counts.Max();
        return string.Concat(histogram.Counts.Select(
            count => count == 0 ? '·' : Heights[(int)Math.Ceiling((double)count / most * Heights.Length) - 1]));
    }

    internal static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    internal static string Number(double? value) => value switch
    {
        null => "unknown",
        0 => "0",
        { } number => number.ToString(Math.Abs(number) is >= 0.01 and < 1e5 ? "G3" : "0.##e+0", CultureInfo.InvariantCulture),
    };

    private static string Percent(long part, long of) =>
        of == 0 ? "0 %" : $"{(100.0 * part / of).ToString("0.##", CultureInfo.InvariantCulture)} %";
}
