using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The tables and sentences of a low-gradient report that decides a hypothesis.</summary>
internal sealed class ClaimTables
{
    private const string Holds = "holds", Fails = "fails", Depends = "depends on λ", Open = "open";

    private readonly DecaySetting _setting;
    private readonly LowGradientHypothesis _hypothesis;
    private readonly ImmutableArray<TimeComparison> _primary, _all;
    private readonly double[] _lambdas;
    private readonly NamedOptimizer[] _optimizers;

    /// <summary>The tables of runs that share all but optimizer, regularization and λ.</summary>
    public ClaimTables(LowGradientHypothesis hypothesis, DecaySetting setting)
    {
        (_hypothesis, _setting) = (hypothesis, setting);
        _primary = hypothesis.TestPrimary(setting.Trials);
        _all =
        [
            .. hypothesis.TestAll(setting.Trials)
            .OrderBy(found => setting.Optimizers.Index().First(of => of.Item == found.First.Trial.Optimizer).Index)
                .ThenBy(found => hypothesis.Contrasts.IndexOf(found.Contrast)).ThenBy(found => found.First.Trial.Lambda),
        ];
        _lambdas = [.. _all.Select(found => found.First.Trial.Lambda).Distinct().Order()];
        _optimizers = [.. setting.Optimizers.Where(optimizer => _all.Any(found => found.First.Trial.Optimizer == optimizer))];
    }

    /// <summary>What the primary comparisons say; null where one of the runs that they need is missing.</summary>
    public Finding? Finding => _primary.Length == _hypothesis.Contrasts.Length
        ? Decided([.. _primary.Select(found => new TestedContrast(NameOf(found), "", found.Verdict))])
        : null;

    private Finding Decided(ImmutableArray<TestedContrast> primary)
    {
        var outcome = Finding.OutcomeOf(primary);
        return new Finding(_hypothesis.Id, outcome, outcome == HypothesisOutcome.Open ? Finding.NotTold : "", primary, []);
    }

    /// <summary>The number of comparisons whose intervals hold together.</summary>
    public int Count => _all.Length;

    /// <summary>For which optimizers it holds, in two sentences.</summary>
    public string Answer()
    {
        string Those(string word) => string.Join(
            ", ", _optimizers.Where(optimizer => Word(_all.Where(found => found.First.Trial.Optimizer == optimizer)) == word)
                .Select(optimizer => Theme.TitleOf(optimizer.Name))) is { Length: > 0 } names ? names : "none";
        var depends = Those(Depends);
        return Finding is not { } finding
            ? "**The runs that decide are not all there.**"
            : $"**With Adam, L2 {(finding.Outcome == HypothesisOutcome.Supported ? "kills" : "does not kill")} the silent parameter "
                + $"before weight decay of the same λ, and before SGD with L2 of {Say.Setting(H11.LargerBy)} times the λ.** For λ up to "
                + $"{Say.Setting(_lambdas[^1])} the claim holds for {Those(Holds)}, and fails for {Those(Fails)}"
                + $"{(depends == "none" ? "" : $"; for {depends} it depends on λ")}"
                + $"{(Those(Open) is "none" ? "" : $"; for {Those(Open)} it is open")}.";
    }

    /// <summary>The comparisons that decide.</summary>
    public ReportTable Primary() => new(
        ["", "this", "the other", "times as fast", "95 % interval", "verdict"],
        [.. _primary.Select(found => ImmutableArray.Create(
            NameOf(found), Time(found.FirstTime.Median), Time(found.OtherTime.Median), Ratio(found.Verdict.Effect.Median),
            $"{Ratio(found.Verdict.Effect.Low)} to {Ratio(found.Verdict.Effect.High)}", InWords(found.Verdict.Outcome)))]);

    /// <summary>All comparisons, optimizer by optimizer: + where L2 in it is faster, − where it is slower, · where neither is decided; and
    /// the two times.</summary>
    public ReportTable ByOptimizer() => new(
        [
            "L2 in …", .. _lambdas.Select(lambda => $"before weight decay, λ = {Say.Setting(lambda)}"),
            .. _lambdas.Select(lambda => $"of λ = {Say.Setting(lambda)} before SGD of {Say.Setting(lambda * H11.LargerBy)}"),
            "the claim"],
        [.. from optimizer in _optimizers
            let own = _all.Where(found => found.First.Trial.Optimizer == optimizer).ToList()
            select ImmutableArray.Create(
            [
                Theme.TitleOf(optimizer.Name),
                .. from contrast in _hypothesis.Contrasts
                   from lambda in _lambdas
                   select Cell(own.Find(found => found.Contrast == contrast && found.First.Trial.Lambda.Equals(lambda))),
                Word(own),
            ])]);

    /// <summary>The times without regularization.</summary>
    public string Control()
    {
        var none = _setting.Trials.Where(of => of.Trial.Regularization == Regularization.None).ToList();
        var gone = none.Where(of => double.IsFinite(MedianOf(of))).OrderBy(MedianOf).ToList();
        var some = none.Except(gone).Where(of => of.Result.Outcomes.Any(outcome => double.IsFinite(_hypothesis.Measure(outcome)))).ToList();
        string Names(List<SimulatedTrial> of, Func<SimulatedTrial, string> more) =>
            string.Join(", ", of.Select(trial => $"{Theme.TitleOf(trial.Trial.Optimizer.Name)}{more(trial)}"));
        return none.Count == 0 ? ""
            : (gone.Count == 0 ? "Without regularization no optimizer brings half of its seeds below the threshold within the run"
                : $"Without regularization, noise alone takes θ below the threshold in the median of "
                    + Names(gone, trial => $" (after {Time(MedianOf(trial))})"))
                + (some.Count == 0 ? "." : $"; it does so in some seeds of {Names(some, _ => "")}.");
    }

    /// <summary>Every comparison, as numbers.</summary>
    public ReportTable All() => new(
        [
            "optimizer", "lambda", "other", "other_lambda", "seeds", "this_median", "other_median", "ln_ratio_median", "ln_ratio_low",
            "ln_ratio_high", "confidence", "verdict"],
        [.. from found in _all
            let effect = found.Verdict.Effect
            let other = found.Other.Trial
            select ImmutableArray.Create(
            [
                found.First.Trial.Optimizer.Name, Number(found.First.Trial.Lambda), $"{other.Optimizer.Name} {other.Regularization}",
                .. new[]
                {
                    other.Lambda, effect.Count, found.FirstTime.Median, found.OtherTime.Median, effect.Median, effect.Low, effect.High,
                    effect.Confidence,
                }.Select(Number),
                InWords(found.Verdict.Outcome),
            ])]);

    private static string Word(IEnumerable<TimeComparison> of) =>
        (of.Any(found => found.Verdict.Outcome == VerdictOutcome.Supported),
            of.Any(found => found.Verdict.Outcome == VerdictOutcome.Contradicted)) switch
        {
            (true, true) => Depends,
            (true, false) => Holds,
            (false, true) => Fails,
            _ => Open,
        };

    private static string NameOf(TimeComparison found)
    {
        var (first, other) = (found.First.Trial, found.Other.Trial);
        return $"{Theme.TitleOf(first.Optimizer.Name)} with L2 of {Say.Setting(first.Lambda)} before {Theme.TitleOf(other.Optimizer.Name)} "
            + $"with "
            + $"{Theme.TitleOf(other.Regularization)} of {Say.Setting(other.Lambda)}";
    }

    private string Cell(TimeComparison? found) => found is null ? ""
        : $"{found.Verdict.Outcome switch { VerdictOutcome.Supported => "+", VerdictOutcome.Contradicted => "−", _ => "·" }} "
            + $"{Time(found.FirstTime.Median)} / {Time(found.OtherTime.Median)}";

    private double MedianOf(SimulatedTrial trial) =>
        trial.Result.Outcomes.Any(outcome => double.IsNaN(_hypothesis.Measure(outcome)))
            ? double.PositiveInfinity
            : SampleMedian.Of(trial.Result.Outcomes.Select(_hypothesis.Measure)).Median;

    private string Time(double iterations) => DecayText.Time(iterations, _setting.Horizon);

    private static string InWords(VerdictOutcome outcome) => outcome.ToString().ToLowerInvariant();

    /// <summary>e to an effect; without end where only one of the two times is within the run.</summary>
    private static string Ratio(double effect) =>
        double.IsInfinity(effect) ? effect > 0 ? "∞" : "0" : Math.Exp(effect).ToString("G3", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
