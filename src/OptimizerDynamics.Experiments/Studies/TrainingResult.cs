using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace OptimizerDynamics.Experiments;

/// <summary>How well a network classified a set.</summary>
/// <param name="Loss">Mean cross-entropy, in nats.</param>
/// <param name="Top1Error">Fraction whose class was not the first guess.</param>
/// <param name="Top5Error">Fraction whose class was not among the first five.</param>
public readonly record struct EvaluationResult(double Loss, double Top1Error, double Top5Error);

/// <summary>The features of a layer after training, over the entire training corpus.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Scale">γ of each feature.</param>
/// <param name="Shift">β of each feature.</param>
/// <param name="LargestActivation">The largest absolute activation of each feature.</param>
/// <param name="Selectivity">The fraction of images in which each feature stays below a thousandth of its largest activation.</param>
/// <param name="ClassSelectivity">How much more each feature is active for one class than for the others: (μ − μ₋)/(μ + μ₋).</param>
public sealed record LayerResult(
    string Name, ImmutableArray<double> Scale, ImmutableArray<double> Shift, ImmutableArray<double> LargestActivation, ImmutableArray<double> Selectivity,
    ImmutableArray<double> ClassSelectivity);

/// <summary>What a network costs.</summary>
/// <param name="Parameters">How many numbers are trained.</param>
/// <param name="MultiplyAdds">Multiplications, each with an addition, for one image.</param>
public readonly record struct CostResult(long Parameters, long MultiplyAdds);

/// <summary>What was seen at an iteration of a training.</summary>
/// <param name="Iteration">How many steps had been taken.</param>
/// <param name="Loss">Mean loss of the mini-batches since the point before; NaN at the beginning.</param>
/// <param name="Error">Mean error of those mini-batches; NaN at the beginning.</param>
/// <param name="Inactive">How many features of each layer had |γ| &lt; 1e-3.</param>
/// <param name="Scale">γ of each feature, layer by layer; empty for layers that were not kept (<see cref="TrainingResult.Keeping"/>).</param>
/// <param name="Shift">β of each feature, layer by layer; the same.</param>
public sealed record TrainingPoint(
    long Iteration, double Loss, double Error, ImmutableArray<int> Inactive, ImmutableArray<ImmutableArray<double>> Scale, ImmutableArray<ImmutableArray<double>> Shift)
{
    /// <summary>How selective every feature was, layer by layer: measured once, at the first point behind a quarter of the training; empty at the others.</summary>
    public ImmutableArray<ImmutableArray<double>> Selectivity { get; init; } = [];
}

/// <summary>What came out of a training.</summary>
/// <remarks>As JSON: <c>training</c>, <c>test</c>, <c>zeroedTest</c>, <c>zeroedByScaleTest</c> and <c>prunedTest</c>, each <c>loss</c>, <c>top1Error</c> and <c>top5Error</c>; <c>layers</c>, each <c>name</c>, <c>scale</c>, <c>shift</c>,
/// <c>largestActivation</c>, <c>selectivity</c> and <c>classSelectivity</c>; <c>cost</c> and <c>prunedCost</c>, each <c>parameters</c> and <c>multiplyAdds</c>; and <c>curve</c>, each point <c>iteration</c>, <c>loss</c>, <c>error</c>, <c>inactive</c>, <c>scale</c> and <c>shift</c>, and one of them <c>selectivity</c>. Numbers of features have six digits, those of curves four.</remarks>
/// <param name="Training">On the training set.</param>
/// <param name="Test">On the test set.</param>
/// <param name="ZeroedTest">On the test set, with the features that are inactive by their activation (below 1e-12) set to zero.</param>
/// <param name="PrunedTest">On the test set, with those features taken out of the network.</param>
/// <param name="Cost">What the network costs.</param>
/// <param name="PrunedCost">What is left of it without those features.</param>
/// <param name="Layers">The features.</param>
/// <param name="Curve">The way there.</param>
public sealed record TrainingResult(
    EvaluationResult Training, EvaluationResult Test, EvaluationResult ZeroedTest, EvaluationResult PrunedTest, CostResult Cost, CostResult PrunedCost,
    ImmutableArray<LayerResult> Layers, ImmutableArray<TrainingPoint> Curve)
{
    /// <summary>On the test set, with the features that are inactive by their scale (|γ| below 1e-3) set to zero, which the paper calls pruning; null where it was not measured.</summary>
    public EvaluationResult? ZeroedByScaleTest { get; init; }

    /// <summary>How many features there are.</summary>
    public int Features => Layers.Sum(layer => layer.Scale.Length);

    /// <summary>The fraction of features with |γ| below a threshold.</summary>
    /// <param name="threshold">1e-3 in the paper, 1e-2 its looser one.</param>
    public double SparsityByScale(double threshold = 1e-3) => (double)Layers.Sum(layer => layer.Scale.Count(scale => Math.Abs(scale) < threshold)) / Features;

    /// <summary>The fraction of features that never put out more than a threshold.</summary>
    /// <param name="threshold">1e-12 in the paper, 1e-4 its looser one.</param>
    public double SparsityByActivation(double threshold = 1e-12) => (double)Layers.Sum(layer => layer.LargestActivation.Count(activation => activation < threshold)) / Features;

    /// <summary>The same with γ and β on the way for one layer only, or for none, but for the point where selectivity was measured: they are nearly all of a record, and a report draws one layer of one
    /// seed.</summary>
    /// <param name="layer">The layer's name; null for none.</param>
    public TrainingResult Keeping(string? layer)
    {
        ImmutableArray<ImmutableArray<double>> Kept(ImmutableArray<ImmutableArray<double>> layers) => [.. layers.Select((values, place) => Layers[place].Name == layer ? values : [])];
        return this with { Curve = [.. Curve.Select(point => point.Selectivity.IsEmpty ? point with { Scale = Kept(point.Scale), Shift = Kept(point.Shift) } : point)] };
    }

    /// <summary>The result as a record keeps it.</summary>
    public JsonObject ToJson()
    {
        var json = Json();
        if (ZeroedByScaleTest is { } zeroed)
            json["zeroedByScaleTest"] = Node(zeroed);
        return json;
    }

    private JsonObject Json() => new()
    {
        ["training"] = Node(Training),
        ["test"] = Node(Test),
        ["zeroedTest"] = Node(ZeroedTest),
        ["prunedTest"] = Node(PrunedTest),
        ["cost"] = Node(Cost),
        ["prunedCost"] = Node(PrunedCost),
        ["layers"] = new JsonArray([.. Layers.Select(layer => new JsonObject
        {
            ["name"] = layer.Name,
            ["scale"] = NumberList.Of(layer.Scale.Select(Rounded)),
            ["shift"] = NumberList.Of(layer.Shift.Select(Rounded)),
            ["largestActivation"] = NumberList.Of(layer.LargestActivation.Select(Rounded)),
            ["selectivity"] = NumberList.Of(layer.Selectivity.Select(Rounded)),
            ["classSelectivity"] = NumberList.Of(layer.ClassSelectivity.Select(Rounded)),
        })]),
        ["curve"] = new JsonArray([.. Curve.Select(Node)]),
    };

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <param name="json">A record's result.</param>
    /// <exception cref="FormatException">It is none of this kind.</exception>
    public static TrainingResult FromJson(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return new TrainingResult(
                Evaluation(json["training"]!), Evaluation(json["test"]!), Evaluation(json["zeroedTest"]!), Evaluation(json["prunedTest"]!), CostIn(json["cost"]!), CostIn(json["prunedCost"]!),
                [.. json["layers"]!.AsArray().Select(layer => new LayerResult(
                    (string)layer!["name"]!, In(layer, "scale"), In(layer, "shift"), In(layer, "largestActivation"), In(layer, "selectivity"), In(layer, "classSelectivity")))],
                [.. json["curve"]!.AsArray().Select(point => new TrainingPoint(
                    (long)point!["iteration"]!, (double?)point["loss"] ?? double.NaN, (double?)point["error"] ?? double.NaN,
                    [.. NumberList.In(point.AsObject(), "inactive").Select(count => (int)count)], Layered(point, "scale"), Layered(point, "shift"))
                {
                    Selectivity = point["selectivity"] is null ? [] : Layered(point, "selectivity"),
                })])
            {
                ZeroedByScaleTest = json["zeroedByScaleTest"] is { } zeroed ? Evaluation(zeroed) : null,
            };
        }
        catch (Exception cause) when (cause is InvalidOperationException or NullReferenceException or ArgumentNullException)
        {
            throw new FormatException($"the result is none of a training: {cause.Message}", cause);
        }

        static ImmutableArray<double> In(JsonNode node, string key) => [.. NumberList.In(node.AsObject(), key)];

        static ImmutableArray<ImmutableArray<double>> Layered(JsonNode node, string key) =>
            [.. node[key]!.AsArray().Select(layer => ImmutableArray.CreateRange(layer!.AsArray().Select(value => (double)value!)))];
    }

    private static JsonObject Node(TrainingPoint point)
    {
        var json = new JsonObject
        {
            ["iteration"] = point.Iteration,
            ["loss"] = double.IsFinite(point.Loss) ? Rounded(point.Loss) : null,
            ["error"] = double.IsFinite(point.Error) ? Rounded(point.Error) : null,
            ["inactive"] = NumberList.Of(point.Inactive.Select(count => (double)count)),
            ["scale"] = new JsonArray([.. point.Scale.Select(layer => NumberList.Of(layer.Select(Drawn)))]),
            ["shift"] = new JsonArray([.. point.Shift.Select(layer => NumberList.Of(layer.Select(Drawn)))]),
        };
        if (!point.Selectivity.IsEmpty)
            json["selectivity"] = new JsonArray([.. point.Selectivity.Select(layer => NumberList.Of(layer.Select(Drawn)))]);
        return json;
    }

    private static JsonObject Node(EvaluationResult result) =>
        new() { ["loss"] = result.Loss, ["top1Error"] = result.Top1Error, ["top5Error"] = result.Top5Error };

    private static JsonObject Node(CostResult cost) => new() { ["parameters"] = cost.Parameters, ["multiplyAdds"] = cost.MultiplyAdds };

    private static CostResult CostIn(JsonNode node) => new((long)node["parameters"]!, (long)node["multiplyAdds"]!);

    private static EvaluationResult Evaluation(JsonNode node) => new((double)node["loss"]!, (double)node["top1Error"]!, (double)node["top5Error"]!);

    private static double Rounded(double value) => Text("G6", value);

    /// <summary>As a picture shows it: curves are most of a record.</summary>
    private static double Drawn(double value) => Text("G4", value);

    private static double Text(string format, double value) => double.Parse(value.ToString(format, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
