using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>What the report of a training study shows.</summary>
/// <param name="Title">The report's title.</param>
/// <param name="Layer">The layer whose γ and β are drawn; C6 in the paper.</param>
/// <param name="Hypotheses">The paper's hypotheses that the study was made to test, by their ids. Named before anything runs: what else its
/// trainings might seem to say is no verdict.</param>
/// <param name="Against">What sparsity is drawn against: a parameter whose values are numbers, such as <c>batchSize</c>; null for no such
/// figure.</param>
/// <param name="Tables">The tables of the paper that are set beside what was measured.</param>
public sealed record TrainingReport(
    string Title, string Layer, ImmutableArray<string> Hypotheses, TrialParameter? Against, ImmutableArray<ComparedTable> Tables)
{
    private const string AgainstKey = "against", TablesKey = "tables";

    /// <summary>Reads the section <c>report</c> of a study; all of it can be left out.</summary>
    /// <param name="source">The study; its name is the title where none is given.</param>
    /// <exception cref="InputException">A key, type or value cannot be used.</exception>
    internal static TrainingReport Read(StudySource source)
    {
        var map = source.Map.RequireMap("report", "the report");
        map?.RequireKnownKeys(["title", "layer", "hypotheses", AgainstKey, TablesKey]);
        string[] testable =
        [
            .. source.Registry.Hypotheses.Where(hypothesis => hypothesis.StudyKind == TrainingTrial.Kind)
                .Select(hypothesis => hypothesis.Id),
        ];
        var hypotheses = map?.Texts("hypotheses", $"some of {string.Join(", ", testable)}") ?? [];
        if (hypotheses.FirstOrDefault(id => !testable.Contains(id)) is { } unknown)
            throw map!.Wrong("hypotheses", $"hypotheses: {Nearest.Unknown("hypothesis", unknown, testable)}");
        return new TrainingReport(
            map?.Text("title", "a title") ?? source.Name, map?.Text("layer", "a layer's name") ?? "C6", [.. hypotheses],
            map is not null && map.Has(AgainstKey) ? Drawable(map, source.Registry) : null,
            map is not null && map.Has(TablesKey) ? TablesIn(map) : []);
    }

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
