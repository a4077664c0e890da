using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>What the report of a low-gradient study shows.</summary>
/// <param name="Title">The report's title.</param>
/// <param name="Curves">The λ whose decay is drawn; each one of the sweep's.</param>
/// <param name="Against">Whether the report is drawn over the mini-batch: <c>batchSize</c>; null for the usual one, over λ.</param>
/// <param name="LargerBy">How many times larger than the adaptive optimizer's the λ of SGD is in "even for smaller λ"; above 1.</param>
/// <param name="Decides">The hypothesis that the study decides: its report is then about that; null for one that describes.</param>
public sealed record LowGradientReport(string Title, ImmutableArray<double> Curves, double LargerBy, string? Against = null,
    Hypothesis? Decides = null)
{
    private const string AgainstKey = "against", DecidesKey = "decides";
    private static readonly Interval _aboveOne = new(1, false, double.PositiveInfinity, false);

    /// <summary>Reads the section <c>report</c> of a study; all of it can be left out.</summary>
    /// <param name="study">The study.</param>
    /// <param name="name">The study's name, which is the title where none is given.</param>
    /// <exception cref="InputException">A key, type or value cannot be used.</exception>
    /// <param name="registry">The hypotheses.</param>
    internal static LowGradientReport Read(YamlMap study, string name, Registry registry)
    {
        if (study.RequireMap("report", "the report") is not { } map)
            return new LowGradientReport(name, [], 10);
        map.RequireKnownKeys(["title", "curves", "largerBy", AgainstKey, DecidesKey]);
        return new LowGradientReport(
            map.Text("title", "a title") ?? name,
            [.. map.Numbers("curves", Interval.Positive) ?? []],
            map.Number("largerBy", _aboveOne) ?? 10,
            map.Text(AgainstKey, LowGradientTrial.BatchSize) is not { } against || against == LowGradientTrial.BatchSize
                ? map.Text(AgainstKey, LowGradientTrial.BatchSize)
                : throw map.Wrong(AgainstKey, $"{AgainstKey}: expected {LowGradientTrial.BatchSize}, found '{against}'"),
            Decided(map, registry));
    }

    private static Hypothesis? Decided(YamlMap map, Registry registry)
    {
        Hypothesis[] all = [.. registry.Hypotheses.Where(hypothesis => hypothesis.StudyKind == LowGradientTrial.Kind)];
        var known = string.Join(" or ", all.Select(hypothesis => hypothesis.Id));
        return map.Text(DecidesKey, known) is not { } id ? null
            : Array.Find(all, hypothesis => hypothesis.Id == id)
                ?? throw map.Wrong(DecidesKey, $"{DecidesKey}: expected {known}, found '{id}'");
    }
}
