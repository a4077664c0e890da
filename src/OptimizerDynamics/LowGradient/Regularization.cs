namespace OptimizerDynamics;

/// <summary>The place in the update at which λ·θ enters.</summary>
public enum Regularization
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Coupled: it joins the gradient before the optimizer sees it.</summary>
    L2,

    /// <summary>Decoupled, in the paper's form: θ shrinks by λ times the schedule's multiplier, whatever the optimizer does.</summary>
    WeightDecay,
}
