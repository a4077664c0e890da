using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OptimizerDynamics.Checkpoints;

namespace OptimizerDynamics.Cli;

/// <summary>Readings of checkpoints as JSON. A number that is not finite is <c>null</c>: JSON has no other word for it.</summary>
internal static class InspectionJson
{
    private static readonly JsonWriterOptions _options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object of one file; of several, that of the last one with the others' histories beside it.</summary>
    /// <param name="history">The files.</param>
    public static string Of(CheckpointHistory history)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, _options))
        {
            json.WriteStartObject();
            Write(json, history.Files[^1], history.Readings[^1]);
            if (history.Files.Length > 1)
                WriteHistory(json, history);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, string file, CheckpointReading reading)
    {
        json.WriteString("file", file);
        json.WriteString("format", reading.Format);
        json.WriteString("source", reading.Source);
        json.WriteString("answer", InspectionAnswer.Of(reading));
        json.WriteNumber("parameters", reading.Parameters);
        json.WriteStartObject("batchnorm");
        json.WriteNumber("layers", reading.BatchNorms.Count());
        json.WriteNumber("features", reading.Sum(layer => layer.Features));
        json.WriteNumber("below_1e-3", reading.Sum(layer => layer.Below));
        json.WriteNumber("below_1e-2", reading.Sum(layer => layer.BelowSmall));
        json.WriteNumber("not_finite", reading.Sum(layer => layer.NotFinite));
        json.WriteNumber("never_fires", reading.Sum(layer => layer.NeverFires ?? 0));
        json.WriteNumber("removable", reading.Sum(layer => layer.Removable));
        json.WriteNumber("removable_parameters", reading.Sum(layer => layer.RemovableParameters));
        json.WriteEndObject();
        WriteOptimizer(json, reading.Optimizer);
        WriteNumbers(json, "histogram_gamma_edges", Histogram.ScaleEdges);
        WriteNumbers(json, "histogram_beta_edges", Histogram.ShiftEdges);
        json.WriteStartArray("layers");
        foreach (var layer in reading.Layers)
            WriteLayer(json, layer);
        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (var note in reading.Notes)
            json.WriteStringValue(note);
        json.WriteEndArray();
    }

    private static void WriteLayer(Utf8JsonWriter json, LayerReading layer)
    {
        json.WriteStartObject();
        json.WriteString("name", layer.Layer.Name);
        json.WriteString("kind", layer.Layer.Kind.Name());
        json.WriteNumber("features", layer.Features);
        json.WriteNumber("below_1e-3", layer.Below);
        json.WriteNumber("below_1e-2", layer.BelowSmall);
        json.WriteNumber("negative", layer.Negative);
        json.WriteNumber("zero", layer.Zero);
        json.WriteNumber("denormal", layer.Denormal);
        json.WriteNumber("not_finite", layer.NotFinite);
        json.WriteNumber("beta_not_finite", layer.ShiftNotFinite);
        WriteCount(json, "never_fires", layer.NeverFires);
        WriteCount(json, "rarely_fires", layer.RarelyFires);
        json.WriteString("convolution", layer.Layer.Convolution?.Name);
        WriteCount(json, "filters_zero", layer.Filters?.Zero);
        WriteCount(json, "filters_nearly_zero", layer.Filters?.NearlyZero);
        json.WriteNumber("removable", layer.Removable);
        json.WriteNumber("removable_parameters", layer.RemovableParameters);
        json.WriteBoolean("has_gamma", layer.Layer.Scale is not null);
        json.WriteBoolean("has_beta", layer.Layer.Shift is not null);
        json.WriteBoolean("has_statistics", layer.Layer.HasStatistics);
        WriteCounts(json, "histogram_gamma", layer.ScaleHistogram);
        WriteCounts(json, "histogram_beta", layer.ShiftHistogram);
        WriteNumbers(json, "firing_shares", layer.Layer.Shift is null ? null : layer.FiringShares);
        WriteNumbers(json, "decay_rate_gamma", layer.Decay?.Gamma);
        WriteNumbers(json, "decay_rate_beta", layer.Decay?.Beta);
        WriteNumber(json, "decay_rate_gamma_at_once", layer.Decay?.GammaAtOnce);
        WriteNumber(json, "decoupled_rate_gamma", layer.Decay?.DecoupledGamma);
        WriteNumber(json, "decoupled_rate_beta", layer.Decay?.DecoupledBeta);
        json.WriteEndObject();
    }

    private static void WriteOptimizer(Utf8JsonWriter json, OptimizerReading? optimizer)
    {
        if (optimizer is null)
        {
            json.WriteNull("optimizer");
            return;
        }

        json.WriteStartObject("optimizer");
        json.WriteString("key", optimizer.Key);
        json.WriteString("name", optimizer.Name);
        json.WriteString("decay", optimizer.Form switch
        {
            DecayForm.Coupled => "coupled",
            DecayForm.Decoupled => "decoupled",
            _ => "coupled or decoupled",
        });
        json.WriteString("rate", optimizer.Meaning);
        json.WriteString("problem", optimizer.Problem);
        json.WriteStartArray("groups");
        foreach (var group in optimizer.Groups)
        {
            json.WriteStartObject();
            WriteNumber(json, "lr", group.LearningRate);
            WriteNumber(json, "weight_decay", group.WeightDecay);
            WriteNumber(json, "initial_lr", group.InitialLearningRate);
            json.WriteNumber("parameters", group.Parameters);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteHistory(Utf8JsonWriter json, CheckpointHistory history)
    {
        json.WriteStartArray("files");
        foreach (var file in history.Files)
            json.WriteStringValue(file);
        json.WriteEndArray();
        json.WriteStartArray("history");
        foreach (var layer in history.Layers)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Layer.Name);
            WriteNumbers(json, "below_1e-3", [.. layer.Readings.Select(reading => (double)reading.Below)]);
            json.WriteStartArray("died_at");
            foreach (var died in layer.DiedAt)
                WriteValue(json, died);
            json.WriteEndArray();
            json.WriteNumber("revived", layer.Revived);
            WriteOverTime(json, "gamma", layer, reading => reading.Scale);
            WriteOverTime(json, "beta", layer, reading => reading.Shift);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOverTime(
        Utf8JsonWriter json, string name, LayerHistory layer, Func<LayerReading, ImmutableArray<double>> values)
    {
        json.WriteStartArray(name);
        foreach (var reading in layer.Readings)
            WriteArray(json, values(reading));
        json.WriteEndArray();
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, Histogram histogram) =>
        WriteNumbers(json, name, [.. histogram.Counts.Select(count => (double)count)]);

    private static void WriteCount(Utf8JsonWriter json, string name, int? count) => WriteNumber(json, name, count);

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        WriteValue(json, value);
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ImmutableArray<double>? values)
    {
        json.WritePropertyName(name);
        if (values is { } known)
            WriteArray(json, known);
        else
            json.WriteNullValue();
    }

    /// <summary>An array on one line: a line for each of a thousand numbers would hide all else.</summary>
    private static void WriteArray(Utf8JsonWriter json, ImmutableArray<double> values) =>
        json.WriteRawValue($"[{string.Join(", ", values.Select(Text))}]", skipInputValidation: true);

    private static string Text(double value) => double.IsFinite(value) ? value.ToString(CultureInfo.InvariantCulture) : "null";

    private static void WriteValue(Utf8JsonWriter json, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumberValue(number);
        else
            json.WriteNullValue();
    }
}
