using System.Globalization;
using System.Text;
using OptimizerDynamics.Checkpoints;

namespace OptimizerDynamics.Cli;

/// <summary>Readings of checkpoints as CSV: a row for each layer of each file, with a header; what is not known is empty.</summary>
internal static class InspectionCsv
{
    private static readonly (string Name, Func<LayerHistory, int, string> Cell)[] _columns =
    [
        ("name", (layer, _) => Quoted(layer.Layer.Name)),
        ("kind", (layer, _) => layer.Layer.Kind.Name()),
        Column("features", reading => reading.Features),
        Column("below_1e-3", reading => reading.Below),
        Column("below_1e-2", reading => reading.BelowSmall),
        Column("negative", reading => reading.Negative),
        Column("zero", reading => reading.Zero),
        Column("denormal", reading => reading.Denormal),
        Column("not_finite", reading => reading.NotFinite),
        Column("beta_not_finite", reading => reading.ShiftNotFinite),
        Column("never_fires", reading => reading.NeverFires),
        Column("rarely_fires", reading => reading.RarelyFires),
        ("convolution", (layer, file) => Quoted(layer.Readings[file].Layer.Convolution?.Name ?? "")),
        Column("filters_zero", reading => reading.Filters?.Zero),
        Column("filters_nearly_zero", reading => reading.Filters?.NearlyZero),
        Column("removable", reading => reading.Removable),
        Column("removable_parameters", reading => reading.RemovableParameters),
        Column("decay_rate_gamma_median", reading => InspectionText.MedianRate(reading)),
        Column("decoupled_rate_gamma", reading => reading.Decay?.DecoupledGamma),
    ];

    /// <summary>The table. Of several files each row begins with its file, and ends with how many features die there for good.</summary>
    /// <param name="history">The files.</param>
    public static string Of(CheckpointHistory history)
    {
        var hasFiles = history.Files.Length > 1;
        var text = new StringBuilder();
        text.Append(hasFiles ? "file," : "").AppendJoin(',', _columns.Select(column => column.Name)).Append(hasFiles ? ",died" : "")
            .Append('\n');
        for (var file = 0; file < history.Files.Length; file++)
        {
            foreach (var layer in history.Layers)
            {
                text.Append(hasFiles ? Quoted(history.Files[file]) + "," : "")
                    .AppendJoin(',', _columns.Select(column => column.Cell(layer, file)))
                    .Append(hasFiles ? $",{layer.DeathsAt(file).ToString(CultureInfo.InvariantCulture)}" : "").Append('\n');
            }
        }

        return text.ToString();
    }

    private static (string, Func<LayerHistory, int, string>) Column(string name, Func<LayerReading, double?> value) => (
        name, (layer, file) => value(layer.Readings[file]) is { } number && double.IsFinite(number)
            ? number.ToString(CultureInfo.InvariantCulture) : "");

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
