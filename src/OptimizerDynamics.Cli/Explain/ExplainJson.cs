using System.Text.Encodings.Web;
using System.Text.Json;

namespace OptimizerDynamics.Cli;

/// <summary>An explanation as JSON.</summary>
internal static class ExplainJson
{
    private static readonly JsonSerializerOptions _options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text. Times that are not known are null; <c>end</c> says why.</summary>
    public static string Of(SettingExplanation explanation)
    {
        var (stated, setting, protocol) = (explanation.Stated, explanation.Stated.Setting, explanation.Protocol);
        return JsonSerializer.Serialize(
            new
            {
                framework = stated.Framework.Name,
                optimizer = stated.Optimizer.Name,
                values = stated.Values,
                defaults = stated.Taken,
                setting = new
                {
                    rule = setting.Rule.Name,
                    values = setting.Values,
                    l2 = setting.L2,
                    weightDecay = setting.WeightDecay,
                    schedule = setting.Schedule.ToString(),
                    decayScheduled = setting.IsDecayScheduled,
                    chain = setting.Chain.ToString(),
                },
                iterations = protocol.Iterations,
                transition = protocol.Transition,
                gradient = protocol.Noise,
                equivalents = explanation.Equivalents.Select(Of),
                fates = explanation.Columns.Select(Of),
                l1 = explanation.Sparsifier is { } sparsifier ? Of(sparsifier) : null,
                position = explanation.Position is { } position ? Of(position) : null,
                map = explanation.Map is { } map
                    ? new { lambda = map.Lambdas, lr = map.Rates, times = map.Times.Select(Finite), simulated = map.IsSimulated }
                    : null,
            },
            _options);
    }

    private static object Of(FrameworkEquivalent equivalent) => new
    {
        framework = equivalent.Framework.Name,
        same = equivalent.IsSame,
        refusal = equivalent.Refusal,
        optimizer = equivalent.Optimizer?.Call,
        values = equivalent.Values,
        l2 = equivalent.L2,
        weightDecay = equivalent.WeightDecay,
        code = equivalent.Code,
        differences = equivalent.Differences.Select(difference =>
            new { text = difference.Text, early = difference.IsEarly, source = difference.Source.ToString() }),
        source = equivalent.Optimizer?.Source.ToString(),
    };

    private static object Of(FateColumn column) => new
    {
        decay = column.Places switch
        {
            DecayPlaces.Coupled => "l2",
            DecayPlaces.Decoupled => "weightDecay",
            DecayPlaces.Nowhere => "none",
            _ => "both",
        },
        stated = column.IsStated,
        l2 = column.Setting.L2,
        weightDecay = column.Setting.WeightDecay,
        parameters = column.Fates.Select(fate => new
        {
            name = fate.Case.Name,
            activeFraction = fate.Case.ActiveFraction,
            theory = fate.Law is { } law ? Of(law) : null,
            simulated = Of(fate.Simulated),
        }),
    };

    private static object Of(FatePath path) =>
        new { until = path.End, half = Of(path.TimeTo(0.5)), thousandth = Of(path.TimeTo(FateProtocol.Threshold)) };

    private static object Of(FateTime time) => new { iterations = Finite(time.Iterations), end = Name(time.End.ToString()) };

    private static object Of(SparsifierFate fate) => new
    {
        l1 = fate.Coupled,
        proximalL1 = fate.Proximal,
        start = Finite(fate.Start),
        zero = Of(fate.Arrival),
        stays = fate.IsAtRest,
        swing = Finite(fate.Swing),
    };

    private static object Of(SettingPosition position) => new
    {
        dies = position.Dies,
        time = Of(position.Time),
        simulated = position.IsSimulated,
        changes = position.Changes.Select(change => new
        {
            kind = Name(change.Kind.ToString()),
            from = Finite(change.From),
            to = Finite(change.To),
            factor = Finite(change.Factor),
            moves = change.Moves,
            time = Of(change.Time),
            simulated = change.IsSimulated,
        }),
    };

    private static string Name(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
