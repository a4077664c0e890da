using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics.Reports;

/// <summary>The tables and sentences of a low-gradient report over the mini-batch.</summary>
/// <param name="lines">The lines, in the order of the page.</param>
internal sealed class MiniBatchTables(IReadOnlyList<MiniBatchLine> lines)
{
    private readonly MiniBatchLine[] _compared = [.. lines.Where(line => line.IsCompared)];

    /// <summary>The answer: where the laws give the slowest mini-batch, and where not.</summary>
    public string Answer()
    {
        if (_compared.Length == 0)
            return "**No mini-batch inside the grid stands out as the slowest.**";
        return $"**The law gives the mini-batch with which L2 takes longest within a factor of {Say.Setting(MiniBatchLine.Factor)} of its "
            + $"interval in "
            + $"{Count(_compared, line => line.IsGiven(line.SlowestByLaw))} lines.**"
            + ClosedForm(line => line.IsGiven(line.SlowestByClosedForm), $"The closed form, 1.58 · (1 − β₂)/p, does so in");
    }

    /// <summary>The same, held to the longest median itself instead of to its interval, and how flat the lines are that miss it.</summary>
    public string Sharper()
    {
        if (_compared.Length == 0)
            return "";
        var missed = _compared.Where(line => !line.IsAtPeak(line.SlowestByLaw)).ToList();
        var flat = missed.Count == 0 ? "."
            : $"; in the others the longest half-life is at most {Say.Setting(Math.Round(missed.Max(line => line.Contrast), 2))} times the "
                + "shortest, so that chance says which mini-batch has it.";
        return $"Held to the longest median itself, the law is right in {Count(_compared, line => line.IsAtPeak(line.SlowestByLaw))} "
            + $"lines{flat}{ClosedForm(line => line.IsAtPeak(line.SlowestByClosedForm), "The closed form is right in")}\n\n";
    }

    /// <summary>The mini-batch with which it takes longest, measured and by the laws, of all lines for which there is a law.</summary>
    public ReportTable Peaks() => new(
        [
            "optimizer", "β₂", "λ", "p", "longest half-life", "slowest mini-batch", "interval", "the law", "law/measured",
            "1.58 · (1 − β₂)/p", "that/measured", "conditions"],
        [.. lines.Where(line => line.Law is not null).Select(line => ImmutableArray.Create(
            Theme.TitleOf(line.Shared.Optimizer.Name), Say.Setting(line.Beta2!.Value), Say.Setting(line.Shared.Lambda),
            Say.Setting(line.Shared.Process.ActiveFraction),
            DecayText.Time(line.Longest, line.Shared.Iterations - line.Shared.Process.Transition),
            line.Peak is { } peak ? Say.Count(peak) : "–",
            line.Peak is null ? "–" : $"{Say.Count(line.Range.Low)} to {Say.Count(line.Range.High)}",
            Number(line.SlowestByLaw), Number(line.Ratio(line.SlowestByLaw)), Number(line.SlowestByClosedForm),
            Number(line.Ratio(line.SlowestByClosedForm)), Number(line.Law!.ClosedFormMargin)))],
        4);

    /// <summary>Everything of every trial.</summary>
    public ReportTable All() => new(
        ["optimizer", "beta2", "lambda", "activeFraction", "batchSize", "median", "low", "high", "theory"],
        [.. from line in lines
            from trial in line.Trials
            let time = MiniBatchLine.Time(trial)
            let process = trial.Trial.Process
            select ImmutableArray.CreateRange(
            [
                trial.Trial.Optimizer.Name, Plain(trial.Trial.Settings.GetValueOrDefault("beta2", double.NaN), ""),
                .. new[] { trial.Trial.Lambda, process.ActiveFraction, process.BatchSize, time.Median, time.Low, time.High }
                    .Select(number => Plain(number, "never")),
                Plain(MiniBatchLine.Predicted(trial.Trial), "none"),
            ])],
        1);

    /// <summary>In how many lines the closed form is right: of those that it claims, and of the others.</summary>
    private string ClosedForm(Func<MiniBatchLine, bool> isRight, string begin)
    {
        var met = _compared.Where(line => line.IsClosedFormClaimed).ToArray();
        var others = _compared.Except(met).ToArray();
        var where = $"where its conditions are met {Say.Setting(MiniBatchLine.LeastMargin)}-fold";
        return (met.Length, others.Length) switch
        {
            (_, 0) => $" {begin} {Count(met, isRight)} {where}.",
            (0, _) => $" {begin} {Count(others, isRight)} elsewhere.",
            _ => $" {begin} {Count(met, isRight)} {where}, and in {Count(others, isRight)} elsewhere.",
        };
    }

    private static string Count(MiniBatchLine[] of, Func<MiniBatchLine, bool> isRight) => $"{of.Count(isRight)} of {of.Length}";

    private static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Plain(double number, string without) =>
        double.IsFinite(number) ? number.ToString("G6", CultureInfo.InvariantCulture) : without;
}
