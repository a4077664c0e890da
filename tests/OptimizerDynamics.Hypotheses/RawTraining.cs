using System.Text.Json;

namespace OptimizerDynamics.Hypotheses;

/// <summary>Tells whether a hypothesis compares a training with another one.</summary>
/// <param name="one">The training that is expected to lose more.</param>
/// <param name="other">The other one.</param>
/// <param name="all">All trainings of the study.</param>
internal delegate bool IsPair(RawTraining one, RawTraining other, RawTraining[] all);

/// <summary>
/// A training as its record's JSON has it, and comparisons of sparsity by loops: the reports' arithmetic once more, by other code.
/// </summary>
/// <param name="Specification">Its specification's values, as written.</param>
/// <param name="Sparsity">The share of features with |γ| below 1e-3.</param>
internal sealed record RawTraining(IReadOnlyDictionary<string, string> Specification, double Sparsity)
{
    /// <summary>Which pairs each hypothesis compares, and in which keys they may differ.</summary>
    public static readonly IReadOnlyDictionary<string, (IsPair Compares, string[] Differing)> Comparisons =
        new Dictionary<string, (IsPair Compares, string[] Differing)>
        {
            ["H2"] = (
                (one, other, _) =>
                    one.Optimizer != "sgd"
                        && other.Optimizer == "sgd"
                        && one.Lambda > 0
                        && one.Kind == other.Kind
                        && one.Lambda.Equals(other.Lambda),
                ["optimizer"]),
            ["H3"] = (
                (one, other, _) =>
                    one.Optimizer == "adam" && one.Kind == "l2" && other.Kind == "weightDecay" && one.Lambda.Equals(other.Lambda),
                ["optimizer.l2", "optimizer.weightDecay"]),
            ["H4"] = ((one, other, all) => AreNeighbours(one, other, all, training => training.Number("batchSize")), ["batchSize"]),
            ["H5"] = ((one, other, all) => AreNeighbours(other, one, all, training => training.Number("width")), ["width"]),
            ["H6"] = (
                (one, other, _) => one.Specification["data"] == "objects-clean" && other.Specification["data"] == "objects-cluttered",
                ["data"]),
        };

    private string Optimizer => Specification["optimizer"];

    private string Kind => Number("optimizer.l2") > 0 ? "l2" : Number("optimizer.weightDecay") > 0 ? "weightDecay" : "none";

    private double Lambda => Math.Max(Number("optimizer.l2"), Number("optimizer.weightDecay"));

    public static RawTraining[] ReadAll(string file) =>
    [
        .. File.ReadLines(file)
            .Where(line => line.Length > 0)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(record => record.GetProperty("status").GetString() == "completed")
            .Select(record => new RawTraining(
                record.GetProperty("specification").EnumerateObject().ToDictionary(value => value.Name, value => value.Value.ToString()),
                SparsityOf(record.GetProperty("result").GetProperty("layers")))),
    ];

    /// <summary>Mean difference, p-value, seeds and verdict of every comparison that a hypothesis makes.</summary>
    public static IEnumerable<(double Mean, double PValue, int Seeds, VerdictOutcome Outcome)> Compare(
        RawTraining[] trainings, string hypothesis)
    {
        var (isPair, differing) = Comparisons[hypothesis];
        foreach (var one in trainings.GroupBy(training => training.Key(["seed"])))
        {
            foreach (var other in trainings.GroupBy(training => training.Key(["seed"])))
            {
                if (one.First().Key([.. differing, "seed"]) != other.First().Key([.. differing, "seed"])
                    || !isPair(one.First(), other.First(), trainings))
                    continue;
                double[] differences =
                [
                    .. one.SelectMany(
                        first => other.Where(second => second.Specification["seed"] == first.Specification["seed"]),
                        (first, second) => first.Sparsity - second.Sparsity),
                ];
                var (mean, p) = (differences.Average(), PValue(differences));
                yield return (
                    mean, p, differences.Length,
                    p > 0.05 ? VerdictOutcome.Inconclusive : mean > 0 ? VerdictOutcome.Supported : VerdictOutcome.Contradicted);
            }
        }
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

    /// <summary>The smaller and the larger of two neighbours, or of the ends, of a sequence.</summary>
    private static bool AreNeighbours(RawTraining smaller, RawTraining larger, RawTraining[] all, Func<RawTraining, double> value)
    {
        var values = all.Select(value).Distinct().Order().ToList();
        var (from, to) = (values.IndexOf(value(smaller)), values.IndexOf(value(larger)));
        return to == from + 1 || values.Count > 2 && from == 0 && to == values.Count - 1;
    }

    private static double SparsityOf(JsonElement layers)
    {
        double[] scales =
        [
            .. layers.EnumerateArray().SelectMany(layer => layer.GetProperty("scale").EnumerateArray()).Select(scale => scale.GetDouble()),
        ];
        return scales.Count(scale => Math.Abs(scale) < 1e-3) / (double)scales.Length;
    }

    private double Number(string key) =>
        Specification.TryGetValue(key, out var text) ? double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>What two trainings must share: all but some keys, and the settings of the optimizer where that may differ itself.</summary>
    private string Key(string[] without) =>
        string.Join(
            '|',
            Specification.Where(value =>
                !without.Contains(value.Key)
                    && !(without.Contains("optimizer") && value.Key.StartsWith("optimizer.", StringComparison.Ordinal)))
                        .OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"));
}
