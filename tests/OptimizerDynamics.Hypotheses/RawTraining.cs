using System.Text.Json;

namespace OptimizerDynamics.Hypotheses;

/// <summary>
/// A training as its record's JSON has it, and contrasts of sparsity by loops: the reports' arithmetic once more, by other code.
/// </summary>
/// <param name="Specification">Its specification's values, as written, without the seed.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="ByScale">The share of features with |γ| below 1e-3.</param>
/// <param name="ByActivation">The share of features whose largest activation is below 1e-12.</param>
internal sealed record RawTraining(string Specification, string Seed, double ByScale, double ByActivation)
{
    /// <summary>The hypotheses that compare the sparsity of two settings, or what regularization adds to it, in both measures.</summary>
    public static readonly string[] Compared = ["H2", "H3", "H4", "H5", "H6", "H17"];

    public static RawTraining[] ReadAll(string file) =>
    [
        .. File.ReadLines(file).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(record => record.GetProperty("status").GetString() == "completed").Select(Read),
    ];

    /// <summary>Mean effect, p-value and number of seeds of a contrast.</summary>
    /// <param name="trainings">The trainings.</param>
    /// <param name="settings">A specification without seed for each of two settings, or of four: a setting and its baseline, twice.</param>
    /// <param name="by">The measure.</param>
    public static (double Mean, double PValue, int Seeds) Compare(
        RawTraining[] trainings, string[] settings, Func<RawTraining, double> by)
    {
        var effects = new List<double>();
        foreach (var first in trainings.Where(training => training.Specification == settings[0]))
        {
            double[] values =
            [
                .. settings.SelectMany(
                    setting => trainings.Where(training => training.Specification == setting && training.Seed == first.Seed)).Select(by),
            ];
            if (values.Length == settings.Length)
                effects.Add(values is [var one, var other] ? one - other : values[0] - values[1] - (values[2] - values[3]));
        }

        return (effects.Average(), PValue([.. effects]), effects.Count);
    }

    /// <summary>A specification's values as one text, the seed aside.</summary>
    public static string Written(JsonElement specification) => string.Join(
        '|', specification.EnumerateObject().Where(value => value.Name != "seed").OrderBy(value => value.Name, StringComparer.Ordinal)
            .Select(value => $"{value.Name}={value.Value}"));

    private static RawTraining Read(JsonElement record)
    {
        var specification = record.GetProperty("specification");
        var layers = record.GetProperty("result").GetProperty("layers");
        return new RawTraining(
            Written(specification), specification.GetProperty("seed").ToString(),
            ShareBelow(layers, "scale", 1e-3), ShareBelow(layers, "largestActivation", 1e-12));
    }

    private static double PValue(double[] differences)
    {
        var (extreme, choices) = (0, 1 << differences.Length);
        for (var choice = 0; choice < choices; choice++)
        {
            var sum = 0.0;
            for (var i = 0; i < differences.Length; i++)
                sum += (choice >> i) % 2 == 0 ? differences[i] : -differences[i];
            if (Math.Abs(sum) >= Math.Abs(differences.Sum()) - 1e-12)
                extreme++;
        }

        return (double)extreme / choices;
    }

    private static double ShareBelow(JsonElement layers, string key, double threshold)
    {
        double[] values =
            [.. layers.EnumerateArray().SelectMany(layer => layer.GetProperty(key).EnumerateArray()).Select(value => value.GetDouble())];
        return values.Count(value => Math.Abs(value) < threshold) / (double)values.Length;
    }
}
