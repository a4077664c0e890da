using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>What was watched during a training, as a record keeps it: effective decay rates, surveys and
/// deaths.</summary>
/// <remarks><c>decayRates</c>: each window with <c>first</c>, <c>last</c>, and <c>scale</c>, <c>filter</c> and <c>share</c>, a text for
/// each layer (<see cref="FourDigitText"/>: BasicNet at width 1/8 needs 58 KB, and 6 KB for <c>share</c>, which the windows of surveys
/// have). <c>surveys</c>: each with <c>iteration</c>, and <c>firing</c>,
/// <c>selectivity</c>, <c>scale</c> and <c>shift</c>, a list of numbers of four digits for each layer. <c>deaths</c>: <c>iteration</c> and
/// <c>inactive</c>, a number for each layer.</remarks>
internal static class WatchedJson
{
    /// <summary>Windows as JSON.</summary>
    public static JsonArray Of(ImmutableArray<DecayWindow> windows) => new([.. windows.Select(window =>
    {
        var json = new JsonObject
        {
            ["first"] = window.First,
            ["last"] = window.Last,
            ["scale"] = Texts(window.Scale),
            ["filter"] = Texts(window.Filter),
        };
        if (!window.Share.IsEmpty)
            json["share"] = Texts(window.Share);
        return json;
    })]);

    /// <summary>Deaths as JSON.</summary>
    public static JsonArray Of(ImmutableArray<DeathPoint> deaths) => new([.. deaths.Select(point => new JsonObject
    {
        ["iteration"] = point.Iteration,
        ["inactive"] = new JsonArray([.. point.Inactive.Select(count => (JsonNode)count)]),
    })]);

    /// <summary>The deaths of a result; none in one that was written before they were counted.</summary>
    public static ImmutableArray<DeathPoint> DeathsIn(JsonObject result) => result[ResultNames.Deaths] is not { } deaths ? [] :
    [
        .. deaths.AsArray().Select(point => new DeathPoint(
            (long)point!["iteration"]!, [.. point["inactive"]!.AsArray().Select(count => (int)count!)])),
    ];

    /// <summary>Surveys as JSON.</summary>
    /// <param name="surveys">The surveys.</param>
    /// <param name="layered">Writes numbers, layer by layer.</param>
    public static JsonArray Of(ImmutableArray<SurveyPoint> surveys, Func<ImmutableArray<ImmutableArray<double>>, JsonArray> layered) =>
        new([.. surveys.Select(survey => new JsonObject
        {
            ["iteration"] = survey.Iteration,
            ["firing"] = layered(survey.Firing),
            ["selectivity"] = layered(survey.Selectivity),
            ["scale"] = layered(survey.Scale),
            ["shift"] = layered(survey.Shift),
        })]);

    /// <summary>The windows of a result; none in one that was written before they were measured.</summary>
    /// <exception cref="FormatException">They are none.</exception>
    public static ImmutableArray<DecayWindow> WindowsIn(JsonObject result)
    {
        static ImmutableArray<ImmutableArray<double>> In(JsonNode window, string key) =>
            [.. window[key]!.AsArray().Select(text => FourDigitText.Read((string)text!))];
        return result[ResultNames.DecayRates] is not { } windows ? [] :
        [
            .. windows.AsArray().Select(window => new DecayWindow(
                (long)window!["first"]!, (long)window["last"]!, In(window, "scale"), In(window, "filter"))
            { Share = window["share"] is null ? [] : In(window, "share") }),
        ];
    }

    /// <summary>The surveys of a result; none in one that was written before they were made.</summary>
    /// <param name="result">The result.</param>
    /// <param name="layered">Reads numbers, layer by layer, under a key.</param>
    public static ImmutableArray<SurveyPoint> SurveysIn(
        JsonObject result, Func<JsonNode, string, ImmutableArray<ImmutableArray<double>>> layered) =>
        result[ResultNames.Surveys] is not { } surveys ? [] :
        [
            .. surveys.AsArray().Select(survey => new SurveyPoint(
                (long)survey!["iteration"]!, layered(survey, "firing"), layered(survey, "selectivity"), layered(survey, "scale"),
                layered(survey, "shift"))),
        ];

    private static JsonArray Texts(ImmutableArray<ImmutableArray<double>> layers) =>
        new([.. layers.Select(layer => (JsonNode)FourDigitText.Of(layer))]);
}
