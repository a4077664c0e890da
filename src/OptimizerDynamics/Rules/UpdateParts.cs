namespace OptimizerDynamics;

/// <summary>What an interpreter can keep of each step, beside taking it.</summary>
/// <remarks>
/// <see cref="Loss"/> and <see cref="Decay"/> are what the update is made of: two tracks that go through the chain side by side, each with
/// its own momentum, over the denominators of the actual run, into which loss gradients and decay went together. So each is a share of
/// what happened, and they sum up to it; neither is what would have happened without the other (<see cref="WithoutDecay"/> is).
/// </remarks>
[Flags]
public enum UpdateParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The loss's part of the update.</summary>
    Loss = 1,

    /// <summary>
    /// The decay's part of the update: what comes of that which rules add that say so (<see cref="UpdateRule.AddsDecay"/>).
    /// </summary>
    Decay = 2,

    /// <summary>The update itself, which was subtracted from θ.</summary>
    Update = 4,

    /// <summary>θ as it was before the step.</summary>
    Parameters = 8,

    /// <summary>The update that the same state and gradient give when nothing decays in this step: for rules that do not split.</summary>
    WithoutDecay = 16,

    /// <summary>Both parts, and what they sum up to.</summary>
    Split = Loss | Decay | Update,
}
