using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>What the report of a low-gradient study shows.</summary>
/// <param name="Title">The report's title.</param>
/// <param name="Curves">The λ whose decay is drawn; each one of the sweep's.</param>
/// <param name="Against">Whether the report is drawn over the mini-batch: <c>batchSize</c>; null for the usual one, over λ.</param>
/// <param name="LargerBy">How many times larger than the adaptive optimizer's the λ of SGD is in "even for smaller λ"; above 1.</param>
public sealed record LowGradientReport(string Title, ImmutableArray<double> Curves, double LargerBy, string? Against = null)
{
    private const string AgainstKey = "against";
    private static readonly Interval _aboveOne = new(1, false, double.PositiveInfinity, false);

    /// <summary>Reads the section <c>report</c> of a study; all of it can be left out.</summary>
    /// <param name="study">The study.</param>
    /// <param name="name">The study's name, which is the title where none is given.</param>
    /// <exception cref="InputException">A key, type or value cannot be used.</exception>
    internal static LowGradientReport Read(YamlMap study, string name)
    {
        if (study.RequireMap("report", "the report") is not { } map)
            return new LowGradientReport(name, [], 10);
        map.RequireKnownKeys(["title", "curves", "largerBy", AgainstKey]);
        return new LowGradientReport(
            map.Text("title", "a title") ?? name,
            [.. map.Numbers("curves", Interval.Positive) ?? []],
            map.Number("largerBy", _aboveOne) ?? 10,
            map.Text(AgainstKey, LowGradientTrial.BatchSize) is not { } against || against == LowGradientTrial.BatchSize
                ? map.Text(AgainstKey, LowGradientTrial.BatchSize)
                : throw map.Wrong(AgainstKey, $"{AgainstKey}: expected {LowGradientTrial.BatchSize}, found '{against}'"));
    }
}
