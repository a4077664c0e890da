using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>Where λ·θ enters: at one place, at both, or nowhere.</summary>
[Flags]
public enum DecayPlaces
{
    /// <summary>Nowhere.</summary>
    Nowhere = 0,

    /// <summary>Into the gradient: L2.</summary>
    Coupled = 1,

    /// <summary>Into the step: weight decay.</summary>
    Decoupled = 2,
}

/// <summary>What becomes of parameters under a setting.</summary>
/// <param name="Places">Where its decay stands.</param>
/// <param name="IsStated">Whether it is the setting that is explained.</param>
/// <param name="Setting">The setting.</param>
/// <param name="Fates">A fate for each of <see cref="FateCase.All"/>.</param>
public sealed record FateColumn(DecayPlaces Places, bool IsStated, UpdateSetting Setting, ImmutableArray<Fate> Fates)
{
    /// <summary>Computes the fates.</summary>
    /// <param name="places">Where the decay stands.</param>
    /// <param name="isStated">Whether it is the setting that is explained.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="protocol">The run.</param>
    internal static FateColumn Of(DecayPlaces places, bool isStated, UpdateSetting setting, FateProtocol protocol)
    {
        var simulated = FateSimulation.Run(setting, FateCase.All, protocol);
        return new FateColumn(
            places, isStated, setting,
            [.. FateCase.All.Select((fate, i) => new Fate(fate, FateLaw.Of(setting, fate, protocol), simulated[i]))]);
    }
}

/// <summary>What becomes of a parameter.</summary>
/// <param name="Case">How often it has a gradient.</param>
/// <param name="Law">What theory says; null where there is no law.</param>
/// <param name="Simulated">What the simulation says, as far as it goes.</param>
public sealed record Fate(FateCase Case, FatePath? Law, FatePath Simulated);
