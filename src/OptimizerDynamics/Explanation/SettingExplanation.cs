using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>What a setting means: in every framework's terms, for parameters that seldom have a gradient, and where it stands.</summary>
/// <param name="Stated">The setting as it was said.</param>
/// <param name="Protocol">The run in which fates are followed.</param>
/// <param name="Equivalents">The same in every framework.</param>
/// <param name="Columns">Fates under the setting, and under the same number at other places.</param>
/// <param name="Map">The phase diagram around it; null where it cannot be computed.</param>
/// <param name="Position">Where it stands in the diagram; null where that cannot be computed.</param>
/// <param name="Sparsifier">What an L1 beside it makes of a silent parameter; null without one. Everything else is without it.</param>
public sealed record SettingExplanation(
    FrameworkSetting Stated,
    FateProtocol Protocol,
    ImmutableArray<FrameworkEquivalent> Equivalents,
    ImmutableArray<FateColumn> Columns,
    SettingMap? Map,
    SettingPosition? Position,
    SparsifierFate? Sparsifier)
{
    /// <summary>Explains a setting.</summary>
    /// <param name="stated">The setting.</param>
    /// <param name="iterations">N, the length of the run, at least 1.</param>
    /// <param name="noise">σ of the gradient where there is one, above 0.</param>
    /// <param name="l1">λ of coupled L1 beside it, at least 0.</param>
    /// <param name="proximalL1">λ of proximal L1 beside it, at least 0.</param>
    public static SettingExplanation Of(
        FrameworkSetting stated, long iterations, double noise = 1, double l1 = 0, double proximalL1 = 0)
    {
        ArgumentNullException.ThrowIfNull(stated);
        var protocol = FateProtocol.Of(stated.Setting, iterations, noise);
        SettingMap? map = null;
        SettingPosition? position = null;
        SparsifierFate? sparsifier = null;
        var asked = Asked(stated).ToList();
        var columns = new FateColumn[asked.Count];
        Parallel.For(0, asked.Count + 3, i =>
        {
            if (i < asked.Count)
                columns[i] = FateColumn.Of(asked[i].Place, asked[i].IsStated, asked[i].Setting, protocol);
            else if (i == asked.Count)
                map = SettingMap.Of(stated, iterations, noise);
            else if (i == asked.Count + 2)
                sparsifier = l1 > 0 || proximalL1 > 0 ? SparsifierFate.Of(stated.Setting, l1, proximalL1, protocol) : null;
            else
                position = SettingPosition.Of(stated, iterations, noise);
        });
        return new SettingExplanation(
            stated, protocol, [.. Frameworks.All.Select(framework => FrameworkEquivalent.Of(framework, stated.Setting, iterations))],
            [.. columns], map, position, sparsifier);
    }

    /// <summary>The setting, and what it is compared with.</summary>
    private static IEnumerable<(DecayPlaces Place, bool IsStated, UpdateSetting Setting)> Asked(FrameworkSetting stated)
    {
        var setting = stated.Setting;
        var own = (setting.L2 > 0 ? DecayPlaces.Coupled : 0) | (setting.WeightDecay > 0 ? DecayPlaces.Decoupled : 0);
        if (own == (DecayPlaces.Coupled | DecayPlaces.Decoupled))
            yield return (own, true, setting);
        if (stated.DecayNumber > 0)
        {
            yield return (DecayPlaces.Coupled, own == DecayPlaces.Coupled, stated.With(Regularization.L2));
            yield return (DecayPlaces.Decoupled, own == DecayPlaces.Decoupled, stated.With(Regularization.WeightDecay));
        }

        yield return (DecayPlaces.Nowhere, own == DecayPlaces.Nowhere, stated.With(Regularization.None));
    }
}
