using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>Branches as a record keeps them: <c>criterion</c>, <c>amount</c>, <c>removed</c>, <c>parameters</c>, <c>multiplyAdds</c>,
/// <c>pruned</c>, and where there are such <c>fineTuned</c> and <c>divergence</c>.</summary>
internal static class PrunedBranchJson
{
    /// <summary>Writes branches, in their order.</summary>
    public static JsonArray Write(ImmutableArray<PrunedBranch> branches) => new([.. branches.Select(branch =>
    {
        var node = new JsonObject
        {
            ["criterion"] = branch.Criterion,
            ["amount"] = branch.Amount,
            ["removed"] = branch.Removed,
            ["parameters"] = branch.Cost.Parameters,
            ["multiplyAdds"] = branch.Cost.Macs,
            ["pruned"] = Node(branch.Pruned),
        };
        if (branch.FineTuned is { } tuned)
            node["fineTuned"] = Node(tuned);
        if (branch.Divergence is { } divergence)
            node["divergence"] = divergence;
        return node;
    })]);

    /// <summary>Reads what <see cref="Write"/> wrote; none where there is nothing.</summary>
    /// <exception cref="InvalidOperationException">A member has another type.</exception>
    /// <exception cref="NullReferenceException">A member is missing.</exception>
    public static ImmutableArray<PrunedBranch> Read(JsonNode? branches) => branches is null ? [] : [.. branches.AsArray().Select(node =>
        new PrunedBranch(
            (string)node!["criterion"]!, (double)node["amount"]!, (int)node["removed"]!,
            new NetworkCost((long)node["parameters"]!, (long)node["multiplyAdds"]!), EvaluationIn(node["pruned"]!),
            node["fineTuned"] is { } tuned ? EvaluationIn(tuned) : null)
        {
            Divergence = (string?)node["divergence"],
        })];

    // Of a branch that diverged the loss may be no number, which JSON does not have.
    private static JsonObject Node(Evaluation found) => new()
    {
        ["loss"] = double.IsFinite(found.Loss) ? found.Loss : null,
        ["top1Error"] = found.Top1Error,
        ["top5Error"] = found.Top5Error,
    };

    private static Evaluation EvaluationIn(JsonNode node) =>
        new((double?)node["loss"] ?? double.NaN, (double)node["top1Error"]!, (double)node["top5Error"]!);
}
