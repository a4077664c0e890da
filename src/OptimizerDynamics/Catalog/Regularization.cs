namespace OptimizerDynamics;

/// <summary>What draws θ towards 0, and the place in the update at which it enters. Each is a setting of the named optimizers
/// (<see cref="CommonSettings.Of"/>).</summary>
public enum Regularization
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>λ·θ, coupled: it joins the gradient before the optimizer sees it.</summary>
    L2,

    /// <summary>λ·θ, decoupled, in the paper's form: θ shrinks by λ times the schedule's multiplier, whatever the optimizer does.</summary>
    WeightDecay,

    /// <summary>λ·sign(θ), coupled: the subgradient of L1 joins the gradient (<see cref="AddSign"/>).</summary>
    L1,

    /// <summary>L1 by its proximal map, decoupled: |θ| loses λ times the schedule's multiplier, down to an exact 0
    /// (<see cref="SoftThreshold"/>).</summary>
    ProximalL1,
}
