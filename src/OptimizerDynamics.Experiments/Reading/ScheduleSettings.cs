using System.Collections.Immutable;
using System.Globalization;
using static System.FormattableString;

namespace OptimizerDynamics.Experiments;

/// <summary>Reads a schedule from settings: a word (<c>schedule: constant</c>) or a mapping with a <c>kind</c>.</summary>
internal static class ScheduleSettings
{
    private static readonly Interval _insideTheRun = new(0, false, 1, false);

    private static readonly Dictionary<string, (string[] Keys, Func<YamlMap, Schedule> Read)> _kinds = new()
    {
        ["constant"] = ([], _ => Schedule.Constant),
        ["steps"] = (
            ["at", "factor"],
            map => Made(map, "at", () => new StepDrops([.. Required(map, "at", map.WholeNumbers("at", 0))], Factor(map)))),
        ["fractions"] = (
            ["at", "factor"],
            map => Made(map, "at", () => new FractionDrops([.. Required(map, "at", map.Numbers("at", _insideTheRun))], Factor(map)))),
        ["cosine"] = (["floor"], map => new CosineSchedule(map.Number("floor", Interval.Fraction) ?? 0)),
        ["warmup"] =
            (["length", "then"], map => new LinearWarmUp(Required(map, "length", map.WholeNumber("length", 1)), Read(map, "then"))),
        ["inverseTime"] = (["rate"], map => new InverseTimeDecay(Required(map, "rate", map.Number("rate", Interval.NonNegative)))),
    };

    /// <summary>The schedule under a key; null when the key is missing.</summary>
    public static Schedule? Read(YamlMap parent, string key)
    {
        if (parent.Map(key, $"the {key}") is { } map)
        {
            var kind =
                map.Text("kind", KindsInWords) ?? throw map.Wrong("kind", $"{key}: expected a key 'kind' with {KindsInWords}, found none");
            var entry = Find(map, "kind", kind);
            map.RequireKnownKeys(["kind", .. entry.Keys]);
            return entry.Read(map);
        }

        if (parent.Text(key, $"{KindsInWords}, or a mapping with a 'kind'") is not { } word)
            return null;
        Find(parent, key, word);
        return word switch
        {
            "constant" => Schedule.Constant,
            "cosine" => new CosineSchedule(),
            _ => throw parent.Wrong(key, $"{key}: '{word}' needs settings; expected a mapping such as {Example(word)}"),
        };
    }

    /// <summary>A schedule as <see cref="Read"/> reads it: a word, or a mapping on one line.</summary>
    /// <exception cref="ArgumentException">Settings have no word for such a schedule.</exception>
    public static string TextOf(Schedule schedule) => schedule switch
    {
        ConstantSchedule => "constant",
        StepDrops steps => Invariant($"{{kind: steps, at: [{Joined(steps.At)}], factor: {steps.Factor:R}}}"),
        FractionDrops fractions => Invariant($"{{kind: fractions, at: [{Joined(fractions.At)}], factor: {fractions.Factor:R}}}"),
        CosineSchedule cosine => Invariant($"{{kind: cosine, floor: {cosine.Floor:R}}}"),
        LinearWarmUp warmUp => Invariant($"{{kind: warmup, length: {warmUp.Length}, then: {TextOf(warmUp.Then)}}}"),
        InverseTimeDecay decay => Invariant($"{{kind: inverseTime, rate: {decay.Rate:R}}}"),
        _ => throw new ArgumentException($"There is no setting that means {schedule}.", nameof(schedule)),
    };

    /// <summary>The schedule that a text of <see cref="TextOf"/> means.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it stands, for messages.</param>
    /// <exception cref="InputException">It means none.</exception>
    public static Schedule Parse(string text, string source) =>
        Read(YamlMap.Parse($"schedule: {text}\n", source, "the schedule"), "schedule")!;

    private static string Joined<T>(IEnumerable<T> values) where T : IFormattable =>
        string.Join(", ", values.Select(value => value.ToString(null, CultureInfo.InvariantCulture)));

    private static string KindsInWords => $"one of {string.Join(", ", _kinds.Keys)}";

    private static string Example(string kind) => kind switch
    {
        "steps" => "{kind: steps, at: [1000, 2000], factor: 0.1}",
        "fractions" => "{kind: fractions, at: [0.75], factor: 0.1}",
        "warmup" => "{kind: warmup, length: 100, then: constant}",
        _ => "{kind: inverseTime, rate: 0.001}",
    };

    private static (string[] Keys, Func<YamlMap, Schedule> Read) Find(YamlMap map, string key, string kind) =>
        _kinds.TryGetValue(kind, out var entry)
            ? entry
            : throw map.Wrong(key, $"{key}: {Nearest.Unknown("schedule", kind, _kinds.Keys)}");

    private static double Factor(YamlMap map) => map.Number("factor", Interval.NonNegative) ?? 0.1;

    private static T Required<T>(YamlMap map, string key, T? value) where T : struct =>
        value ?? throw map.Wrong(key, $"expected a key '{key}' in the schedule, found none");

    private static ImmutableArray<T> Required<T>(YamlMap map, string key, IReadOnlyList<T>? values) =>
        values is null ? throw map.Wrong(key, $"expected a key '{key}' in the schedule, found none") : [.. values];

    private static Schedule Made(YamlMap map, string key, Func<Schedule> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException cause)
        {
            throw map.Wrong(key, Text.FirstLine(cause));
        }
    }
}
