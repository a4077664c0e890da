using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>The effective decay rates that records of seeds behind the first keep.</summary>
public enum KeptRates
{
    /// <summary>Those of all windows.</summary>
    All,

    /// <summary>Those of the windows in which the features were surveyed.</summary>
    Surveyed,
}

/// <summary>What the report of a training study shows.</summary>
/// <param name="Title">The report's title.</param>
/// <param name="Layer">The layer whose γ and β are drawn; C6 in the paper.</param>
/// <param name="Hypotheses">The hypotheses that the study was made to test, each with the contrasts that test it. Fixed before anything
/// runs:
/// what else its trainings might seem to say is no verdict.</param>
/// <param name="Against">What sparsity is drawn against: a parameter whose values are numbers, such as <c>batchSize</c>; null for no such
/// figure.</param>
/// <param name="PlannedIn">The commit that fixed the hypotheses before records carried their plan's hash; null for none.</param>
/// <param name="DecayRates">The effective decay rates that records of seeds behind the first keep.</param>
/// <param name="Tables">The tables of the paper that are set beside what was measured.</param>
public sealed record TrainingReport(
    string Title, string Layer, ImmutableArray<PlannedHypothesis> Hypotheses, TrialParameter? Against, string? PlannedIn,
    KeptRates DecayRates, ImmutableArray<ComparedTable> Tables)
{
    /// <summary>The key of the hypotheses.</summary>
    internal const string HypothesesKey = "hypotheses";

    private const string AgainstKey = "against", TablesKey = "tables", PlannedInKey = "plannedIn",
        RatesKey = "decayRates", AllRates = "all", SurveyedRates = "surveyed";

    /// <summary>Reads the section <c>report</c> of a study; all of it can be left out.</summary>
    /// <param name="source">The study; its name is the title where none is given.</param>
    /// <exception cref="InputException">A key, type or value cannot be used.</exception>
    internal static TrainingReport Read(StudySource source)
    {
        var map = source.Map.RequireMap("report", "the report");
        map?.RequireKnownKeys(["title", "layer", HypothesesKey, AgainstKey, PlannedInKey, RatesKey, TablesKey]);
        return new TrainingReport(
            map?.Text("title", "a title") ?? source.Name, map?.Text("layer", "a layer's name") ?? "C6",
            map?.RequireMap(HypothesesKey, "the hypotheses") is { } hypotheses
                ? PlannedHypothesis.ReadAll(hypotheses, source.Registry)
                : [],
            map is not null && map.Has(AgainstKey) ? Drawable(map, source.Registry) : null,
            map?.Text(PlannedInKey, "the commit that fixed the hypotheses"),
            map is null ? KeptRates.All : RatesIn(map),
            map is not null && map.Has(TablesKey) ? TablesIn(map) : []);
    }

    private static KeptRates RatesIn(YamlMap map) => map.Text(RatesKey, $"{AllRates} or {SurveyedRates}") switch
    {
        null or AllRates => KeptRates.All,
        SurveyedRates => KeptRates.Surveyed,
        var other => throw map.Wrong(RatesKey, $"{RatesKey}: expected {AllRates} or {SurveyedRates}, found '{other}'"),
    };

    /// <summary>The tables of the paper that are named.</summary>
    private static ImmutableArray<ComparedTable> TablesIn(YamlMap map)
    {
        string[] known = [.. ComparedTables.All.Select(table => table.Name)];
        return
        [
            .. map.Texts(TablesKey, $"some of {string.Join(", ", known)}")!.Select(name =>
                ComparedTables.All.FirstOrDefault(table => table.Name == name)
                ?? throw map.Wrong(TablesKey, $"{TablesKey}: {Nearest.Unknown("table", name, known)}")),
        ];
    }

    /// <summary>The parameter that sparsity is drawn against: one with numbers, which an axis can show.</summary>
    private static TrialParameter Drawable(YamlMap map, Registry registry)
    {
        TrialParameter[] factors = [.. registry.Parameters.Where(parameter => parameter.IsFactor)];
        string[] drawable = [.. factors.Where(parameter => parameter.HasNumber).Select(parameter => parameter.Key)];
        var key = map.Text(AgainstKey, $"one of {string.Join(", ", drawable)}")!;
        var parameter = Array.Find(factors, factor => factor.Key == key)
            ?? throw map.Wrong(AgainstKey, $"{AgainstKey}: {Nearest.Unknown("key", key, drawable)}");
        return parameter.HasNumber
            ? parameter
            : throw map.Wrong(
                AgainstKey,
                $"{AgainstKey}: expected a key whose values are numbers, found '{key}' (expected one of {string.Join(", ", drawable)})");
    }
}
