using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>
/// The phase diagram around a setting: when a silent parameter is gone, over the number that says how strongly it decays and over the
/// learning rate, both in the framework's terms.
/// </summary>
/// <param name="Lambdas">The number, column by column.</param>
/// <param name="Rates">The learning rate, row by row from the smallest.</param>
/// <param name="Times">Iterations until it is gone, row by row; infinite where not within the run, NaN where θ diverges or a value cannot
/// be used.</param>
/// <param name="IsSimulated">Whether the times are simulated; else they are the law's.</param>
public sealed record SettingMap(
    ImmutableArray<double> Lambdas, ImmutableArray<double> Rates, ImmutableArray<double> Times, bool IsSimulated)
{
    private const double LambdaReach = 1000, RateReach = 100;
    private const int Columns = 49, Rows = 17, SimulatedRows = 9;

    /// <summary>The time of a cell.</summary>
    /// <param name="column">The index of the number.</param>
    /// <param name="row">The index of the learning rate.</param>
    public double At(int column, int row) => Times[row * Lambdas.Length + column];

    /// <summary>Computes the diagram.</summary>
    /// <param name="stated">The setting; it stands in the middle, but for a number or a learning rate of 0, which has no place.</param>
    /// <param name="iterations">The length of the run.</param>
    /// <param name="noise">σ before the silence.</param>
    /// <returns>The diagram; null where there is neither a law nor time to simulate.</returns>
    public static SettingMap? Of(FrameworkSetting stated, long iterations, double noise)
    {
        ArgumentNullException.ThrowIfNull(stated);
        var death = new SilentDeath(iterations, noise);
        var (number, rate) = (stated.DecayNumber > 0 ? stated.DecayNumber : UsualNumber(stated), UsualRate(stated));
        var middle = stated.With(stated.DecayKey, number).With(UpdateSetting.RateKey, rate);
        var hasLaw = death.ByLaw(middle.Setting) is not null;
        if (!hasLaw && !death.CanSimulate)
            return null;
        var lambdas = PhaseDiagram.LogarithmicAxis(number / LambdaReach, number * LambdaReach, Columns);
        var rates = PhaseDiagram.LogarithmicAxis(rate / RateReach, rate * RateReach, hasLaw ? Rows : SimulatedRows);
        var times = rates.SelectMany(value =>
        {
            var ofRow = middle.With(UpdateSetting.RateKey, value);
            return hasLaw
                ? lambdas.Select(lambda => Number(death.BySketch(ofRow.With(stated.DecayKey, lambda).Setting)))
                : death.BySimulation(ofRow.Setting, [.. lambdas.Select(lambda => lambda / number)], 1).Select(time => Number(time));
        });
        return new SettingMap(lambdas, rates, [.. times], !hasLaw);
    }

    private static double Number(FateTime? time) => time?.Iterations ?? double.NaN;

    /// <summary>A number that people give where none was given: PyTorch's of AdamW where the learning rate multiplies it.</summary>
    private static double UsualNumber(FrameworkSetting stated) =>
        stated.Optimizer.WeightDecay is { Scaling: DecayScaling.LearningRate } decay && decay.Key == stated.DecayKey ? 1e-2 : 1e-4;

    private static double UsualRate(FrameworkSetting stated) => stated.Setting.LearningRate is > 0 and var rate ? rate
        : stated.Setting.Rule.Settings.First(setting => setting.Key == UpdateSetting.RateKey).Default;
}
