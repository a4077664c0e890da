namespace OptimizerDynamics.Checkpoints;

/// <summary>A tensor of a state dict.</summary>
/// <param name="Name">Its name, without the prefixes that wrappers put before all names (<c>module.</c>, <c>_orig_mod.</c>).</param>
/// <param name="Data">The tensor.</param>
public sealed record NamedTensor(string Name, TensorData Data);
