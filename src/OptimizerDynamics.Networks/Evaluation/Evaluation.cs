namespace OptimizerDynamics.Networks;

/// <summary>How well a network classifies a set of images.</summary>
/// <param name="Loss">The mean cross-entropy, in nats.</param>
/// <param name="Top1Error">The fraction of images whose class does not have the largest logit, in [0, 1].</param>
/// <param name="Top5Error">The fraction of images whose class is not among the five largest logits, in [0, 1]; 0 with five classes or
/// fewer.</param>
public readonly record struct Evaluation(double Loss, double Top1Error, double Top5Error);
