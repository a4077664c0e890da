using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The tints by which curves of one optimizer that differ in λ are told apart: the larger λ is, the fuller the colour.</summary>
/// <param name="settings">The settings that are drawn; those without regularization have the full colour.</param>
internal sealed class LambdaTints(IEnumerable<TrainingSetting> settings)
{
    private readonly double[] _lambdas =
    [
        .. settings.Select(setting => setting.Shared.Lambda).Where(lambda => lambda > 0).Distinct().Order(),
    ];

    /// <summary>Whether there are several to tell apart.</summary>
    public bool HasSeveral => _lambdas.Length >= 2;

    /// <summary>An entry of the key for each λ; none where there is one only.</summary>
    public IEnumerable<LegendEntry> Key => HasSeveral
        ? _lambdas.Select((lambda, rank) => new LegendEntry($"λ = {Say.Setting(lambda)}", Theme.Tint(Ink.Text, rank, _lambdas.Length)))
        : [];

    /// <summary>The ink of a setting's curve.</summary>
    public Ink InkOf(TrainingSetting setting)
    {
        var (rank, ink) = (Array.IndexOf(_lambdas, setting.Shared.Lambda), CurveFigure.InkOf(setting));
        return rank < 0 ? ink : Theme.Tint(ink, rank, _lambdas.Length);
    }
}
