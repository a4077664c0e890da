namespace OptimizerDynamics.Checkpoints;

/// <summary>What a checkpoint holds, whatever its format.</summary>
/// <param name="Format"><c>pytorch-zip</c>, <c>pytorch-legacy</c>, <c>pytorch-sharded</c>, <c>safetensors</c> or
/// <c>safetensors-sharded</c>.</param>
/// <param name="Source">The key of the wrapper under which the state dict was found (<c>state_dict</c>, <c>model</c>, <c>ema</c>);
/// null where the file is a state dict itself.</param>
/// <param name="Tensors">The state dict, in the file's order.</param>
/// <param name="Root">The whole tree, in which an optimizer's state may stand; null for safetensors.</param>
/// <param name="Notes">What a user should know of how it was read, a sentence each: prefixes that were left out, values that were skipped,
/// further state dicts that were not read.</param>
public sealed record CheckpointContent(
    string Format,
    string? Source,
    IReadOnlyList<NamedTensor> Tensors,
    CheckpointValue? Root,
    IReadOnlyList<string> Notes);
