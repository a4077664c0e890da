using System.Collections.Immutable;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>|θ| against the iteration: a panel for each optimizer, L2 and weight decay together, and L1 where there is any.</summary>
internal static class DecayFigure
{
    private static readonly Regularization[] _drawn =
        [Regularization.WeightDecay, Regularization.L2, Regularization.L1, Regularization.ProximalL1];

    /// <summary>The figure; null where there is no iteration after the transition.</summary>
    public static Figure? Of(DecaySetting setting, IReadOnlyList<double> lambdas)
    {
        if (setting.Horizon <= 0 || First(setting.Shared) >= setting.Shared.Iterations)
            return null;
        double[] shown = [.. setting.Lambdas.Where(lambda => lambdas.Any(wanted => Math.Abs(wanted / lambda - 1) < 1e-9))];
        var (shared, neutral) = (setting.Shared, Ink.Text);
        return new Figure(
            "decay",
            "What becomes of a parameter whose gradient falls silent",
            DecayText.HalfLives(setting, shown),
            $"{DecayText.Caption(setting)} Thin lines: theory.",
            4,
            118,
            FigureAxis.Logarithmic("iteration", First(shared), shared.Iterations),
            FigureAxis.Logarithmic("|θ|", shared.Threshold / 3, Highest(setting, shown)),
            [.. setting.Optimizers.Select(optimizer => PanelOf(setting, optimizer, shown))],
            [
                new LegendEntry("L2", neutral, Theme.StrokeOf(Regularization.L2)),
                new LegendEntry("weight decay", neutral, Theme.StrokeOf(Regularization.WeightDecay)),
                .. _drawn.Skip(2).Where(IsThere).Select(kind => new LegendEntry(Theme.TitleOf(kind), neutral, Theme.StrokeOf(kind))),
                .. shown.Select((lambda, rank) =>
                    new LegendEntry($"λ = {Say.Setting(lambda)}", Theme.Tint(neutral, rank, shown.Length), Stroke.Solid, 3)),
                new LegendEntry($"dead below {Say.Setting(shared.Threshold)}", Ink.Muted, Stroke.Dotted, 1),
            ]);

        bool IsThere(Regularization kind) =>
            setting.Optimizers.Any(optimizer => shown.Any(lambda => setting.Find(optimizer, kind, lambda) is not null));
    }

    /// <summary>The first iteration that is shown: before the gradient falls silent nothing happens that is of interest here.</summary>
    private static double First(LowGradientTrial shared) => Math.Max(1, shared.Process.Transition / 4);

    /// <summary>What all curves stay below, with a little room.</summary>
    private static double Highest(DecaySetting setting, double[] lambdas) => 1.6 * (
        from optimizer in setting.Optimizers
        from regularization in _drawn
        from lambda in lambdas
        let found = setting.Find(optimizer, regularization, lambda)
        where found is not null
        from point in found.Result.Curve
        where double.IsFinite(point.Median)
        select point.Median).Append(Math.Abs(setting.Shared.InitialValue)).Append(setting.Shared.Threshold).Max();

    private static Panel PanelOf(DecaySetting setting, NamedOptimizer optimizer, double[] lambdas)
    {
        var (shared, ink) = (setting.Shared, Theme.InkOf(optimizer.Name));
        var marks = ImmutableArray.CreateBuilder<Mark>();
        var (lowest, highest) = (shared.Threshold / 3, Highest(setting, lambdas));
        marks.Add(new Curve(
            "transition", [new(shared.Process.Transition, lowest), new(shared.Process.Transition, highest)], Ink.Muted, Stroke.Dotted, 1));
        if (optimizer == setting.Optimizers[0] && shared.Process.Transition > 0)
        {
            marks.Add(new Label(
                shared.Process.Transition * 1.12, Math.Min(lowest * 12, Math.Sqrt(lowest * highest)), "gradient silent from here",
                Ink.Muted, 8, Anchor.Left));
        }

        marks.Add(new Curve(
            "threshold", [new(First(shared), shared.Threshold), new(shared.Iterations, shared.Threshold)], Ink.Muted, Stroke.Dotted, 1));
        foreach (var regularization in _drawn)
        {
            foreach (var (rank, lambda) in lambdas.Index())
            {
                if (setting.Find(optimizer, regularization, lambda) is not { } found)
                    continue;
                marks.Add(Measured(found, Theme.Tint(ink, rank, lambdas.Length)));
                if (Law(found) is { } law)
                    marks.Add(law);
            }
        }

        return new Panel(Theme.TitleOf(optimizer.Name), "", ink, marks.ToImmutable());
    }

    private static Curve Measured(SimulatedTrial trial, Ink ink)
    {
        var isL1 = IsL1(trial);
        var shown = trial.Result.Curve.Where(point => point.Iteration >= First(trial.Trial) && !(isL1 && point.Low <= 0))
            .Select(point => new PlotPoint(point.Iteration, point.Median, point.Low, point.High));
        var (regularization, lambda) = (trial.Trial.Regularization, trial.Trial.Lambda);
        return new Curve(
            $"{Theme.TitleOf(regularization)} {Say.Setting(lambda)}", [.. shown], ink, Theme.StrokeOf(regularization), 1.7);
    }

    /// <summary>The prediction's curve, at steps that are even on a logarithmic axis; null where no law holds.</summary>
    private static Curve? Law(SimulatedTrial trial)
    {
        if (LowGradientPrediction.Of(trial.Trial, trial.AtTransition) is not { } predicted)
            return null;
        var (transition, end, isL1) = (trial.Trial.Process.Transition, trial.Trial.Iterations, IsL1(trial));
        var steps = Enumerable.Range(0, 161).Select(i => (int)Math.Round((end - transition) * Math.Pow(10, (i - 160) / 50.0))).Distinct();
        return new Curve(
            $"law, {trial.Trial.Regularization} {Say.Setting(trial.Trial.Lambda)}",
            [
                .. steps.Where(step => !(isL1 && predicted[step] <= 0))
                    .Select(step => new PlotPoint(transition + step, predicted[step])),
            ], Ink.Text, Stroke.Solid, 0.5);
    }
    /// <summary>Whether |θ| comes to an exact 0, which has no place on a logarithmic axis: the line ends there.</summary>
    private static bool IsL1(SimulatedTrial trial) => trial.Trial.Regularization is Regularization.L1 or Regularization.ProximalL1;
}
