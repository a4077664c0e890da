using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>The ways in which a trained network is pruned, each for itself: <c>smallest-scale 0.3 0.5 + random 0.5</c>.</summary>
/// <remarks>Criteria are joined by <c>+</c>, each followed by its amounts; a threshold may be left out where one is usual. Two plans are
/// equal when they name the same criteria with the same amounts in the same order.</remarks>
/// <param name="Steps">Criterion and amount of each, in the order in which they were named; empty for none.</param>
public sealed record PruningPlan(ImmutableArray<PruningStep> Steps)
{
    private const string NoneName = "none";
    private const char Joint = '+';

    /// <summary>No pruning.</summary>
    public static PruningPlan None { get; } = new([]);

    /// <summary>What a text of a plan looks like, for messages.</summary>
    /// <param name="registry">Has the criteria.</param>
    public static string Expected(Registry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return $"{NoneName}, or criteria joined by '{Joint}', each with its amounts, such as 'smallest-scale 0.3 0.5 {Joint} random 0.5': "
            + string.Join(", ", registry.PruningCriteria.Select(criterion => criterion.Name));
    }

    /// <summary>The plan that a text means.</summary>
    /// <param name="text">The text.</param>
    /// <param name="registry">Has the criteria.</param>
    /// <exception cref="FormatException">It means none; the message says what was expected.</exception>
    public static PruningPlan Parse(string text, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(registry);
        if (text.Trim() == NoneName)
            return None;
        ImmutableArray<PruningStep> steps = [.. text.Split(Joint).SelectMany(part => StepsOf(part, registry))];
        var twice = steps.GroupBy(step => step).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null ? new PruningPlan(steps) : throw new FormatException($"'{TextOf(twice)}' is named twice");
    }

    /// <summary>Equal when the steps are.</summary>
    /// <param name="other">The plan to compare with.</param>
    public bool Equals(PruningPlan? other) => other is not null && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override int GetHashCode() => Steps.Aggregate(0, HashCode.Combine);

    /// <summary>The text that <see cref="Parse"/> reads, with every amount written out.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        for (var index = 0; index < Steps.Length; index++)
        {
            if (index > 0 && Steps[index - 1].Criterion == Steps[index].Criterion)
                parts[^1] += $" {NumberText.Of(Steps[index].Amount)}";
            else
                parts.Add(TextOf(Steps[index]));
        }

        return parts.Count == 0 ? NoneName : string.Join($" {Joint} ", parts);
    }

    private static string TextOf(PruningStep step) =>
        step.Criterion.Amount is null ? step.Criterion.Name : $"{step.Criterion.Name} {NumberText.Of(step.Amount)}";

    private static IEnumerable<PruningStep> StepsOf(string part, Registry registry)
    {
        if (part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var name, .. var amounts])
            throw new FormatException($"expected {Expected(registry)}, found nothing");
        var criterion = registry.PruningCriteria.FirstOrDefault(known => known.Name == name) ?? throw new FormatException(
            Nearest.Unknown("criterion", name, [.. registry.PruningCriteria.Select(known => known.Name)]));
        if (amounts is [])
        {
            return criterion.IsUsual
                ? [new PruningStep(criterion, criterion.Amount?.Usual ?? 0)]
                : throw new FormatException(
                    $"{name}: expected a {criterion.Amount!.Name} in {criterion.Amount.Range} behind it, found none");
        }

        return criterion.Amount is { } amount
            ? amounts.Select(text => new PruningStep(criterion, NumberOf(text, name, amount)))
            : throw new FormatException($"{name}: expected no amount behind it, found '{amounts[0]}'");
    }

    private static double NumberOf(string text, string name, PruningAmount amount) =>
        InvariantNumber.TryParse(text, NumberStyles.Float, out double number) && amount.Range.Contains(number)
            ? number + 0.0
            : throw new FormatException($"{name}: expected a {amount.Name} in {amount.Range}, found '{text}'");
}
