namespace OptimizerDynamics.Networks;

/// <summary>What a network costs.</summary>
/// <param name="Parameters">The number of trained parameters.</param>
/// <param name="Macs">The MACs (multiplications, each with an addition) of convolutions and linear layers for one image; FLOPs are
/// twice as many.</param>
public readonly record struct NetworkCost(long Parameters, long Macs);
