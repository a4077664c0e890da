namespace OptimizerDynamics.Networks;

/// <summary>What a network costs.</summary>
/// <param name="Parameters">How many numbers are trained.</param>
/// <param name="MultiplyAdds">Multiplications, each with an addition, of convolutions and linear layers for one image; FLOPs are twice as
/// many.</param>
public readonly record struct NetworkCost(long Parameters, long MultiplyAdds);
