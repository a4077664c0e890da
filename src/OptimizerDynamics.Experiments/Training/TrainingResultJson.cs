using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>A training's result as a record keeps it.</summary>
/// <remarks>Every evaluation under its name, with <c>loss</c>, <c>top1Error</c> and <c>top5Error</c>; every cost, with <c>parameters</c>
/// and <c>multiplyAdds</c>; every other value, a number; <c>digest</c>, the SHA-256 of θ (<see cref="ParameterDigest"/>);
/// <c>layers</c>, each with <c>name</c>, where there is no γ <c>hasScale</c>, <c>scale</c>, <c>shift</c>, <c>largestActivation</c>,
/// <c>selectivity</c> and
/// <c>classSelectivity</c>; and <c>curve</c>, each point with <c>iteration</c>, <c>loss</c>, <c>error</c>, <c>inactive</c>, <c>scale</c>
/// and <c>shift</c>, and one of them with <c>selectivity</c>; <c>decayRates</c> and <c>surveys</c> (<see cref="WatchedJson"/>). Numbers of
/// features have six digits, those of curves four. What was measured of the machine is among what the record says of its machine
/// (<see cref="TrialRecord.Measured"/>).</remarks>
public static class TrainingResultJson
{
    /// <summary>The members that every record has, in the order in which they are written; others follow by name.</summary>
    private static readonly string[] _order =
    [
        ResultNames.Training, ResultNames.Test, ResultNames.ZeroedTest, ResultNames.PrunedTest, ResultNames.Cost, ResultNames.PrunedCost,
        ResultNames.Digest, ResultNames.Branches, ResultNames.Layers, ResultNames.Curve, ResultNames.Surveys, ResultNames.Deaths,
        ResultNames.DecayRates,
    ];

    /// <summary>The members with a form of their own; others are numbers, costs or evaluations.</summary>
    private static readonly string[] _typed =
        [
            ResultNames.Digest, ResultNames.Branches, ResultNames.Layers, ResultNames.Curve, ResultNames.Surveys, ResultNames.Deaths,
            ResultNames.DecayRates];

    /// <summary>The result of a record, read once.</summary>
    /// <param name="record">The record of a training that was completed.</param>
    /// <exception cref="FormatException">Its result is none of a training.</exception>
    public static TrainingResult Of(TrialRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Read(json => Read(json) with { Machine = record.Measured });
    }

    /// <summary>Writes a result, but for what was measured of the machine.</summary>
    /// <param name="result">The result.</param>
    /// <exception cref="ArgumentException">A name is used twice, or a value is not finite.</exception>
    public static JsonObject ToJson(this TrainingResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var members = new Dictionary<string, JsonNode>
        {
            [ResultNames.Layers] = new JsonArray([.. result.Layers.Select(Node)]),
            [ResultNames.Curve] = new JsonArray([.. result.Curve.Select(Node)]),
        };
        if (!result.Surveys.IsEmpty)
            members.Add(ResultNames.Surveys, WatchedJson.Of(result.Surveys, Layered));
        if (!result.Deaths.IsEmpty)
            members.Add(ResultNames.Deaths, WatchedJson.Of(result.Deaths));
        if (!result.DecayRates.IsEmpty)
            members.Add(ResultNames.DecayRates, WatchedJson.Of(result.DecayRates));
        foreach (var (name, evaluation) in result.Evaluations)
            members.Add(name, Node(evaluation));
        foreach (var (name, cost) in result.Costs)
            members.Add(name, new JsonObject { ["parameters"] = cost.Parameters, ["multiplyAdds"] = cost.Macs });
        if (result.Digest is { } digest)
            members.Add(ResultNames.Digest, digest);
        if (!result.Branches.IsEmpty)
            members.Add(ResultNames.Branches, PrunedBranchJson.Write(result.Branches));
        foreach (var (name, value) in result.Values)
            members.Add(
                name, double.IsFinite(value) ? value : throw new ArgumentException($"{name} = {value} is not finite.", nameof(result)));
        var names = _order.Where(members.ContainsKey).Concat(members.Keys.Except(_order).Order(StringComparer.Ordinal));
        return new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)members[name])));
    }

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <param name="json">A record's result.</param>
    /// <exception cref="FormatException">It is none of a training.</exception>
    public static TrainingResult Read(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var evaluations = ImmutableSortedDictionary.CreateBuilder<string, Evaluation>(StringComparer.Ordinal);
            var costs = ImmutableSortedDictionary.CreateBuilder<string, NetworkCost>(StringComparer.Ordinal);
            var values = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
            foreach (var (name, node) in json.Where(member => !_typed.Contains(member.Key)))
            {
                if (node is JsonValue value && value.GetValueKind() == JsonValueKind.Number)
                    values[name] = (double)value;
                else if (node!["parameters"] is { } parameters)
                    costs[name] = new NetworkCost((long)parameters, (long)node["multiplyAdds"]!);
                else
                    evaluations[name] = new Evaluation((double)node["loss"]!, (double)node["top1Error"]!, (double)node["top5Error"]!);
            }

            Require(evaluations.ContainsKey, ResultNames.Training, ResultNames.Test);
            Require(costs.ContainsKey, ResultNames.Cost);
            return new TrainingResult(
                evaluations.ToImmutable(), costs.ToImmutable(), [.. json[ResultNames.Layers]!.AsArray().Select(LayerIn)],
                [.. json[ResultNames.Curve]!.AsArray().Select(PointIn)])
            {
                Values = values.ToImmutable(),
                Digest = (string?)json[ResultNames.Digest],
                Surveys = WatchedJson.SurveysIn(json, Layered),
                Deaths = WatchedJson.DeathsIn(json),
                DecayRates = WatchedJson.WindowsIn(json),
                Branches = PrunedBranchJson.Read(json[ResultNames.Branches]),
            };
        }
        catch (Exception cause) when (cause is InvalidOperationException or NullReferenceException or ArgumentNullException)
        {
            throw new FormatException($"the result is none of a training: {cause.Message}", cause);
        }
    }

    private static void Require(Func<string, bool> has, params string[] names)
    {
        if (Array.Find(names, name => !has(name)) is { } missing)
            throw new FormatException($"the result is none of a training: it has no '{missing}'");
    }

    private static FeatureStatistics LayerIn(JsonNode? layer)
    {
        ImmutableArray<double> In(string key) => [.. NumberList.In(layer!.AsObject(), key)];
        return new FeatureStatistics(
            (string)layer!["name"]!, In("scale"), In("shift"), In("largestActivation"), In("selectivity"), In("classSelectivity"))
        {
            HasScale = (bool?)layer["hasScale"] ?? true,
        };
    }

    private static CurvePoint PointIn(JsonNode? point)
    {
        ImmutableArray<ImmutableArray<double>> In(string key) => Layered(point!, key);
        return new CurvePoint(
            (long)point!["iteration"]!, (double?)point["loss"] ?? double.NaN, (double?)point["error"] ?? double.NaN,
            [.. NumberList.In(point.AsObject(), "inactive").Select(count => (int)count)], In("scale"), In("shift"))
        {
            Selectivity = point["selectivity"] is null ? [] : In("selectivity"),
        };
    }

    private static JsonObject Node(FeatureStatistics layer)
    {
        var json = new JsonObject { ["name"] = layer.Name };
        if (!layer.HasScale)
            json["hasScale"] = false;
        json["scale"] = NumberList.Of(layer.Scale.Select(SixDigits));
        json["shift"] = NumberList.Of(layer.Shift.Select(SixDigits));
        json["largestActivation"] = NumberList.Of(layer.LargestActivation.Select(SixDigits));
        json["selectivity"] = NumberList.Of(layer.Selectivity.Select(SixDigits));
        json["classSelectivity"] = NumberList.Of(layer.ClassSelectivity.Select(SixDigits));
        return json;
    }

    private static JsonObject Node(CurvePoint point)
    {
        var json = new JsonObject
        {
            ["iteration"] = point.Iteration,
            ["loss"] = double.IsFinite(point.Loss) ? SixDigits(point.Loss) : null,
            ["error"] = double.IsFinite(point.Error) ? SixDigits(point.Error) : null,
            ["inactive"] = NumberList.Of(point.Inactive.Select(count => (double)count)),
            ["scale"] = Layered(point.Scale),
            ["shift"] = Layered(point.Shift),
        };
        if (!point.Selectivity.IsEmpty)
            json["selectivity"] = Layered(point.Selectivity);
        return json;
    }

    /// <summary>Numbers of four digits, layer by layer.</summary>
    private static JsonArray Layered(ImmutableArray<ImmutableArray<double>> layers) =>
        new([.. layers.Select(layer => NumberList.Of(layer.Select(FourDigits)))]);

    private static ImmutableArray<ImmutableArray<double>> Layered(JsonNode point, string key) =>
        [.. point[key]!.AsArray().Select(layer => ImmutableArray.CreateRange(layer!.AsArray().Select(value => (double)value!)))];

    private static JsonObject Node(Evaluation result) =>
        new() { ["loss"] = result.Loss, ["top1Error"] = result.Top1Error, ["top5Error"] = result.Top5Error };

    private static double SixDigits(double value) => Rounded("G6", value);

    /// <summary>As precise as a figure can show: curves are most of a record.</summary>
    private static double FourDigits(double value) => Rounded("G4", value);

    private static double Rounded(string format, double value) =>
        double.Parse(value.ToString(format, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
