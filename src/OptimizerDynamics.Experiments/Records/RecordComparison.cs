using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace OptimizerDynamics.Experiments;

/// <summary>What another run of a trial gave, beside its record: whether every number came out the same.</summary>
/// <remarks>Compared are status, reason and result: every value that the record has, exactly as it is written. What was measured of the
/// machine (<see cref="TrialRecord.Measured"/>) is not, and a result may have members that the record has not: it was written before a
/// measure was added.</remarks>
/// <param name="Values">The number of values compared, those that are missing here among them.</param>
/// <param name="Differences">A line for each value that differs: <c>layers[2].scale[0]: 0.25 in the record, 0.5 here</c>.</param>
public sealed record RecordComparison(int Values, ImmutableArray<string> Differences)
{
    /// <summary>Whether nothing differs.</summary>
    public bool IsSame => Differences.IsEmpty;

    /// <summary>Compares the result of another run with a record.</summary>
    /// <param name="recorded">The record.</param>
    /// <param name="again">The record of the other run.</param>
    /// <exception cref="ArgumentException">They are of different trials.</exception>
    public static RecordComparison Of(TrialRecord recorded, TrialRecord again)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(again);
        if (recorded.Id != again.Id)
            throw new ArgumentException($"The records are of the trials {recorded.Id} and {again.Id}.", nameof(again));
        var (values, differences) = (0, ImmutableArray.CreateBuilder<string>());
        void Compare(string path, JsonNode? expected, JsonNode? actual)
        {
            switch (expected, actual)
            {
                case (JsonObject members, JsonObject others):
                    foreach (var (name, value) in members)
                    {
                        var inner = path.Length == 0 ? name : $"{path}.{name}";
                        if (others.TryGetPropertyValue(name, out var other))
                            Compare(inner, value, other);
                        else
                            Differ($"{inner}: in the record, and not here");
                    }

                    break;
                case (JsonArray all, JsonArray others) when all.Count == others.Count:
                    for (var i = 0; i < all.Count; i++)
                        Compare($"{path}[{i}]", all[i], others[i]);
                    break;
                case (JsonArray all, JsonArray others):
                    Differ($"{path}: {all.Count} values in the record, {others.Count} here");
                    break;
                default:
                    values++;
                    if (TextOf(expected) is var written && TextOf(actual) is var found && written != found)
                        differences.Add($"{path}: {written} in the record, {found} here");
                    break;
            }
        }

        void Differ(string difference)
        {
            values++;
            differences.Add(difference);
        }

        Compare("status", TrialRecord.StatusName(recorded.Status), TrialRecord.StatusName(again.Status));
        Compare("reason", recorded.Reason, again.Reason);
        Compare("", recorded.Result, again.Result);
        return new RecordComparison(values, differences.ToImmutable());
    }

    private static string TextOf(JsonNode? value) => value?.ToJsonString() ?? "null";
}
