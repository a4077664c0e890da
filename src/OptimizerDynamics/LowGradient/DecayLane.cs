namespace OptimizerDynamics;

/// <summary>One simulated parameter: how hard it is regularized, and what gradient it sees.</summary>
/// <param name="Lambda">λ, in [0, ∞): multiplies the λ of every regularization of the chain.</param>
/// <param name="Process">The process that draws its gradients.</param>
/// <param name="Seed">The seed of the noise in its gradients.</param>
public readonly record struct DecayLane(double Lambda, GradientProcess Process, ulong Seed);

/// <summary>How a simulated parameter decayed. Iterations are counted from the transition.</summary>
/// <param name="AtTransition">|θ| when the gradient fell silent; NaN before that.</param>
/// <param name="HalfLife">Iterations until |θ| was first at most half of that; infinite when never so far, NaN when θ diverged
/// before.</param>
/// <param name="TimeToThreshold">Iterations until |θ| was first below the threshold; infinite when never so far, NaN when θ diverged
/// before.</param>
/// <param name="Final">|θ| as it stands; NaN or infinite when it diverged.</param>
public readonly record struct DecayOutcome(double AtTransition, double HalfLife, double TimeToThreshold, double Final);
