namespace OptimizerDynamics.Networks;

/// <summary>Branches in checkpoints: what was measured of each, to the last bit.</summary>
internal static class BranchState
{
    /// <summary>Writes a branch.</summary>
    public static void Write(BinaryWriter writer, PrunedBranch branch)
    {
        writer.Write(branch.Removed);
        writer.Write(branch.Cost.Parameters);
        writer.Write(branch.Cost.Macs);
        Write(writer, branch.Pruned);
        writer.Write(branch.FineTuned is not null);
        if (branch.FineTuned is { } tuned)
            Write(writer, tuned);
        writer.Write(branch.Divergence ?? "");
    }

    /// <summary>Reads a branch.</summary>
    /// <param name="reader">What <see cref="Write(BinaryWriter, PrunedBranch)"/> wrote.</param>
    /// <param name="step">The branch's criterion and amount.</param>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public static PrunedBranch Read(BinaryReader reader, PruningStep step)
    {
        var (removed, cost) = (reader.ReadInt32(), new NetworkCost(reader.ReadInt64(), reader.ReadInt64()));
        var pruned = EvaluationIn(reader);
        Evaluation? tuned = reader.ReadBoolean() ? EvaluationIn(reader) : null;
        return new PrunedBranch(step.Criterion.Name, step.Amount, removed, cost, pruned, tuned)
        {
            Divergence = reader.ReadString() is { Length: > 0 } divergence ? divergence : null,
        };
    }

    private static void Write(BinaryWriter writer, Evaluation evaluation)
    {
        writer.Write(evaluation.Loss);
        writer.Write(evaluation.Top1Error);
        writer.Write(evaluation.Top5Error);
    }

    private static Evaluation EvaluationIn(BinaryReader reader) => new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
}
