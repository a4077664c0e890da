using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The tables and sentences of a low-gradient report.</summary>
internal sealed class DecayTables(DecaySetting setting, LowGradientReport report)
{
    private const string None = "none";

    /// <summary>What the table of <see cref="Theory"/> says, and what it does not.</summary>
    public const string TheoryText =
        "Half-lives by the laws of [`DecayLaws`](../../src/OptimizerDynamics/LowGradient/DecayLaws.cs) and in the simulation. A law takes "
        + "the settings and no seed: where a rule remembers the noise from before the silence, the law takes its expectation. "
        + "While the memory of that noise divides λθ, the half-life is\n\n"
        + "```\nt = 2/k · ln(1 + ln 2 · √v₀ · k/(2αλ)),   k = ln(1/β₂)\n```\n\n"
        + "λ stands in a logarithm only. Under weight decay the half-life is 0.69/λ.";

    /// <summary>The optimizers with L2, but for SGD, with whose L2 the others' is compared.</summary>
    private IEnumerable<NamedOptimizer> Adaptive => setting.Optimizers.Where(optimizer => optimizer.Name != "sgd"
        && setting.Trials.Any(of => of.Trial.Optimizer == optimizer && of.Trial.Regularization == Regularization.L2));

    /// <summary>The λ of the sweep that the study's file names for curves.</summary>
    private IEnumerable<double> Drawn =>
        setting.Lambdas.Where(lambda => report.Curves.Any(curve => Math.Abs(curve / lambda - 1) < 1e-9));

    /// <summary>The answer in two sentences, for Adam, the optimizer of the paper's claim.</summary>
    public string Answer()
    {
        if (Adaptive.FirstOrDefault(optimizer => optimizer.Name == "adam") is not { } adam)
            return "";
        var comparisons = WithWeightDecay(adam).ToList();
        var (before, after) = (Lambdas(comparisons, VerdictOutcome.Supported), Lambdas(comparisons, VerdictOutcome.Contradicted));
        var answer = (before, after) switch
        {
            (None, None) =>
                "With Adam, the runs do not tell at any λ whether L2 or weight decay of the same λ halves the silent parameter first",
            (_, None) => $"With Adam, L2 halves the silent parameter before weight decay of the same λ does for {before}",
            (None, _) =>
                $"With Adam, L2 halves the silent parameter after weight decay of the same λ does for {after}, and before it for none",
            _ => $"With Adam, L2 halves the silent parameter before weight decay of the same λ does for {before}, and after it for {after}",
        };
        return $"**{answer}.** {DecayText.HalfLives(setting, [.. Drawn])}";
    }

    /// <summary>For each optimizer, the λ at which the hypothesis holds, and those at which it does not.</summary>
    public ReportTable ByOptimizer()
    {
        var larger = $"SGD with L2 of {Say.Setting(report.LargerBy)} λ";
        return new ReportTable(
            ["L2 in …", "is faster than weight decay for λ =", "is slower for", $"is faster than {larger} for", "is slower for"],
            [.. Adaptive.Select(optimizer =>
            {
                var (decay, sgd) = (WithWeightDecay(optimizer).ToList(), WithSgd(optimizer).ToList());
                return ImmutableArray.Create(
                    Theme.TitleOf(optimizer.Name),
                    Lambdas(decay, VerdictOutcome.Supported), Lambdas(decay, VerdictOutcome.Contradicted),
                    Lambdas(sgd, VerdictOutcome.Supported), Lambdas(sgd, VerdictOutcome.Contradicted));
            })],
            5);
    }

    /// <summary>What a reader of the table has to know.</summary>
    public string Remarks()
    {
        var small = 0.1 * Math.Abs(setting.Shared.InitialValue);
        bool IsSmall(NamedOptimizer optimizer, double lambda) =>
            setting.Find(optimizer, Regularization.WeightDecay, lambda)?.AtTransition < small;
        var dead = setting.Lambdas.Where(lambda => Adaptive.Any(optimizer => IsSmall(optimizer, lambda))).ToList();
        return "A λ that is in neither column was not decided: neither run halved the parameter, or the seeds do not tell.\n"
            + (dead.Count == 0
                ? ""
                : $"At λ = {string.Join(", ", dead.Select(Say.Setting))} weight decay has removed more than nine tenths of the parameter "
                    + "before its gradient falls silent; the half-life is that of the rest.\n");
    }

    /// <summary>Median half-lives at whole decades of λ, of L2 and of weight decay.</summary>
    public ReportTable HalfLives() => AtDecades(outcome => outcome.HalfLife);

    /// <summary>Median times until |θ| is below the threshold, at whole decades of λ, of L2 and of weight decay.</summary>
    public ReportTable TimesToThreshold() => AtDecades(outcome => outcome.TimeToThreshold);

    private ReportTable AtDecades(Func<DecayOutcome, double> measure)
    {
        double[] decades = [.. setting.Lambdas.Where(lambda => Math.Abs(Math.Log10(lambda) - Math.Round(Math.Log10(lambda))) < 1e-6)];
        return new ReportTable(
            ["optimizer", .. decades.Select(lambda => $"λ = {Say.Setting(lambda)}")],
            [.. setting.Optimizers.Select(optimizer =>
                ImmutableArray.Create([Theme.TitleOf(optimizer.Name), .. decades.Select(lambda => Pair(optimizer, lambda))]))]);

        string Pair(NamedOptimizer optimizer, double lambda) =>
            $"{DecayText.Median(setting, setting.Find(optimizer, Regularization.L2, lambda), measure)} / "
                + $"{DecayText.Median(setting, setting.Find(optimizer, Regularization.WeightDecay, lambda), measure)}";
    }

    /// <summary>Predicted and measured half-lives at the λ that are drawn.</summary>
    public ReportTable Theory() => new(
        ["", "λ", "theory", "simulation", "95 % interval"],
        [.. from optimizer in setting.Optimizers
            from regularization in Enum.GetValues<Regularization>()
            // What is decoupled is the same under every optimizer.
            where regularization is Regularization.L2 or Regularization.L1 || optimizer.Name == "adam"
            from lambda in Drawn
            let trial = setting.Find(optimizer, regularization, lambda)
            where trial is not null
            let predicted = LowGradientPrediction.HalfLife(trial.Trial, trial.AtTransition)
            where predicted is not null
            let measured = trial.Result.Outcomes.Select(outcome => outcome.HalfLife).ToList()
            where !measured.Any(double.IsNaN)
            let median = SampleMedian.Of(measured)
            select ImmutableArray.Create(
                $"{Theme.TitleOf(optimizer.Name)}, {Theme.TitleOf(regularization)}", Say.Setting(lambda), Time(predicted.Value),
                Time(median.Median), $"{Time(median.Low)} to {Time(median.High)}")]);

    /// <summary>Every measure of every trial, as numbers.</summary>
    public ReportTable Measures() => new(
        [
            "optimizer", "regularization", "lambda", "seeds", "diverged", "half_life_median", "half_life_low", "half_life_high",
            "time_to_threshold_median", "time_to_threshold_low", "time_to_threshold_high", "final_median", "final_low", "final_high"],
        [.. from optimizer in setting.Optimizers
            from regularization in Enum.GetValues<Regularization>()
            from lambda in regularization == Regularization.None ? [0] : setting.Lambdas
            let trial = setting.Find(optimizer, regularization, lambda)
            where trial is not null
            let outcomes = trial.Result.Outcomes
            select ImmutableArray.Create(
            [
                optimizer.Name, regularization.ToString(), lambda.ToString("R", CultureInfo.InvariantCulture), Number(outcomes.Length),
                Number(outcomes.Count(outcome => !double.IsFinite(outcome.Final))),
                .. Over(outcomes, outcome => outcome.HalfLife), .. Over(outcomes, outcome => outcome.TimeToThreshold),
                .. Over(outcomes, outcome => outcome.Final),
            ])],
        2);

    /// <summary>Every comparison with weight decay, as numbers.</summary>
    public ReportTable All() => new(
        [
            "optimizer", "lambda", "seeds", "l2_median", "l2_low", "l2_high", "weight_decay_median", "weight_decay_low",
            "weight_decay_high", "ln_ratio_median", "ln_ratio_low", "ln_ratio_high", "verdict"],
        [.. from optimizer in setting.Optimizers
            from comparison in WithWeightDecay(optimizer)
            let effect = comparison.Verdict.Effect
            select ImmutableArray.Create(
            [
                optimizer.Name, comparison.Lambda.ToString("R", CultureInfo.InvariantCulture), Number(effect.Count),
                .. Numbers(comparison.First), .. Numbers(comparison.Second), .. Numbers(effect),
                comparison.Verdict.Outcome.ToString().ToLowerInvariant(),
            ])]);

    private IEnumerable<Comparison> WithWeightDecay(NamedOptimizer optimizer) => Compared(H11.WithWeightDecay, optimizer);

    private IEnumerable<Comparison> WithSgd(NamedOptimizer optimizer) => Compared(H11.WithSgd(report.LargerBy), optimizer);

    private IEnumerable<Comparison> Compared(LowGradientContrast contrast, NamedOptimizer optimizer) =>
        setting.Lambdas.Select(lambda => Comparison.Of(setting, contrast, optimizer, lambda)).OfType<Comparison>();

    /// <summary>The λ with a verdict: neighbours of the sweep as a range.</summary>
    private string Lambdas(List<Comparison> comparisons, VerdictOutcome outcome)
    {
        var runs = new List<List<double>>();
        foreach (var (place, lambda) in setting.Lambdas.Index())
        {
            if (comparisons.Find(comparison => comparison.Lambda.Equals(lambda))?.Verdict.Outcome != outcome)
                continue;
            if (place > 0 && runs.Count > 0 && runs[^1][^1].Equals(setting.Lambdas[place - 1]))
                runs[^1].Add(lambda);
            else
                runs.Add([lambda]);
        }

        static string Range(List<double> run) =>
            run.Count == 1 ? Say.Setting(run[0]) : $"{Say.Setting(run[0])} to {Say.Setting(run[^1])}";
        return runs.Count == 0 ? None : string.Join(", ", runs.Select(Range));
    }

    private string Time(double iterations) => DecayText.Time(iterations, setting.Horizon);

    /// <summary>Median and interval of a measure; empty where a seed diverged.</summary>
    private static IEnumerable<string> Over(ImmutableArray<DecayOutcome> outcomes, Func<DecayOutcome, double> measure) =>
        outcomes.Any(outcome => !double.IsFinite(outcome.Final) || double.IsNaN(measure(outcome)))
            ? ["", "", ""]
            : Numbers(SampleMedian.Of(outcomes.Select(measure)));

    private static IEnumerable<string> Numbers(SampleMedian median) => [Number(median.Median), Number(median.Low), Number(median.High)];

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
