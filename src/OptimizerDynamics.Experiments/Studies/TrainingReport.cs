using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>What the report of a training study shows.</summary>
/// <param name="Title">The report's title.</param>
/// <param name="Layer">The layer whose γ and β are drawn; C6 in the paper.</param>
/// <param name="Hypotheses">The paper's hypotheses that the study was made to test, by their ids. Named before anything runs: what else its trainings might seem to say is no verdict.</param>
/// <param name="Against">The key of what sparsity is drawn against, such as <c>batchSize</c>; null for no such figure.</param>
public sealed record TrainingReport(string Title, string Layer, ImmutableArray<string> Hypotheses, string? Against)
{
    /// <summary>The hypotheses that trainings can test: all but H11.</summary>
    public static ImmutableArray<string> Testable { get; } = [.. Enumerable.Range(1, 13).Where(number => number != 11).Select(number => $"H{number}")];

    /// <summary>Reads the section <c>report</c> of a study; all of it can be left out.</summary>
    /// <param name="study">The study.</param>
    /// <param name="name">The study's name, which is the title where none is given.</param>
    /// <exception cref="InputException">A key, type or value cannot be used.</exception>
    internal static TrainingReport Read(YamlMap study, string name)
    {
        var map = study.RequireMap("report", "the report");
        map?.RequireKnownKeys(["title", "layer", "hypotheses", "against"]);
        string[] factors = [.. TrainingFactor.All.Select(factor => factor.Key)];
        var hypotheses = map?.Texts("hypotheses", $"some of {string.Join(", ", Testable)}") ?? [];
        var against = map?.Text("against", $"one of {string.Join(", ", factors)}");
        if (hypotheses.FirstOrDefault(id => !Testable.Contains(id)) is { } unknown)
            throw map!.Wrong("hypotheses", $"hypotheses: {Nearest.Unknown("hypothesis", unknown, [.. Testable])}");
        if (against is not null && !factors.Contains(against))
            throw map!.Wrong("against", $"against: {Nearest.Unknown("key", against, factors)}");
        return new TrainingReport(map?.Text("title", "a title") ?? name, map?.Text("layer", "a layer's name") ?? "C6", [.. hypotheses], against);
    }
}
