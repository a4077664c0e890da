namespace OptimizerDynamics.Checkpoints;

/// <summary>What a PyTorch file holds.</summary>
/// <param name="Root">The object that was saved.</param>
/// <param name="Skipped">The classes of objects in it that were skipped.</param>
internal sealed record TorchTree(CheckpointValue Root, IReadOnlyCollection<string> Skipped)
{
    /// <summary>Reads a pickle.</summary>
    /// <param name="cursor">Where it is; stands behind it afterwards.</param>
    /// <param name="storages">The storages that it may name; null where it may name none.</param>
    /// <exception cref="CheckpointFileException">It is damaged, or names what is not known.</exception>
    public static TorchTree Read(PickleCursor cursor, ITorchStorages? storages)
    {
        var budget = new PickleBudget(cursor.File);
        var vocabulary = new TorchVocabulary(cursor.File, storages, budget);
        return new TorchTree(new PickleMachine(cursor, vocabulary, budget).Run(), vocabulary.Skipped);
    }
}
